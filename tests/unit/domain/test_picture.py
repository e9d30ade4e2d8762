"""The geometry of a result: what every drawing of it, on the wall, the desk and paper, has in
common.
"""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.releases import (
    AGREE,
    DECIDES,
    FIRST,
    FOCUS,
    QUESTIONS,
    SAFE,
    SEVERAL,
    WAITING,
    WITHHELD,
    counts,
    nearly_all,
    release,
    releases,
)
from workshop.domain.insight.picture import BY_CHOICE, DIVERGING, GAP, Bar, Picture, Row, picture
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import NEARLY_ALL, NEARLY_NONE, NO_ANSWER, Counts, Veiled

NEAR = 2e-4  # positions are rounded to five places, and a row adds up several of them

pictures: Any = st.sampled_from(QUESTIONS).flatmap(
    lambda question: st.tuples(st.just(question), releases(question))
)
scaled: Any = st.sampled_from((DECIDES, AGREE, SAFE)).flatmap(
    lambda question: st.tuples(st.just(question), releases(question))
)


def bars(drawn: Picture) -> list[Bar]:
    return [bar for row in drawn.rows for bar in row.bars]


def row_of(drawn: Picture, group: str) -> Row:
    return next(row for row in drawn.rows if row.group == group)


@given(pictures)
def test_no_bar_leaves_the_plot(case: Any) -> None:
    for bar in bars(picture(*case)):
        assert bar.x >= -NEAR
        assert bar.width >= 0
        assert bar.x + bar.width <= 1 + NEAR


@given(scaled)
def test_the_bars_of_a_row_follow_each_other_and_never_overlap(case: Any) -> None:
    for row in picture(*case).rows:
        for left, right in pairwise(row.bars):
            assert left.x + left.width <= right.x + NEAR


@given(scaled)
def test_one_scale_serves_all_rows_so_that_groups_compare(case: Any) -> None:
    question, released = case
    drawn = picture(question, released)
    units = [sum(bar.width for bar in row.bars) for row in drawn.rows if row.bars]
    assert max(units, default=0) - min(units, default=0) <= NEAR
    for row in drawn.rows:
        for bar in row.bars:
            assert bar.width == pytest.approx(bar.count / (row.voters or 1) * units[0], abs=NEAR)


@given(scaled)
def test_the_scale_changes_sides_at_zero_in_every_row(case: Any) -> None:
    question, released = case
    drawn, scale = picture(question, released), question.scale
    assert drawn.zero is not None
    for row in drawn.rows:
        for bar in row.bars:
            if bar.choice in scale.leaning_left:
                assert bar.x + bar.width <= drawn.zero + NEAR
            elif bar.choice in scale.middle:
                assert bar.x + bar.width / 2 == pytest.approx(drawn.zero, abs=NEAR)
            elif bar.choice in scale.leaning_right:
                assert bar.x >= drawn.zero - NEAR


@given(scaled)
def test_the_plot_is_used_fully(case: Any) -> None:
    drawn = bars(picture(*case))
    seen = [bar for bar in drawn if bar.count]
    if seen:
        assert max(bar.x + bar.width for bar in seen) == pytest.approx(1, abs=NEAR)
        on_scale = [bar for bar in seen if bar.tone not in ("out", "none")]
        assert min(bar.x for bar in on_scale or seen) == pytest.approx(
            0 if on_scale else GAP, abs=NEAR
        )


@given(scaled)
def test_the_way_out_and_no_answer_stand_apart_in_one_column(case: Any) -> None:
    question, released = case
    drawn = picture(question, released)
    apart = [bar for bar in bars(drawn) if bar.choice == question.scale.way_out]
    assert len({bar.x for bar in apart}) <= 1
    if any(bar.count for bar in bars(drawn) if bar.tone in ("out", "none")):
        furthest = max(bar.x + bar.width for bar in bars(drawn) if bar.tone not in ("out", "none"))
        assert apart[0].x - furthest >= GAP - NEAR


@given(pictures)
def test_every_count_shown_is_in_the_picture_and_no_other(case: Any) -> None:
    question, released = case
    drawn = picture(question, released)
    for group, shown in released.groups.items():
        seen = {bar.choice: bar.count for bar in bars(drawn) if bar.group == group}
        known = dict(enumerate(shown.counts or ())) if isinstance(shown, Counts | Veiled) else {}
        told = {choice: votes for choice, votes in known.items() if votes is not None}
        assert {choice: votes for choice, votes in seen.items() if choice != NO_ANSWER} == told
        assert seen.get(NO_ANSWER, 0) == (shown.no_answer if isinstance(shown, Counts) else 0)


def test_the_two_groups_of_the_look_lean_to_either_side_of_both_decide() -> None:
    drawn = picture(
        DECIDES,
        release(DECIDES, northern=counts(1, 2, 5, 8, 0, 1), southern=counts(7, 6, 4, 1, 0, 3)),
    )
    assert drawn.form == DIVERGING
    assert [row.group for row in drawn.rows] == ["northern", "southern"]
    assert [row.voters for row in drawn.rows] == [17, 21]
    assert [bar.tone for bar in drawn.rows[0].bars] == ["0", "1", "2", "3", "4", "out", "none"]
    assert row_of(drawn, "southern").bars[0].x == 0


def test_bars_of_nobody_are_kept_so_that_they_can_grow() -> None:
    drawn = picture(
        DECIDES,
        release(DECIDES, northern=counts(0, 0, 0, 9, 0, 0), southern=counts(0, 0, 0, 9, 0, 0)),
    )
    assert [(bar.choice, bar.width) for bar in drawn.rows[0].bars if not bar.count] == [
        (choice, 0) for choice in (0, 1, 2, 4, 5, NO_ANSWER)
    ]


def test_a_picture_that_waits_has_rows_without_bars_and_zero_in_the_middle() -> None:
    drawn = picture(DECIDES, release(DECIDES, northern=WAITING, southern=WAITING, neither=WAITING))
    assert drawn == Picture(
        DIVERGING, 0.5, (Row("northern", None, None), Row("southern", None, None))
    )


@pytest.mark.parametrize("question", [DECIDES, FOCUS])
def test_a_withheld_group_has_a_row_without_bars(question: Question) -> None:
    shown = counts(*[4] * question.choice_count)
    drawn = picture(question, release(question, northern=shown, southern=WITHHELD))
    assert row_of(drawn, "southern") == Row("southern", None, None)


def test_neither_has_a_row_only_when_it_is_shown() -> None:
    both: dict[str, Any] = {"northern": counts(5, 5, 5), "southern": counts(5, 5, 5)}
    assert not [
        row for row in picture(FOCUS, release(FOCUS, **both)).rows if row.group == "neither"
    ]
    shown = picture(FOCUS, release(FOCUS, **both, neither=counts(2, 2, 1)))
    assert [bar.group for bar in shown.rows[0].bars] == ["northern", "southern", "neither"]


def test_a_veiled_group_on_a_scale_shows_its_voters_and_no_bars() -> None:
    drawn = picture(
        DECIDES,
        release(DECIDES, northern=nearly_all(3, voters=7), southern=counts(1, 2, 3, 4, 5, 6)),
    )
    assert row_of(drawn, "northern") == Row("northern", None, 7)


def test_own_choices_have_a_row_each_with_northern_above_southern() -> None:
    drawn = picture(FOCUS, release(FOCUS, northern=counts(6, 3, 1), southern=counts(2, 2, 16)))
    assert drawn.form == BY_CHOICE
    assert drawn.zero is None
    assert [row.choice for row in drawn.rows] == [0, 1, 2]
    assert [bar.group for bar in drawn.rows[0].bars] == ["northern", "southern"]
    assert [bar.width for bar in drawn.rows[2].bars] == [
        0.125,
        1,
    ]  # 10 % and the largest share, 80 %
    assert {bar.tone for bar in bars(drawn)} == {"plain"}


def test_priorities_lie_in_the_order_of_importance_to_both_groups_alike() -> None:
    drawn = picture(
        FIRST, release(FIRST, northern=counts(30, 27, 3, 0), southern=counts(0, 2, 6, 8))
    )
    assert [row.choice for row in drawn.rows] == [1, 0, 3, 2]  # .575, .5, .5, .425: sums of shares
    together = picture(FIRST, release(FIRST, together=counts(1, 4, 4, 9)))
    assert [row.choice for row in together.rows] == [3, 1, 2, 0]


def test_no_answer_has_a_row_among_own_choices_once_somebody_gave_none() -> None:
    drawn = picture(
        FOCUS, release(FOCUS, northern=counts(6, 3, 1, no_answer=2), southern=counts(2, 2, 4))
    )
    assert drawn.rows[-1].choice == NO_ANSWER
    assert [bar.tone for bar in drawn.rows[-1].bars] == ["none", "none"]


def test_where_several_choices_are_allowed_the_known_bars_of_a_veiled_group_are_drawn() -> None:
    veiled = Veiled(6, {"0": NEARLY_ALL, "3": NEARLY_NONE}, (None, 4, 2, None))
    drawn = picture(
        SEVERAL, release(SEVERAL, northern=veiled, southern=counts(9, 9, 9, 9, voters=9))
    )
    assert [[bar.group for bar in row.bars] for row in drawn.rows[:4]] == [
        ["southern"],
        ["northern", "southern"],
        ["northern", "southern"],
        ["southern"],
    ]
    assert row_of(drawn, "northern") == Row("northern", None, 6)


def test_everyone_together_is_one_row() -> None:
    drawn = picture(AGREE, release(AGREE, together=counts(2, 2, 2, 2, 1)))
    assert [row.group for row in drawn.rows] == ["together"]
