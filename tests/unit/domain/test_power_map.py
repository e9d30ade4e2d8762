"""The power map: ordered by gap, honest about what is missing, drawn on axes that compare."""

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
    WITHHELD,
    counts,
    nearly_all,
    release,
    releases,
)
from workshop.domain.insight.map_picture import Path, map_picture
from workshop.domain.insight.power_map import MapRow, power_map
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Release, Suppressed

BOTH = (Pass.TODAY, Pass.SHOULD_BE)
MANY = tuple(
    Question(f"q{number}", Kind.WHO_DECIDES, f"Who decides on {number}?", BOTH)
    for number in range(4)
)
NEAR: dict[str, Any] = {"northern": counts(0, 0, 5, 5, 0, 0), "southern": counts(0, 1, 5, 4, 0, 0)}
FAR: dict[str, Any] = {"northern": counts(0, 0, 0, 5, 5, 0), "southern": counts(5, 5, 0, 0, 0, 0)}
WISHED: dict[str, Any] = {
    "northern": counts(0, 0, 1, 5, 4, 0),
    "southern": counts(0, 0, 1, 3, 6, 0),
}
PLAN = Plan("T", QUESTIONS)
several_releases: Any = st.lists(
    st.sampled_from(QUESTIONS).flatmap(lambda question: releases(question, waiting=False)),
    max_size=6,
)


def mapped(*released: Release, questions: tuple[Question, ...] = MANY) -> list[MapRow]:
    return list(power_map(Plan("T", questions), released))


def row(question: Question = MANY[0], **passes: dict[str, Any]) -> MapRow:
    shown = [release(question, Pass(name), **groups) for name, groups in passes.items()]
    return mapped(*shown)[0]


def test_the_widest_gap_comes_first_and_what_has_no_number_last_with_its_reason() -> None:
    rows = mapped(
        release(MANY[0], together=counts(5, 5, 0, 0, 0, 0)),
        release(MANY[1], **NEAR),
        release(MANY[2], northern=counts(5, 5, 0, 0, 0, 0), southern=WITHHELD),
        release(MANY[3], **FAR),
    )
    assert [(row.question.id, row.state) for row in rows] == [
        ("q3", "only_today"),
        ("q1", "only_today"),
        ("q0", "together"),
        ("q2", "withheld"),
    ]
    assert [row.gap is None for row in rows] == [False, False, True, True]


@given(st.permutations([release(question, **NEAR) for question in MANY]))
def test_ties_stand_in_the_order_of_the_plan_whatever_was_asked_first(shown: list[Release]) -> None:
    assert [row.question.id for row in mapped(*shown)] == ["q0", "q1", "q2", "q3"]


@given(several_releases)
def test_the_order_follows_the_gap_and_holds_every_question_with_a_scale_that_was_shown(
    shown: list[Release],
) -> None:
    rows = power_map(PLAN, shown)
    gaps = [row.gap.distance if row.gap else -1.0 for row in rows]
    assert gaps == sorted(gaps, reverse=True)
    scaled = {question.id for question in QUESTIONS if question.scale}
    assert {row.question.id for row in rows} == {one.question for one in shown} & scaled
    assert len({row.question.id for row in rows}) == len(rows)


@given(several_releases)
def test_a_group_has_a_number_only_where_its_counts_were_shown(shown: list[Release]) -> None:
    for row in power_map(PLAN, shown):
        newest = {
            one.passing: one
            for one in sorted(shown, key=lambda one: one.round)
            if one.question == row.question.id
        }
        for group, spots in row.spots.items():
            for passing, spot in spots.items():
                part = newest[passing].groups.get(group) if passing in newest else None
                assert (spot.at is None) == bool(spot.why)
                if spot.at is not None:
                    assert isinstance(part, Counts)
        assert (row.gap is None) or row.state in (
            "complete",
            "only_today",
            "void",
            "withheld",
            "veiled",
            "off_scale",
        )
        assert "neither" not in row.spots


@pytest.mark.parametrize(
    ("passes", "state"),
    [
        ({"today": NEAR, "should_be": WISHED}, "complete"),
        ({"today": NEAR}, "only_today"),
        ({"should_be": WISHED}, "only_should_be"),
        ({"today": {**NEAR, "southern": WITHHELD}, "should_be": WISHED}, "withheld"),
        ({"today": NEAR, "should_be": {**WISHED, "northern": WITHHELD}}, "withheld"),
        ({"today": {**NEAR, "southern": nearly_all(0)}, "should_be": WISHED}, "veiled"),
        ({"today": {**NEAR, "southern": counts(0, 0, 0, 0, 0, 9)}}, "off_scale"),
        ({"today": {"together": counts(5, 5, 0, 0, 0, 0)}}, "together"),
        ({"today": {"together": WITHHELD}}, "withheld"),
        (
            {"today": dict.fromkeys(("northern", "southern", "neither"), Suppressed(is_void=True))},
            "void",
        ),
    ],
)
def test_the_state_of_a_row(passes: dict[str, Any], state: str) -> None:
    assert row(**passes).state == state


def test_a_gap_of_today_stays_where_only_the_wish_is_withheld() -> None:
    assert row(today=FAR, should_be={**WISHED, "northern": WITHHELD}).gap == row(today=FAR).gap
    assert row(should_be=WISHED).gap is None


def test_the_newest_round_counts() -> None:
    first, again = release(MANY[0], **FAR), release(MANY[0], round_number=2, **NEAR)
    assert mapped(again, first) == mapped(again)


def test_own_choices_lie_on_no_scale_and_are_not_on_the_map() -> None:
    shown = release(FOCUS, northern=counts(5, 5, 0), southern=counts(5, 0, 5))
    assert mapped(shown, release(SEVERAL, together=WITHHELD), questions=QUESTIONS) == []


# ---- the picture


def test_steps_lie_in_the_middle_of_equal_parts_and_medians_between_them() -> None:
    (section,) = map_picture(
        [row(today={"northern": counts(0, 0, 6, 0, 0, 0), "southern": counts(3, 0, 0, 0, 3, 0)})]
    )
    assert section.ticks == (0.1, 0.3, 0.5, 0.7, 0.9)
    assert section.lines[0].paths == (Path("northern", 0.5, None), Path("southern", 0.5, None))


def test_each_scale_has_a_section_of_its_own() -> None:
    shown = [
        release(SAFE, northern=counts(1, 1, 1, 1, 1, 0), southern=counts(1, 1, 1, 1, 1, 0)),
        release(AGREE, northern=counts(1, 1, 1, 2, 0), southern=counts(5, 1, 0, 0, 0)),
        release(DECIDES, **NEAR),
    ]
    sections = map_picture(mapped(*shown, questions=QUESTIONS))
    assert [section.kind for section in sections] == [Kind.WHO_DECIDES, Kind.AGREE, Kind.SAFE]
    assert [len(section.ticks) for section in sections] == [5, 4, 5]


@given(several_releases)
def test_no_mark_leaves_the_plot_and_northern_stands_above_southern(shown: list[Release]) -> None:
    for section in map_picture(power_map(PLAN, shown)):
        for line in section.lines:
            assert [path.group for path in line.paths] in (["northern", "southern"], ["together"])
            ends = [
                at for path in line.paths for at in (path.today, path.should_be) if at is not None
            ]
            assert all(0 <= at <= 1 for at in ends)
