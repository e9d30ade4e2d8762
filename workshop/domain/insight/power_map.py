"""The power map: every question on a scale, both groups, today → should be, the widest gap first.

It is made of releases, never of tallies. Its geometry is in `map_picture`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.domain.insight.finding import Gap, Spot, perception_gap, speakers, spot
from workshop.domain.insight.wishes import Move, common_ground, wishes
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import Release

COMPLETE, ONLY_TODAY, ONLY_SHOULD_BE = "complete", "only_today", "only_should_be"
NOT_SHOWN = "not_shown"
_REASONS = ("void", "withheld", "veiled", "off_scale")

Newest = Mapping[tuple[str, Pass], Release]
"""By question and pass, its newest revealed round."""


@dataclass(frozen=True)
class MapRow:
    """One question.

    `spots[group][pass]` says where the group stands, or why it has no number.

    `state`: complete, only_today, only_should_be, together (everyone as one group), or why
    something is missing: void, withheld, veiled, off_scale. `gap` is today's perception gap, None
    where it cannot be told.
    """

    question: Question
    spots: Mapping[str, Mapping[Pass, Spot]]
    gap: Gap | None
    common: Move | None
    state: str


def power_map(plan: Plan, revealed: Sequence[Release]) -> tuple[MapRow, ...]:
    """The rows of the map, which is also the order in which to talk about the questions.

    Ordered by today's perception gap (`finding.perception_gap`, steps), the widest first; what has
    no gap number follows, with its `state` for a reason. Ties stand in the order of the plan. A
    question of which nothing was revealed yet is not on the map; neither are own choices, which lie
    on no scale.
    """
    newest = newest_rounds(revealed)
    shown = [
        question
        for question in plan.questions
        if any((question.id, passing) in newest for passing in Pass)
    ]
    rows = [_row(question, newest) for question in shown if question.scale]
    return tuple(sorted(rows, key=_talked_about_first))


def both_passes(question: Question, revealed: Sequence[Release]) -> MapRow | None:
    """The row of a question whose two passes were shown in the same mode; None otherwise."""
    newest = newest_rounds(revealed)
    shown = [newest[question.id, passing] for passing in Pass if (question.id, passing) in newest]
    compares = len(shown) == len(Pass) and len({one.mode for one in shown}) == 1
    return _row(question, newest) if question.scale and compares else None


def newest_rounds(revealed: Sequence[Release]) -> Newest:
    """The newest revealed round of each question and pass."""
    return {(one.question, one.passing): one for one in sorted(revealed, key=lambda one: one.round)}


def _talked_about_first(row: MapRow) -> tuple[bool, float]:
    return row.gap is None, -round(row.gap.distance, 9) if row.gap else 0.0


def _row(question: Question, newest: Newest) -> MapRow:
    releases = {passing: newest.get((question.id, passing)) for passing in Pass}
    groups = next(speakers(release) for release in releases.values() if release)
    spots = {
        group: {passing: _spot(question, release, group) for passing, release in releases.items()}
        for group in groups
    }
    today = releases[Pass.TODAY]
    return MapRow(
        question,
        spots,
        perception_gap(question, today) if today else None,
        common_ground(wishes(question, today, releases[Pass.SHOULD_BE])),
        _state(spots),
    )


def _spot(question: Question, release: Release | None, group: str) -> Spot:
    return spot(question, release.groups.get(group) if release else None)


def _state(spots: Mapping[str, Mapping[Pass, Spot]]) -> str:
    today, should_be = (_missing(spots, passing) for passing in Pass)
    if today == NOT_SHOWN:
        return should_be or ONLY_SHOULD_BE
    if today:
        return today
    if TOGETHER in spots:
        return TOGETHER
    return ONLY_TODAY if should_be == NOT_SHOWN else should_be or COMPLETE


def _missing(spots: Mapping[str, Mapping[Pass, Spot]], passing: Pass) -> str:
    """Why a group has no spot in this pass: the gravest reason, empty if every group has one."""
    whys = {by_pass[passing].why for by_pass in spots.values()}
    return next((why for why in (NOT_SHOWN, *_REASONS) if why in whys), "")
