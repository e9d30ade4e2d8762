"""Files to take home: a report in, bytes out. Pure formatting of what was released."""

from dataclasses import dataclass, replace
from importlib import import_module

from workshop.domain.errors import UnknownExport
from workshop.domain.report import Report
from workshop.wording.languages import desk_language, speaking
from workshop.wording.translated import translated


@dataclass(frozen=True)
class Export:
    """One kind of file: the module that makes it, and what browsers call it."""

    module: str
    media_type: str


EXPORTS = {
    "results.xlsx": Export("xlsx_file", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "results.csv": Export("csv_file", "text/csv; charset=utf-8"),
    "results.json": Export("json_file", "application/json"),
    "report.html": Export("report_page", "text/html; charset=utf-8"),
}


FOR_PROGRAMS = "results.json"  # always the same, whatever the plan's language


def render(name: str, report: Report) -> bytes:
    """The bytes of the file with this name. Raises UnknownExport.

    What makes it is imported only now: the server, which knows the names, renders nothing itself.
    """
    if name not in EXPORTS:
        raise UnknownExport(name=name)
    module = import_module(f"workshop.export.{EXPORTS[name].module}")
    if name == FOR_PROGRAMS:
        content: bytes = module.render(report)
        return content
    with speaking(desk_language(report.plan.language)):
        told: bytes = module.render(replace(report, plan=translated(report.plan)))
    return told
