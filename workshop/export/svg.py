"""A result's chart as SVG: the geometry of `insight.picture`, as wide as a printed column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.etree.ElementTree import Element

from markupsafe import Markup

from workshop.domain.insight.picture import BY_CHOICE, Bar, Cell, Picture, Row
from workshop.domain.voting.participant import PartnerGroup
from workshop.export.colours import EDGE, INK, SOFT, number_marks, tone_marks
from workshop.export.elements import element, markup

WIDTH, MARGIN = 680.0, 14.0  # of the page, in its own units: about CSS pixels on A4
LINE, DIGIT, LETTER = 15.0, 8.0, 6.9  # heights and widths of type of 13 units, on the generous side
PERCENT_FROM = 50  # voters; below, a percentage would pretend to more than a small room can say


@dataclass(frozen=True)
class Words:
    """The words of a chart.

    By group its name, answers and note; by cell its label; and all of it as sentences.
    """

    finding: str
    sentences: Sequence[str]
    groups: Mapping[str, str]
    answers: Mapping[str, str]
    choices: Mapping[Cell, str]
    notes: Mapping[str, str]
    voters: Mapping[str, int]


@dataclass(frozen=True)
class _Form:
    """Measures of a form: width of labels, height of a bar, distance of rows."""

    labels: float
    end: float
    bar: float
    gap: float

    @property
    def plot(self) -> float:
        """Width of the plot."""
        return WIDTH - self.labels - self.end


_DIVERGING = _Form(labels=172, end=2, bar=38, gap=20)
_BY_CHOICE = _Form(labels=236, end=44, bar=20, gap=14)


def draw(picture: Picture, words: Words, name: str) -> Markup:
    """The SVG. `name` keeps its ids apart from those of other drawings."""
    form = _BY_CHOICE if picture.form == BY_CHOICE else _DIVERGING
    parts, y = [*_in_words(words, name)], MARGIN
    for row in picture.rows:
        height = _height(row, form, words)
        if picture.zero is not None and row.bars:
            parts.append(_zero_line(form.labels + picture.zero * form.plot, y, height))
        parts += [*_label(row, form, words, y, height), *_content(row, form, words, y, height)]
        y += height + form.gap
    drawing = element(
        "svg",
        *parts,
        viewBox=f"0 0 {WIDTH:g} {y - form.gap + MARGIN:g}",
        role="img",
        aria_labelledby=f"{name}-title {name}-words",
        font_family="inherit",
        font_size=13,
    )
    return markup(drawing)


def swatch(tone: str) -> Markup:
    """A small square in a tone, for legends."""
    square = element("rect", x=1, y=1, width=14, height=14, rx=3, **tone_marks(tone))
    return _small(square)


def group_mark(group: str) -> Markup:
    """A group's mark, for legends."""
    return _small(*_mark(group, 8, 8))


def _small(*parts: Element) -> Markup:
    return markup(
        element("svg", *parts, viewBox="0 0 16 16", width=16, height=16, aria_hidden="true")
    )


def _in_words(words: Words, name: str) -> Iterator[Element]:
    yield element("title", words.finding, id=f"{name}-title")
    yield element("desc", " ".join(words.sentences), id=f"{name}-words")


def _label_lines(row: Row, form: _Form, words: Words) -> list[str]:
    label = words.groups[row.group] if row.group is not None else words.choices[row.choice or 0]
    inset = 18 if row.group else 0
    return _wrapped(label, form.labels - inset - 16)


def _wrapped(text: str, width: float) -> list[str]:
    return wrap(text, int(width / LETTER), max_lines=4, placeholder=" …")


def _note_lines(row: Row, form: _Form, words: Words) -> list[str]:
    return _wrapped(words.notes.get(row.group or "", ""), form.plot - 28) if not row.bars else []


def _height(row: Row, form: _Form, words: Words) -> float:
    text = LINE * (len(_label_lines(row, form, words)) + (row.voters is not None))
    note = LINE * len(_note_lines(row, form, words)) + 16
    bars = form.bar * (len(row.bars) if row.group is None else 1)
    return max(text, bars, note if not row.bars else 0)


def _label(row: Row, form: _Form, words: Words, y: float, height: float) -> Iterator[Element]:
    lines = _label_lines(row, form, words)
    below = [words.answers[row.group]] if row.group and row.group in words.answers else []
    x = 18 if row.group else 0
    top = y + (height - LINE * len(lines + below)) / 2 + 11
    if row.group:
        yield from _mark(row.group, 6, top - 4.5)
    weight = 700 if row.group else 500
    for at, line in enumerate(lines):
        yield element("text", line, x=x, y=top + LINE * at, fill=INK, font_weight=weight)
    for line in below:
        yield element("text", line, x=x, y=top + LINE * len(lines), fill=SOFT, font_size=12)


def _content(row: Row, form: _Form, words: Words, y: float, height: float) -> Iterator[Element]:
    if not row.bars:
        yield from _note(row, form, words, y, height)
    elif row.group is None:
        top = y + (height - form.bar * len(row.bars)) / 2
        for lane, bar in enumerate(row.bars):
            yield from _lane(bar, form, words, top + form.bar * lane)
    else:
        for bar in row.bars:
            yield from _segment(bar, form, words, y + (height - form.bar) / 2)


def _note(row: Row, form: _Form, words: Words, y: float, height: float) -> Iterator[Element]:
    lines = _note_lines(row, form, words)
    if not lines:
        return
    frame = {"fill": "none", "stroke": EDGE, "stroke_dasharray": "4 3", "rx": 4}
    yield element("rect", x=form.labels, y=y + 0.5, width=form.plot, height=height - 1, **frame)
    top = y + (height - LINE * len(lines)) / 2 + 11
    for at, line in enumerate(lines):
        yield element("text", line, x=form.labels + 14, y=top + LINE * at, fill=INK)


def _segment(bar: Bar, form: _Form, words: Words, y: float) -> Iterator[Element]:
    """A diverging bar with its number inside, or above where it is narrow; nothing for 0."""
    if not bar.count:
        return
    x, width = form.labels + bar.x * form.plot, bar.width * form.plot
    drawn = max(width - 2, 0.5)
    box = {"x": x + (width - drawn) / 2, "y": y, "width": drawn, "height": form.bar, "rx": 2.5}
    yield element("rect", **box, **tone_marks(bar.tone))
    number, bold = _number(bar, words), {"text_anchor": "middle", "font_weight": 700}
    if DIGIT * len(number) <= width - 2:
        inside = {"x": x + width / 2, "y": y + form.bar / 2 + 5, "font_size": 14}
        yield element("text", number, **inside, **bold, **number_marks(bar.tone))
    else:
        above = {
            "x": min(x + width / 2, WIDTH - DIGIT * len(number) / 2),
            "y": y - 4,
            "font_size": 10,
        }
        yield element("text", number, **above, **bold, fill=INK)


def _lane(bar: Bar, form: _Form, words: Words, y: float) -> Iterator[Element]:
    """A bar by choice, led by its group's mark, its number after it."""
    width, middle = bar.width * form.plot, y + form.bar / 2
    yield from _mark(bar.group, form.labels - 10, middle)
    if bar.count:
        box = {"x": form.labels, "y": y + 2, "width": width, "height": form.bar - 4, "rx": 2.5}
        yield element("rect", **box, **tone_marks(bar.tone))
    number = {"x": form.labels + width + 7, "y": middle + 4.5, "fill": INK, "font_weight": 700}
    yield element("text", _number(bar, words), **number)


def _number(bar: Bar, words: Words) -> str:
    voters = words.voters[bar.group]
    if voters < PERCENT_FROM:
        return str(bar.count)
    return "<1%" if 0 < bar.count < voters / 200 else f"{100 * bar.count / voters:.0f}%"


def _zero_line(x: float, y: float, height: float) -> Element:
    """The line where the scale changes sides, behind the bars, so that it crosses no number."""
    return element(
        "line", x1=x, x2=x, y1=y - 11.0, y2=y + height + 11.0, stroke=INK, stroke_width=1.4
    )


def _mark(group: str, x: float, y: float) -> Iterator[Element]:
    """The group's shape in ink, centred: ■ Northern, ● Southern, ◆ neither; none for everyone."""
    if group == PartnerGroup.NORTHERN:
        yield element("rect", x=x - 5, y=y - 5, width=10, height=10, fill=INK)
    elif group == PartnerGroup.SOUTHERN:
        yield element("circle", cx=x, cy=y, r=5.4, fill=INK)
    elif group == PartnerGroup.NEITHER:
        yield element("path", d=f"M{x:g} {y - 6:g}l6 6l-6 6l-6-6z", fill=INK)
