"""The geometry of one result's chart, shared by the wall, the desk's preview and the report.

Takes a question and a release and returns rows of bars, in fractions of the plot's width. It knows
no words, colours or pixels. Every bar is a share of its own group's voters, so that groups of
different sizes compare.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workshop.domain.insight.power_map import MapRow
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.question import Kind, Question, Scale
from workshop.domain.voting.release import NO_ANSWER, Counts, Release, Shown, Veiled, voters_of

DIVERGING = "diverging"
BY_CHOICE = "by_choice"
SHARES = "shares"
TABLE = "table"
GAP = 0.03  # between the scale and the answers that stand apart from it, as a fraction of the plot
EMPTY_ZERO = 0.5
PLACES = 5  # of a fraction: a twentieth of a pixel on the largest wall


class ChartType(StrEnum):
    """The chart type of a result.

    Bars (diverging for a scale, by choice for own words), shares of 100 %, or a table. Dots show
    both passes at once, and a release is of one: they are a row of the power map (see
    `map_picture`).
    """

    BARS = "bars"
    SHARES = "shares"
    DOTS = "dots"
    TABLE = "table"


Cell = int | str
"""A position among the question's choices, or `no_answer`."""


@dataclass(frozen=True)
class Bar:
    """How many of one group chose one cell.

    `x` and `width` are fractions of the plot; `tone` names a colour role.
    """

    choice: Cell
    group: str
    x: float
    width: float
    count: int
    tone: str


@dataclass(frozen=True)
class Row:
    """One line of the picture: a group's (`choice` is None) or a choice's (`group` is None).

    `voters` is None in a choice's row and where a group does not show how many answered. By choice,
    a group's row without bars follows for every group that is withheld, waited for or veiled;
    `wording` says why.
    """

    group: str | None
    choice: Cell | None
    voters: int | None
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Picture:
    """The rows from top to bottom.

    `zero` is where a diverging scale changes sides, None by choice.
    """

    form: str
    zero: float | None
    rows: tuple[Row, ...]


def picture(question: Question, release: Release) -> Picture:
    """The chart of a release: diverging bars for a scale, bars by choice for own words.

    The group "neither" has a row only once it is shown, from the threshold on.
    """
    return picture_of(question, release.groups)


def picture_of(
    question: Question, groups: Mapping[str, Shown], form: ChartType = ChartType.BARS
) -> Picture:
    """The chart of any groups, in this form, or in bars where the question does not have it.

    A table has no bars to lay out: its rows are those of the groups.
    """
    drawn = {group: shown for group, shown in groups.items() if has_row(group, shown)}
    if form is ChartType.TABLE:
        return Picture(
            TABLE, None, tuple(Row(group, None, voters_of(shown)) for group, shown in drawn.items())
        )
    if question.scale is None:
        return _by_choice(question, drawn)
    return (
        _shares(question.scale, drawn)
        if form is ChartType.SHARES
        else _diverging(question.scale, drawn)
    )


def forms_of(question: Question, both: MapRow | None = None) -> tuple[ChartType, ...]:
    """The forms in which a result can be drawn, the usual one first; none for answers in words.

    `both` is what `power_map.both_passes` returns for it: without it there are no dots.
    """
    if question.takes_text:
        return ()
    if question.scale is None:
        return (ChartType.BARS, ChartType.TABLE)
    return (ChartType.BARS, ChartType.SHARES, *([ChartType.DOTS] if both else []), ChartType.TABLE)


def has_row(group: str, shown: Shown) -> bool:
    """Whether a group has a row in the chart."""
    return group != PartnerGroup.NEITHER or voters_of(shown) is not None


def _shares(scale: Scale, groups: Mapping[str, Shown]) -> Picture:
    """A bar of full width for each group, cut by shares: the steps, then the off-scale answers."""
    rows = (
        Row(group, None, voters_of(shown), tuple(_cut(group, scale, shown)))
        for group, shown in groups.items()
    )
    return Picture(SHARES, None, tuple(rows))


def _cut(group: str, scale: Scale, shown: Shown) -> Iterator[Bar]:
    if not isinstance(shown, Counts):
        return
    x = 0.0
    for cell, count in _counted(shown):
        width = count / shown.voters
        yield _bar(
            cell, group, x, width, count, scale.tones[cell] if isinstance(cell, int) else "none"
        )
        x += width


def _counted(shown: Counts) -> Iterator[tuple[Cell, int]]:
    yield from enumerate(shown.counts)
    yield NO_ANSWER, shown.no_answer


def _diverging(scale: Scale, groups: Mapping[str, Shown]) -> Picture:
    frame = _Frame.around(
        [_Shares.of(scale, shown) for shown in groups.values() if isinstance(shown, Counts)]
    )
    rows = (
        Row(group, None, voters_of(shown), tuple(_lay(group, scale, shown, frame)))
        for group, shown in groups.items()
    )
    return Picture(DIVERGING, round(frame.zero, PLACES), tuple(rows))


@dataclass(frozen=True)
class _Shares:
    """How far one group reaches left and right of zero, and its share off the scale; 1 together."""

    left: float
    right: float
    apart: float

    @classmethod
    def of(cls, scale: Scale, shown: Counts) -> "_Shares":
        middle = sum(shown.counts[step] for step in scale.middle) / 2
        left = sum(shown.counts[step] for step in scale.leaning_left) + middle
        right = sum(shown.counts[step] for step in scale.leaning_right) + middle
        apart = shown.counts[scale.way_out] + shown.no_answer
        return cls(left / shown.voters, right / shown.voters, apart / shown.voters)


@dataclass(frozen=True)
class _Frame:
    """The common axis of all rows.

    It holds zero, the width of a share of 1, and the start of the off-scale part. One scale serves
    all of it: the plot's width is the largest reach to the left, the largest to the right, and,
    after a gap, the largest share off the scale. Where no answer is off the scale there is no gap.
    """

    zero: float
    unit: float
    apart_at: float

    @classmethod
    def around(cls, rows: Sequence[_Shares]) -> "_Frame":
        if not rows:
            return cls(EMPTY_ZERO, 0.0, 1.0)
        left, right, apart = (
            max(getattr(row, part) for row in rows) for part in ("left", "right", "apart")
        )
        unit = (1 - (GAP if apart else 0)) / (left + right + apart)
        return cls(left * unit, unit, 1 - apart * unit)


def _lay(group: str, scale: Scale, shown: Shown, frame: _Frame) -> Iterator[Bar]:
    """The bars of one group's row, in order; also those of 0, for animations to start from."""
    if not isinstance(shown, Counts):
        return
    x = frame.zero - _Shares.of(scale, shown).left * frame.unit
    for choice, count in enumerate(shown.counts):
        x = frame.apart_at if choice == scale.way_out else x
        width = count / shown.voters * frame.unit
        yield _bar(choice, group, x, width, count, scale.tones[choice])
        x += width
    yield _bar(
        NO_ANSWER, group, x, shown.no_answer / shown.voters * frame.unit, shown.no_answer, "none"
    )


def _by_choice(question: Question, groups: Mapping[str, Shown]) -> Picture:
    """A row per choice, a bar per group whose count is known, Northern above Southern.

    The axis goes from 0 to the largest share shown. A row for "no answer" is there when somebody
    gave none; where no group shows a count there are no rows of choices. Priorities lie in the
    order of the mean of the groups' shares, so that the larger group does not outvote the smaller.
    """
    known = {group: shown for group, shown in groups.items() if _known_counts(shown)}
    largest = max(
        (_share(n, one) for one in known.values() for n in _known_counts(one).values()), default=0.0
    )
    choices = _cells(question, known) if known else ()
    rows = (Row(None, cell, None, tuple(_side_by_side(cell, known, largest))) for cell in choices)
    return Picture(BY_CHOICE, None, (*rows, *_rows_without_bars(groups)))


def _cells(question: Question, groups: Mapping[str, Shown]) -> Iterator[Cell]:
    positions = range(question.choice_count)
    yield from (
        sorted(positions, key=_importance(groups))
        if question.kind is Kind.PRIORITISE
        else positions
    )
    if any(_known_counts(shown).get(NO_ANSWER) for shown in groups.values()):
        yield NO_ANSWER


def _importance(groups: Mapping[str, Shown]) -> Callable[[int], float]:
    known = [(_known_counts(shown), shown) for shown in groups.values()]
    return lambda choice: -sum(_share(counts.get(choice, 0), shown) for counts, shown in known)


def _known_counts(shown: Shown) -> dict[Cell, int]:
    """The counts of a group that are shown, by cell."""
    if isinstance(shown, Counts):
        return {**dict(enumerate(shown.counts)), NO_ANSWER: shown.no_answer}
    if isinstance(shown, Veiled):
        return {
            choice: count for choice, count in enumerate(shown.counts or ()) if count is not None
        }
    return {}


def _side_by_side(cell: Cell, groups: Mapping[str, Shown], largest: float) -> Iterator[Bar]:
    for group, shown in groups.items():
        count = _known_counts(shown).get(cell)
        if count is not None:
            tone = "none" if cell == NO_ANSWER else "plain"
            yield _bar(cell, group, 0, _share(count, shown) / (largest or 1), count, tone)


def _share(count: int, shown: Shown) -> float:
    return count / (voters_of(shown) or 1)


def _rows_without_bars(groups: Mapping[str, Shown]) -> Iterator[Row]:
    for group, shown in groups.items():
        if not isinstance(shown, Counts):
            yield Row(group, None, voters_of(shown))


def _bar(choice: Cell, group: str, x: float, width: float, count: int, tone: str) -> Bar:
    return Bar(choice, group, round(x, PLACES), round(width, PLACES), count, tone)
