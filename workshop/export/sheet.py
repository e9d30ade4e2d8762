"""A picture that stands alone, for a slide: title, finding, drawing, legend and facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.etree.ElementTree import Element, fromstring, tostring

from markupsafe import Markup

from workshop.export.colours import INK, PAPER, PATTERNS, SOFT, WHITE
from workshop.export.elements import element
from workshop.export.map_part import Key
from workshop.export.svg import WIDTH

FACES = "'Atkinson Hyperlegible Next', 'DejaVu Sans', Verdana, sans-serif"
MARGIN = 40.0
WHOLE = WIDTH + 2 * MARGIN
MARK = 22.0  # room of a mark in the legend, and between two of its words


@dataclass(frozen=True)
class Sheet:
    """The contents from top to bottom. `drawing` and the marks of `keys` are our own drawings."""

    title: str
    below: str
    finding: str
    drawing: Markup
    keys: Sequence[Key]
    facts: Sequence[str]


@dataclass(frozen=True)
class _Type:
    """A text size: width of a letter, on the generous side, and distance of lines."""

    size: float
    ink: str = INK
    weight: int = 400

    @property
    def letter(self) -> float:
        return self.size * (0.62 if self.weight > 500 else 0.55)

    @property
    def line(self) -> float:
        return self.size * 1.3


_TITLE, _BELOW, _FINDING = _Type(21, weight=700), _Type(13, SOFT), _Type(15)
_KEY, _FACT = _Type(12), _Type(11, SOFT)


def draw(sheet: Sheet) -> bytes:
    """The SVG in UTF-8, complete in itself, with a text for those who cannot see it."""
    drawing = fromstring(sheet.drawing)  # noqa: S314 - we have just written it
    parts, y = list[Element](), MARGIN
    for text, kind in ((sheet.title, _TITLE), (sheet.below, _BELOW), (sheet.finding, _FINDING)):
        lines, y = _texts([text], kind, y + 3)
        parts += lines
    y = round(y + 10)  # whole, so that the tiles of patterns meet on whole pixels
    parts.append(
        element("g", *_on_white(drawing), transform=f"translate({MARGIN:g} {y:g})", font_size=13)
    )
    keys, y = _legend(sheet.keys, y + float(drawing.get("viewBox", "").split()[3]) + 8)
    facts, y = _texts(sheet.facts, _FACT, y + 6)
    return _whole([*_in_words(sheet, drawing), *parts, *keys, *facts], y + MARGIN - 12)


def _whole(parts: Sequence[Element], height: float) -> bytes:
    ground = element("rect", width=WHOLE, height=height, fill=WHITE)
    patterns = list(fromstring(PATTERNS))  # noqa: S314 - ours
    size = {"viewBox": f"0 0 {WHOLE:g} {height:g}", "width": WHOLE, "height": height}
    words = {"role": "img", "aria_labelledby": "title words", "font_family": FACES}
    titles, rest = parts[:2], parts[2:]
    whole = element(
        "svg",
        *titles,
        *patterns,
        ground,
        *rest,
        xmlns="http://www.w3.org/2000/svg",
        **size,
        **words,
    )
    drawn: bytes = tostring(whole, encoding="utf-8", xml_declaration=True)
    return drawn + b"\n"


def _in_words(sheet: Sheet, drawing: Element) -> Iterator[Element]:
    yield element("title", " – ".join(filter(None, (sheet.title, sheet.below))), id="title")
    said = (sheet.finding, drawing.findtext("desc", ""), *sheet.facts)
    yield element("desc", " ".join(filter(None, said)), id="words")


def _on_white(drawing: Element) -> Iterator[Element]:
    """The drawing without its own text, and white where it would show the page's ground."""
    for part in drawing:
        if part.tag not in ("title", "desc"):
            part.attrib.update(
                {name: WHITE for name, value in part.attrib.items() if value == PAPER}
            )
            yield part


def _texts(texts: Sequence[str], kind: _Type, y: float) -> tuple[list[Element], float]:
    drawn = []
    for line in (line for text in texts for line in wrap(text, int(WIDTH / kind.letter))):
        y += kind.line
        look = {"font_size": kind.size, "font_weight": kind.weight, "fill": kind.ink}
        drawn.append(element("text", line, x=MARGIN, y=y - kind.size * 0.3, **look))
    return drawn, y


def _legend(keys: Sequence[Key], y: float) -> tuple[list[Element], float]:
    """Marks and their words one after the other, in as many lines as they need."""
    drawn, x = list[Element](), 0.0
    for key in keys:
        width = MARK + _KEY.letter * len(key.word)
        if x and x + width > WIDTH:
            x, y = 0.0, y + 20
        mark = fromstring(key.mark)  # noqa: S314 - ours
        drawn.append(element("g", *_on_white(mark), transform=f"translate({MARGIN + x:g} {y:g})"))
        drawn.append(
            element("text", key.word, x=MARGIN + x + MARK, y=y + 12, font_size=_KEY.size, fill=INK)
        )
        x += width + MARK
    return drawn, y + (24 if keys else 0)
