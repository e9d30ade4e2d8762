"""However many faults a plan has, finding words for them takes a bounded number of comparisons."""

import difflib
import json
from typing import Any

import pytest

from tests.unit.plans.bombs import old_nearest, plan_bomb
from workshop.domain.errors import (
    FaultyPlan,
)
from workshop.plans import fields
from workshop.plans.form import parse_plan


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
