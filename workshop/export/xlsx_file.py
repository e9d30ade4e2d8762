"""results.xlsx: findings, a table with a chart for every question, the tidy table, terms."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

import xlsxwriter

from workshop.domain.insight.picture import has_row
from workshop.domain.insight.result import Result
from workshop.domain.report import Report
from workshop.export.table import COLUMNS, table
from workshop.export.xlsx_cells import Book, Cell, Cells
from workshop.export.xlsx_more import map_sheet, then_sheet, written_sheet
from workshop.export.xlsx_questions import questions_sheet
from workshop.wording import files, findings, questions, say
from workshop.wording.groups import group_name
from workshop.wording.languages import RIGHT_TO_LEFT

_WIDTHS = (14, 44, 11, 7, 11, 22, 10, 38, 8, 8, 22)
_NO_GUESSES = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render(report: Report) -> bytes:
    """The file's bytes, the same for the same report: its only date is that of the session."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **_NO_GUESSES}) as made:
        opened = datetime.combine(report.opened_on, time(), UTC)
        made.set_properties({"title": report.plan.title, "created": opened})
        book = Book(made, report.plan.language in RIGHT_TO_LEFT)
        _summary_sheet(book, report)
        questions_sheet(book, report)
        _results_sheet(book, report)
        map_sheet(book, report)
        then_sheet(book, report)
        written_sheet(book, report)
        _agreements_sheet(book, report)
        _about_sheet(book, report)
    return file.getvalue()


def _results_sheet(book: Book, report: Report) -> None:
    """The table of results.csv, with the same column names in every language, for programs."""
    sheet = book.sheet("Results", _WIDTHS)
    sheet.head(COLUMNS)
    sheet.rows(table(report), "plain", filtered=len(COLUMNS))


def _summary_sheet(book: Book, report: Report) -> None:
    groups = list(dict.fromkeys(group for result in report.results for group in result.groups))
    names = [group_name(group, report.plan.labels) for group in groups]
    sheet = book.sheet(say("Summary"), (44, 11, 7, 50, 11, *(34 for _ in names)))
    sheet.head(
        [say("Question"), say("Pass"), say("Round"), say("Finding"), say("Steps apart"), *names],
        frozen=1,
    )
    sheet.rows(list(_summary(result, report, groups)) for result in report.results)


def _summary(result: Result, report: Report, groups: Sequence[str]) -> Iterator[Cell]:
    labels = report.plan.labels
    yield result.question.text
    yield questions.pass_name(result.passing)
    yield questions.round_in_a_cell(report.round_name(result), report.nth(result))
    yield findings.sentence(result.finding, result.question, labels, report.plan.threshold)
    yield round(result.gap.distance, 2) if result.gap else None
    drawn = [group for group, shown in result.groups.items() if has_row(group, shown)]
    said = dict(
        zip(drawn, findings.sentences(result.question, result.release, labels), strict=True)
    )
    yield from (said.get(group) for group in groups)


def _agreements_sheet(book: Book, report: Report) -> None:
    sheet = book.sheet(say("Agreements"), (60, 24, 20, 44))
    sheet.head((say("What changes"), say("Who sees to it"), say("By when"), say("About")))
    about = {question.id: question.text for question in report.plan.questions}
    sheet.rows(
        [cell or None for cell in (one.what, one.who, one.by, about.get(one.question or ""))]
        for one in report.agreements
    )


def _about_sheet(book: Book, report: Report) -> None:
    sheet = book.sheet(say("About"), (34, 90))
    for at, (term, meaning) in enumerate(_about(report)):
        sheet.cell(at, 0, term, "bold")
        sheet.cell(at, 1, meaning, "left")


def _about(report: Report) -> Iterator[Cells]:
    plan = report.plan
    yield say("Session"), plan.title
    yield say("About"), plan.frame
    yield say("Opened on"), report.opened_on.isoformat()
    yield say("Join code"), report.code
    yield say("Threshold (k)"), plan.threshold
    yield say("Promise"), files.promise(plan.threshold)
    if kept := files.kept_until(report.kept_until, report.kept_days):
        yield say("Kept"), kept
    yield from files.about(plan.threshold)
