"""What a release gives a room to talk about: findings that never claim more than is shown, and gaps
that can be checked.
"""

import json
from itertools import accumulate
from statistics import median_grouped
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.domain.releases import (
    AGREE,
    DECIDES,
    FOCUS,
    QUESTIONS,
    SEVERAL,
    WAITING,
    WITHHELD,
    counts,
    nearly_all,
    release,
    releases,
)
from workshop.domain.insight.finding import Gap, finding, interpolated_median, perception_gap
from workshop.domain.insight.group_view import View, view
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import NEARLY_ALL, NEARLY_NONE, NO_ANSWER, Counts, Veiled

five_steps = st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(any)
any_release: Any = st.sampled_from(QUESTIONS).flatmap(
    lambda question: st.tuples(st.just(question), releases(question))
)


def views(question: Question, **groups: Any) -> dict[str, Any]:
    return dict(finding(question, release(question, **groups)).parameters["groups"])


def key(question: Question, **groups: Any) -> str:
    return finding(question, release(question, **groups)).key


@given(any_release)
def test_a_majority_is_claimed_only_where_more_than_half_of_the_voters_chose_it(case: Any) -> None:
    question, released = case
    for shown in released.groups.values():
        seen = view(question, shown)
        if isinstance(shown, Counts) and seen.says in ("steps", "way_out"):
            votes = sum(shown.counts[choice] for choice in seen.choices)
            assert (2 * votes > shown.voters) == (seen.by in ("most", "all"))
            assert (votes == shown.voters) == (seen.by == "all")
        if isinstance(shown, Counts) and seen.says == "favourite":
            assert {shown.counts[choice] for choice in seen.choices} == {max(shown.counts)}


@given(any_release)
def test_a_finding_can_be_sent_as_it_is(case: Any) -> None:
    found = finding(*case)
    assert json.loads(json.dumps(found.parameters)) == found.parameters


@given(any_release, st.data())
def test_a_finding_never_depends_on_what_neither_chose(case: Any, data: st.DataObject) -> None:
    question, released = case
    other = data.draw(releases(question))
    if "neither" in released.groups and "neither" in other.groups:
        groups = {**released.groups, "neither": other.groups["neither"]}
        changed = type(released)(**{**vars(released), "groups": groups})
        assert finding(question, changed) == finding(question, released)


def test_the_narrowest_run_of_steps_with_a_majority_is_what_a_group_says() -> None:
    assert view(DECIDES, counts(0, 1, 2, 9, 1, 1)) == View("steps", (3,), "most")
    assert view(DECIDES, counts(7, 6, 4, 1, 0, 3)) == View("steps", (0, 1), "most")
    assert view(DECIDES, counts(1, 2, 5, 8, 0, 1)) == View("steps", (2, 3), "most")
    assert view(DECIDES, counts(3, 3, 3, 2, 3, 0)) == View("steps", (0, 1, 2), "most")
    assert view(DECIDES, counts(3, 2, 3, 3, 3, 3)) == View("spread")


def test_exactly_half_is_no_majority() -> None:
    assert view(AGREE, counts(0, 0, 0, 10, 4, no_answer=6)).by == "nobody"
    assert view(AGREE, counts(0, 0, 0, 11, 4, no_answer=6)) == View("steps", (3,), "most")


def test_those_who_gave_no_answer_count_among_the_voters() -> None:
    assert view(AGREE, counts(0, 0, 0, 8, 0, no_answer=9)) == View("no_answer", (), "most")
    assert view(FOCUS, counts(0, 0, 0, no_answer=16)) == View("no_answer", (), "all")


def test_cannot_see_is_the_view_where_it_is_the_most_frequent_answer() -> None:
    assert view(DECIDES, counts(2, 1, 2, 1, 2, 4)) == View("way_out", (5,), "plurality")
    assert view(DECIDES, counts(2, 1, 1, 1, 0, 9)) == View("way_out", (5,), "most")
    assert view(DECIDES, counts(4, 1, 1, 1, 4, 4)) == View("spread")


def test_a_favourite_is_most_chosen_with_ties_named() -> None:
    assert view(FOCUS, counts(6, 3, 2)) == View("favourite", (0,), "most")
    assert view(FOCUS, counts(5, 3, 3)) == View("favourite", (0,), "plurality")
    assert view(FOCUS, counts(5, 2, 5)) == View("favourite", (0, 2), "plurality")
    assert view(FOCUS, counts(4, 4, 4)) == View("spread")


def test_a_veiled_group_says_what_its_veil_says_and_nothing_else() -> None:
    assert view(DECIDES, nearly_all(3)) == View("steps", (3,), NEARLY_ALL)
    assert view(DECIDES, nearly_all(5)) == View("way_out", (5,), NEARLY_ALL)
    assert view(FOCUS, nearly_all(1)) == View("favourite", (1,), NEARLY_ALL)
    assert view(FOCUS, nearly_all(NO_ANSWER)) == View("no_answer", (), NEARLY_ALL)
    several = Veiled(6, {"0": NEARLY_NONE, "3": NEARLY_NONE}, (None, 4, 2, None))
    assert view(SEVERAL, several) == View("favourite", (1,), "most")


@pytest.mark.parametrize(
    ("question", "groups", "expected"),
    [
        (
            DECIDES,
            {"northern": counts(1, 2, 5, 8, 0, 1), "southern": counts(7, 6, 4, 1, 0, 3)},
            "different_views",
        ),
        (
            DECIDES,
            {"northern": counts(0, 0, 1, 9, 0, 1), "southern": counts(0, 2, 1, 7, 0, 1)},
            "same_view",
        ),
        (
            DECIDES,
            {"northern": counts(0, 0, 1, 1, 0, 9), "southern": counts(1, 0, 1, 1, 1, 9)},
            "both_silent",
        ),
        (
            DECIDES,
            {"northern": counts(3, 2, 3, 3, 3, 3), "southern": counts(7, 0, 0, 0, 0, 0)},
            "no_common_view",
        ),
        (DECIDES, {"northern": counts(3, 2, 3, 3, 3, 3), "southern": WITHHELD}, "one_shown"),
        (DECIDES, {"northern": WAITING, "southern": counts(15, 1, 1, 1, 1, 1)}, "one_shown"),
        (DECIDES, {"northern": WITHHELD, "southern": WITHHELD}, "withheld"),
        (DECIDES, {"northern": WAITING, "southern": WAITING}, "waiting"),
        (DECIDES, {"together": counts(3, 1, 0, 0, 0, 0)}, "together"),
        (DECIDES, {"together": WITHHELD}, "withheld"),
        (FOCUS, {"northern": counts(6, 3, 2), "southern": counts(9, 8, 7)}, "same_view"),
        (FOCUS, {"northern": counts(4, 4, 4), "southern": counts(5, 5, 5)}, "no_common_view"),
    ],
)
def test_the_key_of_a_finding(question: Question, groups: dict[str, Any], expected: str) -> None:
    assert key(question, **groups) == expected


def test_two_groups_with_one_run_in_common_are_not_said_to_differ() -> None:
    both = {"northern": counts(0, 5, 5, 5, 0, 0), "southern": counts(0, 4, 5, 6, 0, 0)}
    assert key(DECIDES, **both) == "same_view"
    assert (
        views(DECIDES, **both)["northern"]["choices"]
        == views(DECIDES, **both)["southern"]["choices"]
        == [1, 2]
    )


def test_a_sharp_view_is_not_blurred_to_make_groups_alike() -> None:
    assert (
        key(DECIDES, northern=counts(0, 0, 0, 9, 0, 0), southern=counts(0, 0, 9, 3, 0, 0))
        == "different_views"
    )


def test_the_gap_of_two_opposite_groups_is_the_length_of_the_scale() -> None:
    opposite = release(
        DECIDES, northern=counts(0, 0, 0, 0, 9, 2), southern=counts(7, 0, 0, 0, 0, 0, no_answer=1)
    )
    assert perception_gap(DECIDES, opposite) == Gap(distance=4, medians=-4)


@pytest.mark.parametrize(
    "groups",
    [
        {"together": counts(3, 1, 0, 0, 0, 0)},
        {"northern": WITHHELD, "southern": counts(3, 1, 1, 1, 0, 0)},
        {"northern": nearly_all(0), "southern": counts(3, 1, 1, 1, 0, 0)},
        {"northern": counts(0, 0, 0, 0, 0, 9), "southern": counts(3, 1, 1, 1, 0, 0)},
    ],
)
def test_there_is_no_gap_without_two_groups_on_the_scale(groups: dict[str, Any]) -> None:
    assert perception_gap(DECIDES, release(DECIDES, **groups)) is None


def test_own_choices_lie_on_no_scale_and_have_no_gap() -> None:
    assert (
        perception_gap(FOCUS, release(FOCUS, northern=counts(6, 3, 2), southern=counts(9, 8, 7)))
        is None
    )


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60))
def test_the_distance_is_how_far_answers_move_when_each_moves_to_its_match(
    pairs: list[tuple[int, int]],
) -> None:
    northern, southern = (sorted(side) for side in zip(*pairs, strict=True))
    moved = sum(abs(one - other) for one, other in zip(northern, southern, strict=True)) / len(
        pairs
    )
    gap = perception_gap(
        DECIDES,
        release(
            DECIDES,
            northern=counts(*(northern.count(step) for step in range(5)), 0),
            southern=counts(*(southern.count(step) for step in range(5)), 0),
        ),
    )
    assert gap
    assert gap.distance == pytest.approx(moved)


@given(five_steps)
def test_the_median_of_a_scale_read_backwards_is_the_same_median(steps: list[int]) -> None:
    assert interpolated_median(steps[::-1]) == pytest.approx(4 - interpolated_median(steps))


@given(five_steps)
def test_the_median_is_the_grouped_median_of_the_standard_library(steps: list[int]) -> None:
    below = list(accumulate(steps))
    splits_at_a_hole = any(
        2 * n == below[-1] and steps[at + 1] == 0 for at, n in enumerate(below[:-1])
    )
    assume(not splits_at_a_hole)
    answers = [step for step, votes in enumerate(steps) for _ in range(votes)]
    assert interpolated_median(steps) == pytest.approx(median_grouped(answers))


def test_a_median_between_two_camps_lies_in_the_middle() -> None:
    assert interpolated_median((4, 0, 0, 0, 4)) == 2
    assert interpolated_median((0, 0, 6, 0, 0)) == 2
