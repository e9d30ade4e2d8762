"""The program in the test's own process, on threads: nothing listens, and nothing is patched."""

from workshop.app import Workshop, build
from workshop.config import Config
from workshop.server.platform import choose


def in_process(config: Config) -> Workshop:
    """The program with these settings, whatever async mode they name."""
    return build(config, choose("threading"))
