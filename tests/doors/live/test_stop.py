"""The server is told to stop: what waits is kept, phones are told, and it ends in good order."""

import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.clients import BUDGET_TODAY, Script, room, wall
from tests.support.in_process import InProcess
from tests.support.servers import PATIENCE_SECONDS, Timed


@pytest.mark.parametrize(
    ("mode", "told"), [("eventlet", signal.SIGTERM), ("threading", signal.SIGINT)]
)
def test_told_to_stop_it_lets_everyone_go_keeps_everything_and_ends_well(
    tmp_path: Path, mode: str, told: signal.Signals
) -> None:
    with Timed(tmp_path / "data", mode) as server:
        session = Script(server.base)
        phones = room(session, 4, 4)
        session.do("open_question", **BUDGET_TODAY)
        sockets = [phone.connect() for phone in phones]
        screen = wall(session)
        for socket, phone in zip(sockets, phones, strict=True):
            assert socket.ask("cast_ballot", phone.ballot([1]))["ok"]
        server.process.send_signal(told)
        assert server.process.wait(PATIENCE_SECONDS) == 0
        assert "Stopped." in server.log.read_text()
        assert "ERROR" not in server.log.read_text()
        for socket in (screen, *sockets):
            socket.until(lambda one: one.is_let_go)
        assert not (tmp_path / "data" / "workshop.sqlite3-wal").exists()
    with InProcess(tmp_path / "data") as after:
        phones[0].base = after.base
        with phones[0].connect() as socket:
            socket.until(lambda one: bool(one.all("session_changed")))
            assert socket.newest("session_changed")["mine"]["number"] == 1


def test_asked_twice_it_ends_at_once(tmp_path: Path) -> None:
    with Timed(tmp_path / "data") as server:
        while server.process.poll() is None:
            server.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                server.process.wait(0.05)
        assert server.process.returncode in (0, 1)
    with InProcess(tmp_path / "data"):
        pass  # the folder is free again
