"""Then and now: like with like, from what both rooms were shown, and never a number that one of
them was not.
"""

from datetime import date

import pytest

from workshop.domain.errors import NothingInCommon
from workshop.domain.insight.comparison import EARLIER, Baseline, check_comparable, compare
from workshop.domain.insight.result import Result
from workshop.domain.voting.disclosure import Mode
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Release, Shown, Suppressed, Veiled

BUDGET = Question("budget", Kind.WHO_DECIDES, "Who decides on the budget?")
LOW, HIGH = Counts(4, (2, 2, 0, 0, 0, 0), 0), Counts(4, (0, 0, 0, 2, 2, 0), 0)


def release(north: Shown, south: Shown, *, final: bool = True, round_number: int = 1) -> Release:
    return Release(
        "budget",
        Pass.TODAY,
        round_number,
        1,
        final,
        Mode.SPLIT,
        {"northern": north, "southern": south},
    )


def baseline(*releases: Release, question: Question = BUDGET) -> Baseline:
    results = tuple(Result.of(question, one) for one in releases)
    return Baseline("7KQ2M4", date(2025, 3, 12), Plan("T", (question,)), results)


def test_a_shift_is_now_minus_then_in_steps_of_the_scale() -> None:
    compared = compare(baseline(release(LOW, LOW)), BUDGET, release(HIGH, LOW))
    assert compared
    assert compared.shifts == {"northern": 3.0, "southern": 0.0}
    assert compared.gap_then
    assert compared.gap
    assert (compared.gap_then.distance, compared.gap.distance) == (0.0, 3.0)


@pytest.mark.parametrize("hidden", [Suppressed(), Veiled(4, {"0": "nearly_all"})])
def test_a_group_without_numbers_in_one_of_both_has_no_shift(hidden: Shown) -> None:
    for before, now in (
        (release(hidden, LOW), release(HIGH, LOW)),
        (release(HIGH, LOW), release(hidden, LOW)),
    ):
        compared = compare(baseline(before), BUDGET, now)
        assert compared
        assert compared.shifts.keys() == {"southern"}


def test_the_newest_round_of_last_time_is_the_one_compared() -> None:
    compared = compare(
        baseline(release(LOW, LOW), release(HIGH, HIGH, round_number=2)), BUDGET, release(HIGH, LOW)
    )
    assert compared
    assert compared.earlier.round == 2


def test_there_is_nothing_to_compare_while_people_vote_or_where_it_was_not_asked() -> None:
    assert compare(baseline(release(LOW, LOW)), BUDGET, release(HIGH, LOW, final=False)) is None
    assert compare(baseline(), BUDGET, release(HIGH, LOW)) is None
    assert compare(None, BUDGET, release(HIGH, LOW)) is None


def test_another_scale_or_another_way_of_showing_is_not_compared() -> None:
    agreed = Question("budget", Kind.AGREE, "Do you agree?")
    scale = compare(baseline(release(LOW, LOW), question=agreed), BUDGET, release(HIGH, LOW))
    together = Release("budget", Pass.TODAY, 1, 1, True, Mode.TOGETHER, {"together": HIGH})
    mode = compare(baseline(release(LOW, LOW)), BUDGET, together)
    for compared, why, now in (
        (scale, "other_question", release(HIGH, LOW)),
        (mode, "other_mode", together),
    ):
        assert compared
        assert compared.why == why
        assert compared.shifts == {}
        assert compared.beside(now) == now.groups


def voted(*counts: int, paper: int = 0) -> Counts:
    return Counts(sum(counts), (*counts, *(0,) * (6 - len(counts))), 0, paper)


@pytest.mark.parametrize("more", [1, 2, 4])
def test_a_group_that_differs_by_a_few_is_not_compared_and_stands_beside_nothing(more: int) -> None:
    now = release(voted(2, 2 + more), LOW)
    compared = compare(baseline(release(LOW, LOW)), BUDGET, now)
    assert compared
    assert (compared.why, set(compared.near)) == ("", {"northern"})
    assert dict(compared.shifts) == {"southern": 0.0}
    assert (compared.gap, compared.gap_then) == (None, None)
    assert list(compared.beside(now)) == ["northern", "southern", "southern" + EARLIER]


def test_a_group_that_differs_by_none_or_by_k_is_compared() -> None:
    for more in (0, 5):
        compared = compare(baseline(release(LOW, LOW)), BUDGET, release(voted(2, 2 + more), LOW))
        assert compared
        assert compared.near == set()
        assert compared.gap_then


def test_the_larger_threshold_of_both_sessions_counts() -> None:
    compared = compare(baseline(release(LOW, LOW)), BUDGET, release(voted(2, 7), LOW), threshold=8)
    assert compared
    assert compared.near == {"northern"}


def test_people_on_paper_are_not_told_from_those_with_phones_by_adding_both() -> None:
    """Five more phones and five fewer on paper make the same sum; two fewer phones and two more on
    paper, too.
    """
    before = baseline(release(voted(6, 6, paper=6), LOW))
    for paper, near in ((6, set()), (8, {"northern"}), (1, set())):
        compared = compare(before, BUDGET, release(voted(6, 6, paper=paper), LOW))
        assert compared
        assert compared.near == near


def test_where_every_group_differs_by_a_few_nothing_is_compared() -> None:
    now = release(voted(2, 3), voted(2, 4))
    compared = compare(baseline(release(LOW, LOW)), BUDGET, now)
    assert compared
    assert (compared.why, compared.shifts) == ("too_near", {})
    assert compared.beside(now) == now.groups


def test_each_group_of_last_time_stands_below_the_one_of_now() -> None:
    compared = compare(baseline(release(LOW, HIGH)), BUDGET, release(HIGH, LOW))
    assert compared
    beside = compared.beside(release(HIGH, LOW))
    assert list(beside) == ["northern", "northern" + EARLIER, "southern", "southern" + EARLIER]
    assert beside["southern" + EARLIER] == HIGH


def test_a_plan_must_share_a_question_that_was_shown() -> None:
    check_comparable(Plan("T", (BUDGET,)), baseline(release(LOW, LOW)))
    for other in (
        baseline(),
        baseline(release(LOW, LOW), question=Question("hiring", Kind.WHO_DECIDES, "…?")),
    ):
        with pytest.raises(NothingInCommon):
            check_comparable(Plan("T", (BUDGET,)), other)
