"""report.pdf: report.html on paper, by WeasyPrint where installed (requirements/pdf.txt)."""

import os
import re
from base64 import b64encode

from workshop.domain.errors import ExportNotInstalled, TooLargeToDraw
from workshop.domain.report import Report
from workshop.export import colours, report_page
from workshop.export.raster import can_write, png

_HALOED = re.compile(r'<text [^>]*paint-order="stroke"[^>]*>[^<]*</text>')
_STROKES = re.compile(r' (?:stroke[a-z-]*|paint-order)="[^"]*"')
_DRAWING = re.compile(r'(<svg (?!class="patterns")[^>]*>)(.*?)</svg>', re.DOTALL)
_DESCRIBED = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff]")
_LEGEND = ".keys li { flex: none; white-space: nowrap }"  # it would shrink them
_PICTURE = "figure img { display: block; width: 100% }"

PAGE_MOST = 800_000
"""Bytes of the page on a screen: laid out on paper it takes some 250 times as much memory."""


def render(report: Report) -> bytes:
    """The file's bytes, the same for the same report. Raises ExportNotInstalled, TooLargeToDraw."""
    os.environ["SOURCE_DATE_EPOCH"] = (
        "0"  # else its fonts would tell at what second this was asked for
    )
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):  # the second where the system lacks Pango
        raise ExportNotInstalled() from None
    shown = report_page.render(report)
    if len(shown) > PAGE_MOST:
        raise TooLargeToDraw()
    page = weasyprint.HTML(
        string=for_paper(shown.decode()), url_fetcher=URLFetcher(allowed_protocols=("data",))
    )
    whole: bytes = page.write_pdf(
        stylesheets=[weasyprint.CSS(string=_LEGEND + _PICTURE)],
        pdf_identifier=b"report",
        pdf_tags=True,
        custom_metadata=False,
    )
    return whole


def for_paper(page: str) -> str:
    """The page for WeasyPrint's SVG reader.

    It knows no pattern of another drawing, paints strokes last, and does not join Arabic letters.
    """
    return _DRAWING.sub(_complete, page)


def _complete(drawing: re.Match[str]) -> str:
    start, inside = (
        drawing[1],
        drawing[2].replace(colours.PAPER, colours.WHITE),
    )  # the ground of a page on paper
    patterns = colours.PATTERNS.split(">", 1)[1].removesuffix("</svg>") if "url(#" in inside else ""
    if _FROM_THE_RIGHT.search(inside) and can_write(inside):
        return _in_pixels(f"{start}{patterns}{inside}</svg>")
    return f"{start}{patterns}{_HALOED.sub(_twice, inside)}</svg>"


def _in_pixels(drawing: str) -> str:
    pixels = b64encode(
        png(drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode())
    ).decode()
    described = _DESCRIBED.search(drawing)
    words = described[1].replace('"', "&quot;") if described else ""
    return f'<img src="data:image/png;base64,{pixels}" alt="{words}">'


def _twice(text: re.Match[str]) -> str:
    """The halo as a drawing of its own, then the letters on it."""
    return text.group() + _STROKES.sub("", text.group())
