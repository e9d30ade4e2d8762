"""A server that stops in mid-question comes back at the same beat, and says so when ballots can no
longer be read.
"""

from pathlib import Path
from typing import Any

from tests.support.clients import BUDGET_TODAY, Script, room, wall
from tests.support.in_process import InProcess
from tests.support.servers import Timed


def test_a_killed_server_resumes_at_the_same_beat_with_every_acknowledged_ballot(
    tmp_path: Path,
) -> None:
    with Timed(tmp_path / "data") as server:
        session = Script(server.base)
        phones = room(session, 5, 4)
        session.do("open_question", **BUDGET_TODAY)
        for phone in phones:
            assert phone.cast([1 if phone.group == "northern" else 4])["ok"]
        before = session.state()
        server.kill()
    with InProcess(tmp_path / "data") as after:
        session.base = phones[0].base = phones[0].http.headers["Origin"] = after.base
        assert lasting(session.state()) == lasting(before)
        assert phones[0].cast([0])["ok"]
        with wall(session) as screen:
            session.do("close_question")
            screen.until(lambda seen: bool(seen.all("results_released")))
            groups = screen.newest("results_released")["groups"]
        assert groups["northern"] == {"voters": 5, "veiled": {"1": "nearly_all"}}
        assert groups["southern"] == {"voters": 4, "veiled": {"4": "nearly_all"}}


def lasting(state: dict[str, Any]) -> dict[str, Any]:
    """Without what a restart at another address changes."""
    return {name: value for name, value in state.items() if name not in ("undo", "links", "wall")}


def test_a_question_whose_key_was_lost_is_void_says_so_and_can_be_asked_again(
    tmp_path: Path,
) -> None:
    with InProcess(tmp_path / "data") as server:
        session = Script(server.base)
        phones = room(session, 9, 3)
        with wall(session) as screen:
            session.do("open_question", **BUDGET_TODAY)
            for phone in phones:
                assert phone.cast([2])["ok"]
            screen.until(lambda seen: bool(seen.all("results_released")))
        server.stop()
        for key in (tmp_path / "data" / "keys").glob("*.key"):
            key.unlink()
        server.start()
        with wall(session) as screen:
            screen.until(lambda seen: bool(seen.all("results_released")))
            release = screen.newest("results_released")
        void = {"suppressed": True, "void": True}
        assert release["groups"] == {"northern": void, "southern": void, "neither": void}
        assert "void" in release["finding"]["text"]
        assert b",void" in session.export("results.csv")
        session.do("ask_again", **BUDGET_TODAY)
        assert session.state()["question"]["round"] == 2
