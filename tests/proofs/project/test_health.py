"""The health check of `deploy/` can tell a server that is well from one that is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.in_process import InProcess
from tests.support.servers import ROOT, free_port

DEPLOY = ROOT / "deploy"


def healthy(port: int) -> int:
    command = [sys.executable, str(DEPLOY / "healthy.py")]
    return subprocess.run(
        command, env=os.environ | {"WORKSHOP_PORT": str(port)}, check=False
    ).returncode


def test_the_health_check_tells_a_well_server_from_one_that_is_not(tmp_path: Path) -> None:
    with InProcess(tmp_path / "data") as server:
        assert healthy(server.port) == 0
    assert healthy(server.port) == 1
    assert healthy(free_port()) == 1


@pytest.mark.parametrize(
    "name", ["power-workshop.service", "port.conf", "haproxy.cfg", "Containerfile", "healthy.py"]
)
def test_every_file_is_told_of_where_people_look(name: str) -> None:
    assert name in (ROOT / "docs" / "deploying.md").read_text()
