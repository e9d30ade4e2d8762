"""The program started on what another left: copies, lost secrets, a folder that was open to all."""

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.test_backups import rows, seals
from tests.support.clients import BUDGET_TODAY, Phone, Script, room
from tests.support.in_process import InProcess
from tests.support.servers import PATIENCE_SECONDS, ROOT, Server


def command(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {"WORKSHOP_DATA": str(data), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, "-m", "workshop", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_running_server_is_backed_up_without_ballots_and_restored_elsewhere(
    tmp_path: Path,
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept.sqlite3"
    with InProcess(data) as server:
        session = Script(server.base)
        phones = room(session, 9, 9)
        session.do("open_question", **BUDGET_TODAY)
        for at, phone in enumerate(phones):
            assert phone.cast([at % 3])["ok"]
        session.do("close_question")
        closed = session.call("GET", "/exports/results.json").json()
        session.do("open_question", question="focus")
        for phone in phones:
            phone.number = 0
            assert phone.cast([1], **{"question": "focus", "pass": "today"})["ok"]
        done = command(data, "backup", str(kept))
        assert done.returncode == 0, done.stderr
        refused = command(data, "restore", str(kept))
        assert refused.returncode == 1
        assert "Stop it first" in refused.stderr
        assert "no ballot and no key" in done.stdout
        assert rows(data / "workshop.sqlite3", "ballot") > 0, "there was something to leave out"
        assert rows(kept, "ballot") == rows(kept, "marked_off") == 0
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert all(seal not in kept.read_bytes() for seal in seals(data / "workshop.sqlite3"))
    elsewhere = tmp_path / "elsewhere"
    assert command(elsewhere, "restore", str(kept)).returncode == 0
    with InProcess(elsewhere) as server:
        session.base = server.base
        restored = session.call("GET", "/exports/results.json").json()["results"]
        assert restored[0] == closed["results"][0]
        assert restored[1]["groups"]["northern"] == {"suppressed": True, "void": True}
        session.do("ask_again", question="focus")
        assert Phone(server.base, session.code, "northern").cast([1], question="focus", round=2)[
            "ok"
        ]


def test_a_start_with_a_lost_secret_ends_at_once_and_says_the_way_out_which_works(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o755)
    with Server(data) as server:
        session = Script(server.base)
        phones = room(session, 9, 9)
        session.do("open_question", **BUDGET_TODAY)
        assert phones[0].cast([1])["ok"]
        check_closed_to_others(data, server)
        assert command(data, "adopt").returncode == 1, "not while a server uses the folder"
        server.process.terminate()
        assert server.process.wait(PATIENCE_SECONDS) == 0
        shutil.rmtree(data / "keys")
        with pytest.raises(AssertionError, match="python -m workshop adopt"):
            server.start()
        assert server.process.returncode == 1
        assert "Traceback" not in server.log.read_text()
        done = command(data, "adopt")
        assert done.returncode == 0, done.stderr
        assert "void" in done.stdout
    with InProcess(data) as adopted:
        session.base = adopted.base
        groups = session.call("GET", "/exports/results.json").json()["results"][0]["groups"]
        assert groups["northern"] == {"suppressed": True, "void": True}


def check_closed_to_others(data: Path, server: Server) -> None:
    """Of the data folder, however open it was, and of what the program leaves if it falls."""
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    open_to_all = [
        path
        for path in data.rglob("*")
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_all == []
    limits = Path(f"/proc/{server.process.pid}/limits")
    if limits.exists():
        (cores,) = [
            line
            for line in limits.read_text().splitlines()
            if line.startswith("Max core file size")
        ]
        assert cores.split()[4:6] == ["0", "0"]
