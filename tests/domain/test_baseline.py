"""Then and now: like with like, from what both rooms were shown, and never a number that one of them was not."""

from datetime import date

import pytest

from workshop.domain.baseline import THEN, Baseline, check_comparable, then
from workshop.domain.disclosure import Mode
from workshop.domain.errors import NothingInCommon
from workshop.domain.plan import Plan
from workshop.domain.question import Kind, Pass, Question
from workshop.domain.release import Counts, Release, Shown, Suppressed, Veiled
from workshop.domain.result import Result

BUDGET = Question("budget", Kind.WHO_DECIDES, "Who decides on the budget?")
LOW, HIGH = Counts(4, (2, 2, 0, 0, 0, 0), 0), Counts(4, (0, 0, 0, 2, 2, 0), 0)


def release(north: Shown, south: Shown, *, final: bool = True, round_number: int = 1) -> Release:
    return Release("budget", Pass.TODAY, round_number, 1, final, Mode.SPLIT, {"northern": north, "southern": south})


def baseline(*releases: Release, question: Question = BUDGET) -> Baseline:
    results = tuple(Result.of(question, one) for one in releases)
    return Baseline("7KQ2M4", date(2025, 3, 12), Plan("T", (question,)), results)


def test_a_shift_is_now_minus_then_in_steps_of_the_scale() -> None:
    compared = then(baseline(release(LOW, LOW)), BUDGET, release(HIGH, LOW))
    assert compared
    assert compared.shifts == {"northern": 3.0, "southern": 0.0}
    assert compared.gap_then
    assert compared.gap
    assert (compared.gap_then.distance, compared.gap.distance) == (0.0, 3.0)


@pytest.mark.parametrize("hidden", [Suppressed(), Veiled(4, {"0": "nearly_all"})])
def test_a_group_without_numbers_in_one_of_both_has_no_shift(hidden: Shown) -> None:
    for before, now in ((release(hidden, LOW), release(HIGH, LOW)), (release(HIGH, LOW), release(hidden, LOW))):
        compared = then(baseline(before), BUDGET, now)
        assert compared
        assert compared.shifts.keys() == {"southern"}


def test_the_newest_round_of_last_time_is_the_one_compared() -> None:
    compared = then(baseline(release(LOW, LOW), release(HIGH, HIGH, round_number=2)), BUDGET, release(HIGH, LOW))
    assert compared
    assert compared.earlier.round == 2


def test_there_is_nothing_to_compare_while_people_vote_or_where_it_was_not_asked() -> None:
    assert then(baseline(release(LOW, LOW)), BUDGET, release(HIGH, LOW, final=False)) is None
    assert then(baseline(), BUDGET, release(HIGH, LOW)) is None
    assert then(None, BUDGET, release(HIGH, LOW)) is None


def test_another_scale_or_another_way_of_showing_is_not_compared() -> None:
    agreed = Question("budget", Kind.AGREE, "Do you agree?")
    scale = then(baseline(release(LOW, LOW), question=agreed), BUDGET, release(HIGH, LOW))
    together = Release("budget", Pass.TODAY, 1, 1, True, Mode.TOGETHER, {"together": HIGH})
    mode = then(baseline(release(LOW, LOW)), BUDGET, together)
    for compared, why, now in ((scale, "other_question", release(HIGH, LOW)), (mode, "other_mode", together)):
        assert compared
        assert compared.why == why
        assert compared.shifts == {}
        assert compared.beside(now) == now.groups


def test_each_group_of_last_time_stands_below_the_one_of_now() -> None:
    compared = then(baseline(release(LOW, HIGH)), BUDGET, release(HIGH, LOW))
    assert compared
    beside = compared.beside(release(HIGH, LOW))
    assert list(beside) == ["northern", "northern" + THEN, "southern", "southern" + THEN]
    assert beside["southern" + THEN] == HIGH


def test_a_plan_must_share_a_question_that_was_shown() -> None:
    check_comparable(Plan("T", (BUDGET,)), baseline(release(LOW, LOW)))
    for other in (baseline(), baseline(release(LOW, LOW), question=Question("hiring", Kind.WHO_DECIDES, "…?"))):
        with pytest.raises(NothingInCommon):
            check_comparable(Plan("T", (BUDGET,)), other)
