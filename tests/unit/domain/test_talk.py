"""The talk after a reveal: cards that fit, wishes that add up, and a first voice that points at
nobody.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.releases import (
    AGREE,
    DECIDES,
    FOCUS,
    QUESTIONS,
    SAFE,
    SEVERAL,
    TOO_ALIKE,
    TOO_NEAR,
    WITHHELD,
    counts,
    nearly_all,
    release,
    releases,
)
from workshop.domain.insight.balance import BALANCED, PLAIN, balance
from workshop.domain.insight.finding import SIDES, finding, perception_gap, spot
from workshop.domain.insight.talk import ANYONE, SOUTHERN_FIRST, card, talk, who_first
from workshop.domain.insight.wishes import Move, common_ground, move, wishes
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import NO_ANSWER, Counts, Release, Suppressed

VOID = Suppressed(is_void=True)
any_release: Any = st.sampled_from(QUESTIONS).flatmap(
    lambda question: st.tuples(st.just(question), releases(question, waiting=False))
)
scaled: Any = st.sampled_from([DECIDES, AGREE, SAFE]).flatmap(
    lambda question: st.tuples(st.just(question), releases(question, waiting=False))
)
both_passes: Any = st.tuples(releases(DECIDES, waiting=False), releases(DECIDES, waiting=False))
votes: Any = st.lists(st.integers(0, 30), min_size=6, max_size=6).filter(
    lambda cells: sum(cells) >= 3
)


def swapped(released: Release) -> Release:
    """The same with the sides' answers exchanged."""
    northern, southern = (released.groups[side] for side in SIDES)
    return replace(released, groups={**released.groups, "northern": southern, "southern": northern})


# ---- the gap


@given(scaled)
def test_the_gap_is_the_same_from_either_side_and_its_medians_turn_around(case: Any) -> None:
    question, released = case
    gap = perception_gap(question, released)
    if gap:
        other = perception_gap(question, swapped(released))
        assert other
        assert other.distance == pytest.approx(gap.distance)
        assert other.medians == pytest.approx(-gap.medians)


@given(votes, votes, st.integers(1, 5))
def test_the_gap_is_zero_exactly_where_the_shares_on_the_scale_are_the_same(
    one: list[int], other: list[int], times: int
) -> None:
    def gap_between(northern: list[int], southern: list[int]) -> float | None:
        gap = perception_gap(
            DECIDES, release(DECIDES, northern=counts(*northern), southern=counts(*southern))
        )
        return gap.distance if gap else None

    def shares(cells: list[int]) -> list[Fraction]:
        return [Fraction(votes, sum(cells[:5])) for votes in cells[:5]]

    distance = gap_between(one, other)
    if distance is not None:
        assert (distance < 1e-9) == (shares(one) == shares(other))
        assert gap_between(one, [times * votes for votes in one]) == pytest.approx(0)


# ---- wish and common ground


@given(both_passes)
def test_a_wish_is_the_way_from_today_to_should_be_and_needs_a_number_in_both(pair: Any) -> None:
    today, should_be = pair
    for group, wish in wishes(DECIDES, today, should_be).items():
        now, wished = (spot(DECIDES, one.groups[group]).at for one in (today, should_be))
        assert now is not None
        assert wished is not None
        assert now + wish == pytest.approx(wished)
        assert isinstance(today.groups[group], Counts)
        assert isinstance(should_be.groups[group], Counts)
    assert wishes(DECIDES, today, None) == wishes(DECIDES, None, should_be) == {}


@pytest.mark.parametrize(
    ("northern", "southern", "common"),
    [
        (0.7, 2.2, Move.UP),
        (-0.5, -3.0, Move.DOWN),
        (0.4, -0.4, Move.STAY),
        (0.4, 2.0, None),
        (1.0, -1.0, None),
    ],
)
def test_common_ground_is_where_both_wish_for_the_same_move(
    northern: float, southern: float, common: Move | None
) -> None:
    assert common_ground({"northern": northern, "southern": southern}) is common
    assert common_ground({"northern": southern, "southern": northern}) is common


def test_one_wish_alone_is_no_common_ground_and_half_a_step_is_a_move() -> None:
    assert common_ground({"southern": 2.0}) is None
    assert common_ground({"together": 2.0}) is None
    assert [move(wish) for wish in (0.49, 0.5, -0.49, -0.5)] == [
        Move.STAY,
        Move.UP,
        Move.STAY,
        Move.DOWN,
    ]


# ---- the balanced picture


@given(votes, votes)
def test_in_the_balanced_picture_each_group_weighs_half_however_many_it_is(
    one: list[int], other: list[int]
) -> None:
    shown = balance(DECIDES, release(DECIDES, northern=counts(*one), southern=counts(*other)))
    assert shown
    for cell, share in enumerate(shown[BALANCED].counts):
        assert abs(share - 50 * (one[cell] / sum(one) + other[cell] / sum(other))) < 1
    for cell, share in enumerate(shown[PLAIN].counts):
        assert abs(share - 100 * (one[cell] + other[cell]) / (sum(one) + sum(other))) < 1
    assert {sum(part.counts) + part.no_answer for part in shown.values()} == {100}


def test_a_large_group_outweighs_a_small_one_in_the_plain_picture_only() -> None:
    shown = balance(
        DECIDES,
        release(DECIDES, northern=counts(90, 0, 0, 0, 0, 0), southern=counts(0, 0, 0, 0, 10, 0)),
    )
    assert shown
    assert shown[BALANCED].counts == (50, 0, 0, 0, 50, 0)
    assert shown[PLAIN].counts == (90, 0, 0, 0, 10, 0)


@given(any_release)
def test_there_is_a_balanced_picture_only_of_two_groups_with_all_their_counts(case: Any) -> None:
    question, released = case
    is_shown = all(isinstance(released.groups.get(side), Counts) for side in SIDES)
    assert (balance(question, released) is not None) == (is_shown and question.scale is not None)


@given(scaled, st.data())
def test_the_balanced_picture_never_depends_on_what_neither_chose(
    case: Any, data: st.DataObject
) -> None:
    question, released = case
    other = data.draw(releases(question, waiting=False))
    if "neither" in released.groups and "neither" in other.groups:
        changed = replace(released, groups={**released.groups, "neither": other.groups["neither"]})
        assert balance(question, changed) == balance(question, released)


# ---- cards


@pytest.mark.parametrize(
    ("question", "groups", "expected"),
    [
        (
            DECIDES,
            {"northern": counts(1, 2, 5, 8, 0, 1), "southern": counts(7, 6, 4, 1, 0, 3)},
            "gap",
        ),
        (
            DECIDES,
            {"northern": counts(0, 0, 1, 9, 0, 1), "southern": counts(0, 2, 1, 7, 0, 1)},
            "no_gap",
        ),
        (DECIDES, {"northern": nearly_all(3), "southern": nearly_all(3)}, "no_gap"),
        (
            DECIDES,
            {"northern": counts(3, 2, 3, 3, 3, 3), "southern": counts(7, 0, 0, 0, 0, 0)},
            "no_common_view",
        ),
        (
            DECIDES,
            {"northern": counts(0, 9, 1, 1, 0, 1), "southern": counts(1, 0, 1, 1, 1, 9)},
            "cannot_see",
        ),
        (DECIDES, {"together": counts(1, 0, 1, 1, 1, 9)}, "cannot_see"),
        (DECIDES, {"together": counts(1, 0, 1, 1, 1, 1, no_answer=9)}, "rather_not_say"),
        (
            AGREE,
            {"northern": counts(0, 9, 1, 1, 0), "southern": counts(1, 0, 1, 1, 9)},
            "rather_not_say",
        ),
        (DECIDES, {"together": counts(9, 1, 0, 0, 0, 0)}, "together"),
        (DECIDES, {"northern": counts(9, 1, 0, 0, 0, 0), "southern": WITHHELD}, "one_withheld"),
        (DECIDES, {"northern": WITHHELD, "southern": WITHHELD}, "withheld"),
        (DECIDES, {"together": WITHHELD}, "withheld"),
        (DECIDES, {"northern": WITHHELD, "southern": TOO_NEAR}, "kept_back"),
        (FOCUS, {"together": TOO_ALIKE}, "kept_back"),
        (DECIDES, {"northern": VOID, "southern": VOID, "neither": VOID}, "void"),
        (FOCUS, {"northern": counts(6, 3, 2), "southern": counts(2, 8, 7)}, "gap"),
    ],
)
def test_the_card_fits_the_pattern(
    question: Question, groups: dict[str, Any], expected: str
) -> None:
    assert card(question, finding(question, release(question, **groups))) == expected


@pytest.mark.parametrize(
    ("question", "groups", "why"),
    [
        (DECIDES, {"northern": counts(9, 1, 0, 0, 0, 0), "southern": WITHHELD}, "withheld"),
        (DECIDES, {"northern": counts(9, 1, 0, 0, 0, 0), "southern": nearly_all(1)}, "veiled"),
        (DECIDES, {"northern": nearly_all(NO_ANSWER), "southern": WITHHELD}, "withheld"),
        (
            DECIDES,
            {"northern": counts(9, 1, 0, 0, 0, 0), "southern": counts(0, 0, 0, 0, 0, 9)},
            "off_scale",
        ),
        (DECIDES, {"northern": VOID, "southern": VOID, "neither": VOID}, "void"),
        (DECIDES, {"together": counts(9, 1, 0, 0, 0, 0)}, "together"),
        (FOCUS, {"northern": counts(9, 1, 0), "southern": counts(9, 1, 0)}, "no_scale"),
        (DECIDES, {"northern": counts(9, 1, 0, 0, 0, 0), "southern": counts(9, 1, 0, 0, 0, 0)}, ""),
    ],
)
def test_where_there_is_no_gap_there_is_a_reason(
    question: Question, groups: dict[str, Any], why: str
) -> None:
    shown = release(question, **groups)
    told = talk(question, shown, shown, None)
    assert told.why_no_gap == why
    assert (told.gap is None) == bool(why)


# ---- who might speak first


@given(any_release)
def test_southern_voices_go_first_unless_a_group_is_hidden_veiled_or_merged(case: Any) -> None:
    _, released = case
    in_full = all(isinstance(released.groups.get(side), Counts) for side in SIDES)
    assert who_first(released) == (SOUTHERN_FIRST if in_full else ANYONE)


@given(st.sampled_from([DECIDES, SEVERAL]), st.data())
def test_who_speaks_first_never_depends_on_what_was_answered(
    question: Question, data: st.DataObject
) -> None:
    one, other = (data.draw(releases(question, waiting=False)) for _ in range(2))
    forms = [[type(released.groups.get(side)) for side in SIDES] for released in (one, other)]
    if forms[0] == forms[1]:
        assert who_first(one) == who_first(other)
    if len(one.groups) > 1:
        assert who_first(one) == who_first(swapped(one))


def test_a_talk_brings_both_passes_together() -> None:
    today = release(DECIDES, northern=counts(1, 2, 5, 8, 0, 1), southern=counts(7, 6, 4, 1, 0, 3))
    should_be = release(
        DECIDES,
        Pass.SHOULD_BE,
        northern=counts(0, 0, 1, 9, 5, 1),
        southern=counts(0, 0, 4, 9, 5, 3),
    )
    told = talk(DECIDES, should_be, today, should_be)
    assert told.wishes == {
        "northern": pytest.approx(0.72, abs=0.01),
        "southern": pytest.approx(2.22, abs=0.01),
    }
    assert told.common is Move.UP
    assert told.gap
    assert told.first == SOUTHERN_FIRST
