"""report.pdf: the page of report.html on paper, by WeasyPrint where it is installed (requirements/pdf.txt)."""

import os
import re

from workshop.domain.errors import ExportNotInstalled
from workshop.domain.report import Report
from workshop.export import inks, report_page

_HALOED = re.compile(r'<text [^>]*paint-order="stroke"[^>]*>[^<]*</text>')
_STROKES = re.compile(r' (?:stroke[a-z-]*|paint-order)="[^"]*"')
_DRAWING = re.compile(r'(<svg (?!class="patterns")[^>]*>)(.*?)</svg>', re.DOTALL)
_LEGEND = ".keys li { flex: none; white-space: nowrap }"  # it would shrink them


def render(report: Report) -> bytes:
    """The file's bytes, the same for the same report. Raises ExportNotInstalled."""
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # else its fonts would tell at what second this was asked for
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError):  # the second where the system lacks Pango
        raise ExportNotInstalled() from None
    page = weasyprint.HTML(
        string=_for_paper(report_page.render(report).decode()), url_fetcher=URLFetcher(allowed_protocols=("data",))
    )
    whole: bytes = page.write_pdf(
        stylesheets=[weasyprint.CSS(string=_LEGEND)], pdf_identifier=b"report", pdf_tags=True, custom_metadata=False
    )
    return whole


def _for_paper(page: str) -> str:
    """The page for a reader of SVG that knows no pattern of another drawing and paints strokes last."""
    return _DRAWING.sub(_complete, page)


def _complete(drawing: re.Match[str]) -> str:
    start, inside = drawing.groups()
    patterns = inks.PATTERNS.split(">", 1)[1].removesuffix("</svg>") if "url(#" in inside else ""
    return f"{start}{patterns}{_HALOED.sub(_twice, inside)}</svg>"


def _twice(text: re.Match[str]) -> str:
    """The halo first, then the letters on it."""
    return text.group() + _STROKES.sub("", text.group())
