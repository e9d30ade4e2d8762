"""What is in `deploy/` fits the program: names of settings, files, signals, and a health check that
can tell.
"""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.servers import ROOT, Server, free_port
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


def healthy(port: int) -> int:
    command = [sys.executable, str(DEPLOY / "healthy.py")]
    return subprocess.run(
        command, env=os.environ | {"WORKSHOP_PORT": str(port)}, check=False
    ).returncode


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


def test_the_health_check_tells_a_well_server_from_one_that_is_not(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as server:
        assert healthy(server.port) == 0
    assert healthy(server.port) == 1
    assert healthy(free_port()) == 1


@pytest.mark.parametrize(
    "name", ["power-workshop.service", "port.conf", "haproxy.cfg", "Containerfile", "healthy.py"]
)
def test_every_file_is_told_of_where_people_look(name: str) -> None:
    assert name in (ROOT / "docs" / "deploying.md").read_text()
