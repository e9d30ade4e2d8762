"""What is in `deploy/` fits the program: names of settings, files, signals."""

import configparser
import re
from typing import Any, cast

from tests.support.servers import ROOT
from workshop.config import SETTINGS

DEPLOY = ROOT / "deploy"


class Repeating(dict[str, object]):
    """Keeps every value of a key that a unit file gives more than once."""

    def __setitem__(self, key: str, value: object) -> None:
        if isinstance(value, list) and isinstance(self.get(key), list):
            value = [*self[key], *value]  # type: ignore[misc]
        super().__setitem__(key, value)


def service() -> dict[str, list[str]]:
    parser = configparser.RawConfigParser(
        strict=False, dict_type=cast(Any, Repeating), interpolation=None
    )
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "power-workshop.service")
    return {key: value.splitlines() for key, value in parser["Service"].items()}


def test_settings_named_there_are_settings() -> None:
    texts = [
        (DEPLOY / name).read_text()
        for name in ("power-workshop.service", "port.conf", "Containerfile")
    ]
    named = {name for text in texts for name in re.findall(r"\bWORKSHOP_[A-Z_]+\b", text)} - {
        "WORKSHOP_NAME"
    }
    assert {"WORKSHOP_DATA", "WORKSHOP_HOST", "WORKSHOP_PUBLIC_URL"} <= named <= set(SETTINGS)


def test_the_unit_starts_the_program_and_lets_it_end_in_good_order() -> None:
    unit = service()
    folder = unit["WorkingDirectory"][0]
    assert unit["ExecStart"] == [f"{folder}/.venv/bin/python wsgi.py"]
    assert unit["KillSignal"] == ["SIGTERM"]
    assert int(unit["TimeoutStopSec"][0]) > 10
    assert "WORKSHOP_DATA=%S/power-workshop" in unit["Environment"]
    assert unit["StateDirectory"] == ["power-workshop"]
    assert unit["StateDirectoryMode"] == ["0700"]


def test_the_container_sets_up_as_everyone_does_and_copies_no_session_in() -> None:
    lines = (DEPLOY / "Containerfile").read_text()
    assert "RUN python3 bootstrap.py setup" in lines
    assert "STOPSIGNAL SIGTERM" in lines
    assert "USER workshop" in lines
    assert 'CMD [".venv/bin/python", "wsgi.py"]' in lines
    ignored = (ROOT / ".containerignore").read_text().splitlines()
    assert {"sessions/*", ".git", ".venv"} <= set(ignored)
