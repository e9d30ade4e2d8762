"""While a plan is judged that takes longer than it may, and while files are drawn, people vote
as before.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest
import requests

from tests.proofs.faults.beside import beside
from tests.proofs.faults.bodies import PIECES, PLACES, SMALL_FILES, Shape, dearest, many_exports
from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Phone, Script
from tests.support.servers import ROOT, Server
from tests.support.trials import trials
from tests.support.waiting import until
from tests.unit.plans.bombs import OLD_RULE, ON_THE_HUB, plan_bomb
from workshop.plans.form import BYTES_MOST

PHONES = 6
TRIED = trials(1, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old").mkdir()
    return tmp_path


def with_rule(folder: Path, mode: str, rule: str) -> Server:
    """A server whose judges, or who itself, has this rule."""
    (folder / "old" / "sitecustomize.py").write_text(rule)
    return Server(folder / f"data-{mode}", mode, PYTHONPATH=f"{folder / 'old'}:{ROOT}")


def ballots_beside(server: Server, bomb: bytes, old: Path) -> tuple[int, requests.Response]:
    """How many were cast and acknowledged while the plan was being read; and what was said of the
    plan.
    """
    session = Script(server.base)
    phones = cycle([Phone(server.base, session.code, "northern") for _ in range(PHONES)])
    session.do("open_question", **BUDGET_TODAY)
    acknowledged = 0
    with ThreadPoolExecutor(1) as attacker:
        answer = attacker.submit(
            requests.post, f"{server.base}/api/plans/check", data=bomb, timeout=6000
        )
        until((old / "began").exists)
        while (old / "at_work").exists() and not answer.done():
            is_acknowledged = next(phones).cast([1]).get("ok", False)
            acknowledged += is_acknowledged and (old / "at_work").exists() and not answer.done()
    return acknowledged, answer.result()


@pytest.mark.parametrize("mode", trials(["eventlet"], ["eventlet", "threading"]))
def test_people_vote_while_a_plan_is_judged_that_takes_too_long(folder: Path, mode: str) -> None:
    with with_rule(folder, mode, OLD_RULE) as server:
        acknowledged, answer = ballots_beside(server, plan_bomb(), folder / "old")
        assert (answer.status_code, answer.json()["reason"]) == (422, "TooLongToRead")
        assert "takes too long to read" in answer.json()["message"]
        assert acknowledged > 0
        assert requests.post(
            f"{server.base}/api/plans/check", json=TWO_QUESTIONS, timeout=600
        ).json()["ok"]


def test_when_it_was_judged_in_the_server_nobody_voted_meanwhile(folder: Path) -> None:
    with with_rule(folder, "eventlet", ON_THE_HUB) as server:
        acknowledged, answer = ballots_beside(server, plan_bomb(6), folder / "old")
        assert answer.json()["reason"] == "FaultyPlan"
        assert acknowledged == 0


FILES = trials(SMALL_FILES[:1], SMALL_FILES)
SESSIONS = trials(3, 8)


def test_files_of_many_sessions_at_once_are_drawn_by_two(server: Server) -> None:
    asking = many_exports(server, FILES, questions=1, sessions=SESSIONS)
    came = beside(server, asking, phones=8)
    assert asking.answers == {200: SESSIONS * len(FILES)}
    assert came.grown.most["workshop.export"] <= 2
    assert came.ballots.seconds


def test_the_search_makes_bodies_that_are_read_and_finds_a_dear_one() -> None:
    shapes = [Shape(place, piece, 20, 5) for place in PLACES for piece in PIECES]
    assert all(BYTES_MOST // 2 < len(shape.body()) <= BYTES_MOST for shape in shapes[::7])
    found = dearest(TRIED, math.inf)
    assert found.tried == TRIED
    assert found.seconds > 0
    assert found.fell == []
