"""The exports: files made of a report, which holds nothing but what was released."""

from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec

from workshop.domain.errors import UnknownExport
from workshop.domain.report import Report
from workshop.wording.languages import desk_language, speaking
from workshop.wording.translated import translated


@dataclass(frozen=True)
class Export:
    """One kind of file: its module, media type, and the package it needs, if any.

    What is `for_programs` is the same whatever the plan's language, and gets the report as it was.
    """

    module: str
    media_type: str
    needs: str = ""
    for_programs: bool = False


EXPORTS = {
    "pack.zip": Export("pack", "application/zip", for_programs=True),
    "report.html": Export("report_page", "text/html; charset=utf-8"),
    "report.pdf": Export("report_pdf", "application/pdf", needs="weasyprint"),
    "results.xlsx": Export(
        "xlsx_file", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "pictures.zip": Export("pictures", "application/zip"),
    "results.csv": Export("csv_file", "text/csv; charset=utf-8"),
    "results.json": Export("json_file", "application/json", for_programs=True),
}


SCHEMA = "results.schema.json"
"""The schema of results.json in the pack, and under /api."""


def offered() -> tuple[str, ...]:
    """The names of the files that this server can make, the pack first."""
    return tuple(
        name for name, export in EXPORTS.items() if not export.needs or find_spec(export.needs)
    )


def render(name: str, report: Report) -> bytes:
    """The bytes of the file with this name.

    Raises UnknownExport, ExportNotInstalled.

    The module that makes it is imported only now: the server knows the names and renders nothing
    itself.
    """
    if name not in EXPORTS:
        raise UnknownExport(name=name)
    module = import_module(f"workshop.export.{EXPORTS[name].module}")
    if EXPORTS[name].for_programs:
        content: bytes = module.render(report)
        return content
    with speaking(desk_language(report.plan.language)):
        told: bytes = module.render(replace(report, plan=translated(report.plan)))
    return told
