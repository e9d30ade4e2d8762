"""The power map as SVG: the geometry of `insight.map_picture`, as wide as a printed column."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element

from markupsafe import Markup

from workshop.domain.insight.map_picture import Line, Path, Section
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.question import Pass
from workshop.export.colours import GROUPS, INK, LINE_INK, PAPER, SOFT
from workshop.export.elements import element, markup
from workshop.export.svg import LETTER, LINE, MARGIN, WIDTH
from workshop.wording import power_map as words
from workshop.wording import say
from workshop.wording.groups import Labels

LABELS, END = 206.0, 104.0  # widths of the questions' column and of the gaps' column
PLOT = WIDTH - LABELS - END
LANE, SPACE, TICK_LETTER = 20.0, 16.0, 6.2
SIZE = 6.0  # half a mark
SAME = 0.02  # of the plot: nearer than that, today stands inside should be, and both are seen


def draw(sections: Sequence[Section], labels: Labels, name: str) -> Markup:
    """The SVG of a map that has rows. `name` keeps its ids apart from those of other drawings."""
    rows = [line.row for section in sections for line in section.lines]
    parts = [
        element("title", words.title(), id=f"{name}-title"),
        element("desc", " ".join(words.sentence(row, labels) for row in rows), id=f"{name}-words"),
    ]
    y = MARGIN
    for section in sections:
        drawn, y = _section(section, labels, y)
        parts += drawn
    attributes = {
        "aria_labelledby": f"{name}-title {name}-words",
        "font_family": "inherit",
        "font_size": 13,
    }
    return markup(element("svg", *parts, viewBox=f"0 0 {WIDTH:g} {y:g}", role="img", **attributes))


def key(group: str, passing: Pass) -> Markup:
    """The mark of a legend: filled is today, open is should be."""
    mark = _mark(group, 8, 8, filled=passing is Pass.TODAY)
    return markup(
        element("svg", mark, viewBox="0 0 16 16", width=16, height=16, aria_hidden="true")
    )


def _section(section: Section, labels: Labels, top: float) -> tuple[list[Element], float]:
    names = words.ticks(section.kind, section.lines[0].row, labels)
    step = PLOT / len(section.ticks)
    widths = [step * (1.4 if at in (0, len(names) - 1) else 1) for at in range(len(names))]
    wrapped = [_tick_lines(name, width) for name, width in zip(names, widths, strict=True)]
    axis = top + LINE * max(len(lines) for lines in wrapped)
    parts = [
        element(
            "text", line, x=LABELS + x * PLOT, y=axis - LINE * (len(lines) - at - 1) - 4, **_TICK
        )
        for x, lines in zip(section.ticks, wrapped, strict=True)
        for at, line in enumerate(lines)
    ]
    y, rows = axis, list[Element]()
    for line in section.lines:
        drawn, y = _row(line, labels, y + SPACE)
        rows += drawn
    grid = [_grid_line(LABELS + x * PLOT, axis + 4, y) for x in section.ticks]
    return [*parts, *grid, *rows], y + SPACE


_HALO = {"stroke": PAPER, "stroke_width": 4, "paint_order": "stroke"}
_TICK = {"text_anchor": "middle", "font_size": 11, "fill": SOFT}


def _row(line: Line, labels: Labels, top: float) -> tuple[list[Element], float]:
    texts = _wrapped(line.row.question.text, LABELS - 14)
    note = wrap(words.note(line.row, labels), int(PLOT / (TICK_LETTER - 0.6)))
    height = max(LINE * len(texts), LANE * len(line.paths))
    middle = top + height / 2
    first = middle - LANE * (len(line.paths) - 1) / 2
    parts = [*_lines(texts, 0, middle - LINE * len(texts) / 2 + 11, fill=INK, font_weight=600)]
    for lane, path in enumerate(line.paths):
        parts += _path(path, first + LANE * lane)
    parts += _apart(line, middle)
    parts += _lines(note, LABELS, top + height + 11, fill=SOFT, font_size=11, **_HALO)
    return parts, top + height + LINE * len(note)


def _path(path: Path, y: float) -> Iterator[Element]:
    ends = [at for at in (path.today, path.should_be) if at is not None]
    if len(ends) > 1:
        x1, x2 = (LABELS + at * PLOT for at in ends)
        yield element(
            "line",
            x1=x1,
            x2=x2,
            y1=y,
            y2=y,
            stroke=_ink(path.group),
            stroke_width=2.4,
            stroke_opacity=0.55,
        )
    is_same = len(ends) > 1 and abs(ends[0] - ends[1]) < SAME
    if path.should_be is not None:
        yield _mark(path.group, LABELS + path.should_be * PLOT, y, filled=False)
    if path.today is not None:
        yield _mark(
            path.group,
            LABELS + path.today * PLOT,
            y,
            filled=True,
            size=SIZE / 2 if is_same else SIZE,
        )


def _apart(line: Line, middle: float) -> Iterator[Element]:
    """Today's gap, or why there is no number."""
    x = LABELS + PLOT + 16
    if line.row.gap:
        yield element(
            "text",
            words.steps_apart(line.row),
            x=x,
            y=middle + 5,
            fill=INK,
            font_weight=700,
            font_size=15,
        )
        yield from _lines(
            (say("steps apart"), say("on average")), x + 27, middle + 5, fill=SOFT, font_size=11
        )
    else:
        texts = wrap(words.reason(line.row), int((END - 16) / (TICK_LETTER - 0.4)))
        yield from _lines(texts, x, middle - 13 * len(texts) / 2 + 10, fill=SOFT, font_size=11)


def _mark(group: str, x: float, y: float, *, filled: bool, size: float = SIZE) -> Element:
    """A group's shape: ■ Northern, ● Southern, ▲ everyone together; open where it is should be."""
    ink = _ink(group)
    look = {"fill": ink if filled else PAPER, "stroke": ink, "stroke_width": 2.2}
    if group == PartnerGroup.NORTHERN:
        side = 2 * size - 1.2
        return element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, **look)
    if group == PartnerGroup.SOUTHERN:
        return element("circle", cx=x, cy=y, r=size - 0.2, **look)
    return element(
        "path",
        d=f"M{x:.2f} {y - size:.2f}l{size + 0.6:.2f} {2 * size:.2f}h{-2 * size - 1.2:.2f}z",
        **look,
    )


def _ink(group: str) -> str:
    return GROUPS.get(group, INK)


def _wrapped(text: str, width: float) -> list[str]:
    return wrap(text, int(width / LETTER), max_lines=4, placeholder=" …")


def _tick_lines(text: str, width: float) -> list[str]:
    return wrap(
        text, int((width - 6) / TICK_LETTER), max_lines=3, placeholder=" …", break_long_words=False
    )


def _lines(texts: Sequence[str], x: float, y: float, **attributes: object) -> Iterator[Element]:
    for at, text in enumerate(texts):
        yield element("text", text, x=x, y=y + LINE * at, **attributes)


def _grid_line(x: float, top: float, bottom: float) -> Element:
    return element("line", x1=x, x2=x, y1=top, y2=bottom, stroke=LINE_INK, stroke_width=1)
