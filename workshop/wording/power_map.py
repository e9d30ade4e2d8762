"""The words of the power map: its rows, and why something is missing.

The map in words, too, for those who cannot see it.
"""

from collections.abc import Iterator

from workshop.domain.insight.finding import Spot
from workshop.domain.insight.power_map import NOT_SHOWN, MapRow
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.question import Kind
from workshop.wording import questions, say, tenths
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
    "veiled": "all or nearly all alike",
    "off_scale": "nobody on the scale",
}
_TICKS = {Kind.WHO_DECIDES: ("{northern} alone", "told", "asked", "together", "{southern}")}


def title() -> str:
    """The title of the map."""
    return say("The power map: today → should be")


def steps_apart(row: MapRow) -> str:
    """Today's gap as a number, empty where there is none."""
    return tenths(row.gap.distance) if row.gap else ""


def reason(row: MapRow) -> str:
    """Why a row has no gap number; empty where it has one."""
    return "" if row.gap else say(_REASONS[row.state])


def note(row: MapRow, labels: Labels) -> str:
    """What is missing in a row, group by group; empty where nothing is, or it was not asked."""
    said = [
        say("{group}, {why}", group=group_name(group, labels), why=why)
        for group, why in missing(row)
    ]
    return say("{missing}.", missing=say("; ").join(said)) if said else ""


def missing(row: MapRow) -> Iterator[tuple[str, str]]:
    """By group, why it has no place in a pass; once where all passes have the same reason."""
    for group, spots in row.spots.items():
        asked = {passing: spot.why for passing, spot in spots.items() if spot.why != NOT_SHOWN}
        absent = {passing: why for passing, why in asked.items() if why}
        if len(set(absent.values())) == 1 and len(absent) == len(asked) > 1:
            yield group, say(_WHY[next(iter(absent.values()))])
        else:
            for passing, why in absent.items():
                yield (
                    group,
                    say(
                        "{passing}: {why}", passing=questions.pass_name(passing), why=say(_WHY[why])
                    ),
                )


def apart(row: MapRow) -> str:
    """How far apart the two groups see it today, or why that cannot be told."""
    if row.gap:
        return say("{steps} steps apart today, on average", steps=steps_apart(row))
    return say("no number for the gap ({reason})", reason=reason(row))


def places(row: MapRow, labels: Labels) -> str:
    """Where the groups stand, in numbers: the steps of the scale counted from 1."""
    paths = say("; ").join(_path(row, group, group_name(group, labels)) for group in row.spots)
    steps = row.question.scale.steps if row.question.scale else 0
    return say("On a scale from 1 to {steps}: {paths}.", steps=steps, paths=paths)


def sentence(row: MapRow, labels: Labels) -> str:
    """A row in words, for screen readers."""
    return say(
        "{question} – {apart}. {places}",
        question=row.question.text,
        apart=apart(row),
        places=places(row, labels),
    )


def ticks(kind: Kind, row: MapRow, labels: Labels) -> tuple[str, ...]:
    """The labels above the steps of a scale, in a word or two each."""
    if kind is Kind.WHO_DECIDES:
        return questions.filled(_TICKS[kind], labels)
    scale = row.question.scale
    return questions.short_labels(row.question, labels)[: scale.steps if scale else 0]


def _path(row: MapRow, group: str, name: str) -> str:
    ends = say(", ").join(
        say("{passing} {step}", passing=questions.pass_name(passing), step=_end(spot))
        for passing, spot in row.spots[group].items()
        if passing in row.question.passes
    )
    return say("{group} {ends}", group=name, ends=ends)


def _end(spot: Spot) -> str:
    return tenths(spot.at + 1) if spot.at is not None else say("({why})", why=say(_WHY[spot.why]))
