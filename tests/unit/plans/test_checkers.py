"""Judges of plans: two at most, each plan within limits, and what falls over one plan is there for
the next.
"""

import difflib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import psutil
import pytest

from tests.support.clients import TWO_QUESTIONS
from tests.unit.plans.bombs import old_environment, old_nearest, plan_bomb
from workshop.config import Config
from workshop.domain.errors import (
    FaultyPlan,
    MalformedRequest,
    TooLarge,
    TooLongToRead,
    UnknownStarterPlan,
)
from workshop.plans import fields
from workshop.plans.checkers import AT_ONCE, Judges
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


def judges_in(environment: dict[str, str], now: Callable[[], float] | None = None) -> Judges:
    return Judges(environment, lambda work: work(), now or Clock())


@pytest.fixture(scope="module")
def judges() -> Iterator[Judges]:
    clock = Clock()
    ours = judges_in(Config.for_others(), clock)
    yield ours
    clock.seconds += 1000
    ours.send_home()


def test_a_judge_finds_what_the_reader_finds(judges: Judges) -> None:
    judged = judges.plan(PLAN, "json")
    assert judged.plan == parse_plan(PLAN, "json")
    assert judges.plan(judged.toml.encode(), "toml").plan == judged.plan


def test_faults_are_told_in_the_language_of_whoever_asks(judges: Judges) -> None:
    for language in ("en", "fr"):
        with speaking(language):
            with pytest.raises(FaultyPlan) as here:
                parse_plan(b'{"title": 3, "colour": 1}', "json")
            with pytest.raises(FaultyPlan) as there:
                judges.plan(b'{"title": 3, "colour": 1}', "json")
        assert there.value.faults == here.value.faults


def test_a_session_is_opened_with_a_plan_a_starter_or_the_results_of_another(
    judges: Judges,
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
    judges: Judges, raw: bytes, refusal: type[Exception], parameters: dict[str, object]
) -> None:
    with pytest.raises(refusal) as refused:
        judges.opening(raw, "json")
    assert refused.value.parameters == parameters  # type: ignore[attr-defined]


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_however_many_ask_two_judge(judges: Judges) -> None:
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
    judges: Judges, tmp_path: Path
) -> None:
    with pytest.raises(FaultyPlan) as faulty:
        judges.plan(plan_bomb(), "json")
    assert len(faulty.value.faults) == 500
    as_before = judges_in(old_environment(tmp_path))
    with pytest.raises(TooLongToRead):
        as_before.plan(plan_bomb(), "json")
    assert as_before.plan(PLAN, "json").plan.title == TWO_QUESTIONS["title"]


class Comparisons:
    """How many words difflib was asked to compare."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        first_step = difflib.SequenceMatcher.real_quick_ratio

        def counted(matcher: Any) -> float:
            self.count += 1
            return first_step(matcher)

        patch.setattr(difflib.SequenceMatcher, "real_quick_ratio", counted)


def test_of_a_thousand_faults_the_first_few_say_what_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    comparisons = Comparisons(monkeypatch)
    with pytest.raises(FaultyPlan) as faulty:
        parse_plan(plan_bomb(), "json")
    hinted = [fault for fault in faulty.value.faults if "Did you mean" in fault.message]
    assert hinted == list(faulty.value.faults[: fields.HINTS_MOST])
    assert hinted[3].message.endswith("Did you mean “question-3.3”?")
    assert comparisons.count <= fields.HINTS_MOST * fields.COMPARED_MOST
    before = comparisons.count
    monkeypatch.setattr(fields, "nearest", old_nearest)
    with pytest.raises(FaultyPlan):
        parse_plan(plan_bomb(5), "json")
    assert comparisons.count - before > 5 * 4000  # the old rule, for a hundredth of the faults


@pytest.mark.parametrize("kind", ["keys of a plan", "languages", "kinds", "keys of questions"])
def test_whatever_is_unknown_a_thousand_times_is_compared_a_few_times(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = range(1000)
    question = {"id": "q", "kind": "safe", "text": "?"}
    plan: dict[str, Any] = {"title": "T", "questions": [question]}
    if kind == "keys of a plan":
        plan |= {f"titel{number}": 1 for number in many}
    elif kind == "languages":
        plan["translations"] = {f"f{number}": {} for number in many}
    elif kind == "kinds":
        plan["questions"] = [
            question | {"id": f"q{number}", "kind": f"saf{number}"} for number in many
        ]
    else:
        plan["questions"] = [question | {f"txt{number}": 1 for number in many}]
    comparisons = Comparisons(monkeypatch)
    with pytest.raises(FaultyPlan):
        parse_plan(json.dumps(plan).encode(), "json")
    assert 0 < comparisons.count <= fields.HINTS_MOST * fields.COMPARED_MOST


@pytest.mark.parametrize("where", ["questions", "choices"])
def test_a_list_far_too_long_is_one_fault_and_not_one_of_each(where: str) -> None:
    question = {"id": "q", "kind": "choice", "text": "?", "choices": ["a", "b"]}
    if where == "questions":
        plan = {
            "title": "T",
            "questions": [{"id": f"q{at}", "kind": "safe", "text": ""} for at in range(450)],
        }
    else:
        plan = {"title": "T", "questions": [question | {"choices": [{}] * 80_000}]}
    with pytest.raises(FaultyPlan) as faulty:
        parse_plan(json.dumps(plan, separators=(",", ":")).encode(), "json")
    assert len(faulty.value.faults) == (201 if where == "questions" else 21)
    assert f"there are {450 if where == 'questions' else 80_000}" in faulty.value.faults[-1].message


def test_a_row_of_accents_is_not_put_in_order_before_it_is_measured() -> None:
    accents = (
        "\u0345" * 60_000 + "\u0334" * 60_000
    )  # to put these in order takes minutes, and ends in one sentence
    raw = json.dumps(
        {"title": f"a{accents}", "questions": [{"id": "q", "kind": "safe", "text": "?"}]}
    )
    with pytest.raises(FaultyPlan) as faulty:
        parse_plan(json.dumps(json.loads(raw), ensure_ascii=False).encode(), "json")
    assert [fault.at for fault in faulty.value.faults] == ["title"]
    assert "Shorten this to 500 characters" in faulty.value.faults[0].message
    assert fields.composed("e\u0301" * 500) == "é" * 500
    assert len(fields.composed(accents)) == len(accents)
