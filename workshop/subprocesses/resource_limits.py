"""Resource limits of a worker process: memory, processor time, priority, core files.

The process calls them itself, before anything else.
"""

import importlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

NICENESS = 5
"""Niceness above the server's."""


def keep_small(memory: int) -> None:
    """Limit memory to so many bytes, lower the priority, and write no core files.

    As far as the system has such limits: Windows has none, and macOS heeds no limit of memory.
    """
    with suppress(ImportError):
        resource: Any = importlib.import_module("resource")
        _lower(resource, resource.RLIMIT_DATA, memory)
        _lower(resource, resource.RLIMIT_CORE, 0)
    with suppress(AttributeError, OSError):  # Windows; a service that may not
        os.nice(NICENESS)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Let the system end this process if the block uses more processor time, in seconds.

    Also in the middle of a library call, also when the server that asked is gone. The server keeps
    an eye on it, too, for systems without such a clock.
    """
    if not hasattr(signal, "ITIMER_PROF"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _lower(resource: Any, limit: int, most: int) -> None:
    _, hard = resource.getrlimit(limit)
    with suppress(ValueError, OSError):
        resource.setrlimit(
            limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
