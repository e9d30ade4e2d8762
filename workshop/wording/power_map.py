"""Words for the power map: what stands at a row, and why something is missing. Also in words for who cannot see it."""

from collections.abc import Iterator

from workshop.domain.disclosure import TOGETHER
from workshop.domain.power_map import NOT_SHOWN, MapRow
from workshop.domain.question import Kind, Pass
from workshop.wording import questions, say
from workshop.wording.groups import Labels, group_name

_REASONS = {
    TOGETHER: "everyone as one group",
    "only_should_be": "today was not shown",
    "void": "void",
    "withheld": "a group is not shown",
    "veiled": "a group is all or nearly all alike",
    "off_scale": "no answers on the scale",
}
_WHY = {
    NOT_SHOWN: "not asked yet",
    "void": "void",
    "withheld": "not shown",
    "veiled": "all or nearly all alike, no number",
    "off_scale": "nobody on the scale",
}
_TICKS = {Kind.WHO_DECIDES: ("{northern} alone", "told", "asked", "together", "{southern}")}


def title() -> str:
    """Above the map."""
    return say("The power map: today → should be")


def steps_apart(row: MapRow) -> str:
    """Today's gap as a number, empty where there is none."""
    return say("{steps:.1f}", steps=row.gap.distance) if row.gap else ""


def reason(row: MapRow) -> str:
    """Why a row has no gap number; empty where it has one."""
    return "" if row.gap else say(_REASONS[row.state])


def note(row: MapRow, labels: Labels) -> str:
    """What is missing in a row, group by group; empty where nothing is, or where it was simply not asked."""
    missing = [
        say("{group}, {passing}: {why}", group=group_name(group, labels), passing=passing, why=say(_WHY[why]))
        for group, passing, why in _gaps(row)
    ]
    return say("{missing}.", missing="; ".join(missing)) if missing else ""


def sentence(row: MapRow, labels: Labels) -> str:
    """A row in words, for screen readers and for whoever prefers numbers."""
    parts = [_path(row, group, labels) for group in row.spots]
    apart = (
        say("{steps} steps apart today", steps=steps_apart(row))
        if row.gap
        else say("no number for the gap: {reason}", reason=reason(row))
    )
    return say("{question} {apart}. {parts}.", question=row.question.text, apart=apart, parts="; ".join(parts))


def ticks(kind: Kind, row: MapRow, labels: Labels) -> tuple[str, ...]:
    """What stands above the steps of a scale, in a word or two each."""
    if kind is Kind.WHO_DECIDES:
        return questions.filled(_TICKS[kind], labels)
    scale = row.question.scale
    return questions.short_labels(row.question, labels)[: scale.steps if scale else 0]


def _gaps(row: MapRow) -> Iterator[tuple[str, str, str]]:
    for group, spots in row.spots.items():
        for passing, spot in spots.items():
            if spot.at is None and spot.why != NOT_SHOWN:
                yield group, questions.pass_name(passing), spot.why


def _path(row: MapRow, group: str, labels: Labels) -> str:
    ends = {
        passing: say("{step:.1f}", step=spot.at + 1) if spot.at is not None else say(_WHY[spot.why])
        for passing, spot in row.spots[group].items()
    }
    return say(
        "{group}: today {today}, should be {should_be}, on a scale from 1 to {steps}",
        group=group_name(group, labels),
        today=ends[Pass.TODAY],
        should_be=ends[Pass.SHOULD_BE],
        steps=row.question.scale.steps if row.question.scale else 0,
    )
