"""The geometry of the power map, shared by the wall, the desk and the report.

Takes the rows of the map and returns places on a common axis, in fractions of the plot's width. It
knows no words, colours or pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshop.domain.insight.picture import PLACES
from workshop.domain.insight.power_map import MapRow
from workshop.domain.voting.question import SCALES, Kind, Pass, Question


@dataclass(frozen=True)
class Path:
    """A group's way from today to should be.

    A fraction of the plot's width each; None where it has no number.
    """

    group: str
    today: float | None
    should_be: float | None


@dataclass(frozen=True)
class Line:
    """One question: its row of the map and a path for each group, Northern above Southern."""

    row: MapRow
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Section:
    """The questions of one scale.

    `ticks` are the places of its steps; steps of two scales have different lengths.
    """

    kind: Kind
    ticks: tuple[float, ...]
    lines: tuple[Line, ...]


def map_picture(rows: Sequence[MapRow]) -> tuple[Section, ...]:
    """The rows by scale, each in its given order.

    A step fills an equal part of the plot, as in the interpolated median: step i lies at (i + ½) /
    steps, and the outermost medians, half a step beyond the first and the last, at 0 and 1.
    """
    return tuple(_sections(rows))


def _sections(rows: Sequence[MapRow]) -> Iterator[Section]:
    for kind, scale in SCALES.items():
        lines = tuple(_line(row) for row in rows if row.question.kind is kind)
        if lines:
            yield Section(kind, tuple(_at(step, scale.steps) for step in range(scale.steps)), lines)


def _line(row: MapRow) -> Line:
    paths = (
        Path(group, *(_placed(spots[passing].at, row.question) for passing in Pass))
        for group, spots in row.spots.items()
    )
    return Line(row, tuple(paths))


def _placed(at: float | None, question: Question) -> float | None:
    return None if at is None or question.scale is None else _at(at, question.scale.steps)


def _at(step: float, steps: int) -> float:
    return round((step + 0.5) / steps, PLACES)
