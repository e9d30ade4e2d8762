"""results.xlsx: the tidy table with real numbers, a summary to read, and what it means. No formulas."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter

from workshop.domain.picture import has_row
from workshop.domain.report import Report
from workshop.domain.result import Result
from workshop.export.neutral import neutralise
from workshop.export.table import COLUMNS, table
from workshop.wording import files, findings, questions, say
from workshop.wording.groups import group_name

_WIDTHS = (14, 44, 11, 7, 11, 22, 10, 38, 8, 8, 22)
_NO_GUESSES = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Cells = Sequence[str | int | float | None]


def render(report: Report) -> bytes:
    """The file's bytes, the same for the same report: the only date in it is the day of the session."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **_NO_GUESSES}) as book:
        opened = datetime.combine(report.opened_on, time(), UTC)
        book.set_properties({"title": report.plan.title, "created": opened})
        _results_sheet(book, report)
        _summary_sheet(book, report)
        _agreements_sheet(book, report)
        _about_sheet(book, report)
    return file.getvalue()


def _results_sheet(book: Any, report: Report) -> None:
    sheet = book.add_worksheet("Results")
    rows = list(table(report))
    _write(sheet, 0, COLUMNS, book.add_format({"bold": True, "bottom": 1}))
    for at, row in enumerate(rows, start=1):
        _write(sheet, at, row, None)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)


def _summary_sheet(book: Any, report: Report) -> None:
    sheet = book.add_worksheet("Summary")
    groups = list(dict.fromkeys(group for result in report.results for group in result.groups))
    names = [group_name(group, report.plan.labels) for group in groups]
    head = [say("Question"), say("Pass"), say("Round"), say("Finding"), say("Steps apart"), *names]
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _write(sheet, 0, [neutralise(cell) for cell in head], book.add_format({"bold": True, "bottom": 1}))
    for at, result in enumerate(report.results, start=1):
        _write(sheet, at, list(_summary(result, report, groups)), wrapped)
    for column, width in enumerate((44, 11, 7, 50, 11, *(34 for _ in names))):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)


def _summary(result: Result, report: Report, groups: Sequence[str]) -> Iterator[str | int | float | None]:
    labels = report.plan.labels
    yield neutralise(result.question.text)
    yield questions.pass_name(result.passing)
    yield result.round
    yield neutralise(findings.sentence(result.finding, result.question, labels, report.plan.threshold))
    yield round(result.gap.distance, 2) if result.gap else None
    drawn = [group for group, shown in result.groups.items() if has_row(group, shown)]
    said = dict(zip(drawn, findings.sentences(result.question, result.release, labels), strict=True))
    yield from (neutralise(said[group]) if group in said else None for group in groups)


def _agreements_sheet(book: Any, report: Report) -> None:
    sheet = book.add_worksheet("Agreements")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    head = (say("What changes"), say("Who sees to it"), say("By when"), say("About"))
    _write(sheet, 0, head, book.add_format({"bold": True, "bottom": 1}))
    for at, agreement in enumerate(report.agreements, start=1):
        about = report.plan.question(agreement.question).text if agreement.question else ""
        cells = (agreement.what, agreement.who, agreement.by, about)
        _write(sheet, at, [neutralise(cell) if cell else None for cell in cells], wrapped)
    for column, width in enumerate((60, 24, 20, 44)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)


def _about_sheet(book: Any, report: Report) -> None:
    sheet = book.add_worksheet("About")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34, bold)
    sheet.set_column(1, 1, 90, wrapped)
    for at, row in enumerate(_about(report)):
        _write(sheet, at, row, None)


def _about(report: Report) -> Iterator[Cells]:
    plan = report.plan
    yield say("Session"), neutralise(plan.title)
    yield say("About"), neutralise(plan.frame)
    yield say("Opened on"), report.opened_on.isoformat()
    yield say("Join code"), report.code
    yield say("Threshold (k)"), plan.threshold
    yield say("Promise"), files.promise(plan.threshold)
    yield from files.about(plan.threshold)


def _write(sheet: Any, row: int, cells: Cells, form: Any) -> None:
    """One row: texts are written as texts whatever they look like, None is left empty."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, column, cell, form)
        elif cell is not None:
            sheet.write_number(row, column, cell, form)
