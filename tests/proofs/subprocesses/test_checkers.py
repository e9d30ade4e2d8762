"""Judges of plans: two at most, each plan within limits, and what falls over one plan is there for
the next.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock, Thread

import psutil
import pytest

from tests.support.clients import TWO_QUESTIONS
from tests.unit.plans.bombs import old_environment, plan_bomb
from workshop.config import Config
from workshop.domain.errors import (
    FaultyPlan,
    MalformedRequest,
    TooLarge,
    TooLongToRead,
    UnknownStarterPlan,
)
from workshop.plans.checkers import AT_ONCE, Checkers
from workshop.plans.form import BYTES_MOST, parse_plan
from workshop.plans.starters import starter
from workshop.wording.languages import speaking

PLAN = json.dumps(TWO_QUESTIONS).encode()
BASELINE = {
    "format": "power-workshop/1",
    "session": {"code": "7KQ2M4", "opened_on": "2030-12-31"},
    "plan": TWO_QUESTIONS,
    "results": [],
    "agreements": [],
}


class Clock:
    """Ours to set."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def judges_in(environment: dict[str, str], now: Callable[[], float] | None = None) -> Checkers:
    return Checkers(environment, lambda work: work(), now or Clock())


@pytest.fixture(scope="module")
def judges() -> Iterator[Checkers]:
    clock = Clock()
    ours = judges_in(Config.for_others(), clock)
    yield ours
    clock.seconds += 1000
    ours.send_home()


def test_a_judge_finds_what_the_reader_finds(judges: Checkers) -> None:
    judged = judges.plan(PLAN, "json")
    assert judged.plan == parse_plan(PLAN, "json")
    assert judges.plan(judged.toml.encode(), "toml").plan == judged.plan


def test_faults_are_told_in_the_language_of_whoever_asks(judges: Checkers) -> None:
    for language in ("en", "fr"):
        with speaking(language):
            with pytest.raises(FaultyPlan) as here:
                parse_plan(b'{"title": 3, "colour": 1}', "json")
            with pytest.raises(FaultyPlan) as there:
                judges.plan(b'{"title": 3, "colour": 1}', "json")
        assert there.value.faults == here.value.faults


def test_a_session_is_opened_with_a_plan_a_starter_or_the_results_of_another(
    judges: Checkers,
) -> None:
    assert judges.opening(PLAN, "json").plan == parse_plan(PLAN, "json")
    with speaking("fr"):
        assert judges.opening(b'{"plan": "short"}', "json").plan == starter("short", "fr")
    again = judges.opening(json.dumps({"baseline": BASELINE}).encode(), "json")
    assert again.baseline is not None
    assert (again.plan, again.baseline.code) == (again.baseline.plan, "7KQ2M4")


@pytest.mark.parametrize(
    ("raw", "refusal", "parameters"),
    [
        (b" " * (BYTES_MOST + 1), TooLarge, {"most_kib": 256}),
        (b'{"plan": "none"}', UnknownStarterPlan, {"plan": "none"}),
        (b'{"baseline": {}}', MalformedRequest, {"at": "baseline.format", "problem": "is missing"}),
    ],
)
def test_what_is_refused_is_refused_as_before(
    judges: Checkers, raw: bytes, refusal: type[Exception], parameters: dict[str, object]
) -> None:
    with pytest.raises(refusal) as refused:
        judges.opening(raw, "json")
    assert refused.value.parameters == parameters  # type: ignore[attr-defined]


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_however_many_ask_two_judge(judges: Checkers) -> None:
    judges.plan(PLAN, "json")
    others, seen, lock = children() - judges.pids(), set(), Lock()

    def ask() -> None:
        judges.plan(PLAN, "json")
        with lock:
            seen.update(children() - others)

    askers = [Thread(target=ask) for _ in range(12)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(60)
    assert 1 <= len(seen) <= AT_ONCE
    assert judges.pids() == seen


def test_judges_with_nothing_to_do_go_home_and_others_come() -> None:
    clock = Clock()
    judges = judges_in(Config.for_others(), clock)
    judges.plan(PLAN, "json")
    [pid] = judges.pids()
    clock.seconds = 119.0
    judges.send_home()
    assert judges.pids() == {pid}
    clock.seconds = 121.0
    judges.send_home()
    assert judges.pids() == set()
    assert not psutil.pid_exists(pid)
    assert judges.plan(PLAN, "json").plan.title == TWO_QUESTIONS["title"]


def test_a_judge_that_was_killed_meanwhile_is_replaced() -> None:
    judges = judges_in(Config.for_others())
    judges.plan(PLAN, "json")
    [pid] = judges.pids()
    psutil.Process(pid).kill()
    psutil.Process(pid).wait(20)
    assert judges.plan(PLAN, "json").plan.title == TWO_QUESTIONS["title"]
    assert pid not in judges.pids()


def test_the_bomb_is_read_here_and_with_the_old_rule_it_falls_and_the_next_plan_is_judged(
    judges: Checkers, tmp_path: Path
) -> None:
    with pytest.raises(FaultyPlan) as faulty:
        judges.plan(plan_bomb(), "json")
    assert len(faulty.value.faults) == 500
    as_before = judges_in(old_environment(tmp_path))
    with pytest.raises(TooLongToRead):
        as_before.plan(plan_bomb(), "json")
    assert as_before.plan(PLAN, "json").plan.title == TWO_QUESTIONS["title"]
