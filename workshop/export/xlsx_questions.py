"""The sheet "Questions": each result as a small table of counts and shares, with a chart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.domain.insight.picture import Cell as Choice
from workshop.domain.insight.picture import has_row
from workshop.domain.insight.result import Result, Row
from workshop.domain.report import Report
from workshop.domain.voting.release import NO_ANSWER, Counts
from workshop.export import colours
from workshop.export.neutral import neutralise
from workshop.export.xlsx_cells import Book, Cell, Sheet
from workshop.wording import findings, questions, say
from workshop.wording.groups import group_name

_LEAST_ROWS = 18  # as high as a chart, and a line between two
_HATCHED = {
    "southern": "wide_upward_diagonal",
    "neither": "percent_50",
}  # told apart without colour, too


@dataclass(frozen=True)
class _Block:
    """The place of a result's table, its groups, and its first column."""

    top: int
    groups: Sequence[str]
    choices: Mapping[Choice, str]

    @property
    def first(self) -> int:
        """The row of the first choice."""
        return self.top + 4

    @property
    def last(self) -> int:
        return self.first + len(self.choices) - 1


def questions_sheet(book: Book, report: Report) -> None:
    """The sheet; none where nothing was answered by choosing."""
    results = [result for result in report.results if not result.question.takes_text]
    if not results:
        return
    name = say("Questions")
    sheet = book.sheet(name, (60, *(18, 8) * 4))
    top = 0
    for result in results:
        groups = [group for group, shown in result.groups.items() if has_row(group, shown)]
        choices = dict(enumerate(questions.choices(result.question, report.plan.labels)))
        block = _Block(top, groups, choices | {NO_ANSWER: findings.no_answer()})
        _table(sheet, block, result, report)
        _chart(sheet, name, block, result)
        top += max(_LEAST_ROWS, len(block.choices) + 6)


def _table(sheet: Sheet, block: _Block, result: Result, report: Report) -> None:
    labels = report.plan.labels
    again = questions.round_said(report.round_name(result), report.nth(result))
    sheet.cell(block.top, 0, result.question.text, "title")
    sheet.cell(
        block.top + 1,
        0,
        " · ".join(filter(None, (questions.pass_name(result.passing), again))),
        "soft",
    )
    said = findings.sentence(result.finding, result.question, labels, report.plan.threshold)
    sheet.cell(block.top + 2, 0, said, "soft")
    sheet.row(block.top + 3, [say("Answer"), *_names(block, report)], "head")
    for at, choice in enumerate(block.choices.values()):
        sheet.row(block.first + at, [choice], "wrapped")
    sheet.cell(block.last + 1, 0, say("Voters"), "bold")
    for column, group in enumerate(block.groups):
        for at, cells in enumerate(_column(block, group, result)):
            for side, cell in enumerate(cells):
                sheet.cell(
                    block.first + at, 1 + 2 * column + side, cell, ("plain", "percent")[side]
                )


def _names(block: _Block, report: Report) -> Iterator[str]:
    for group in block.groups:
        yield group_name(group, report.plan.labels)
        yield "%"


def _column(block: _Block, group: str, result: Result) -> Iterator[tuple[Cell, Cell]]:
    """Count and share of each choice, then the voters; a note where a number is kept back."""
    rows = {row.choice: row for row in result.rows() if row.group == group}
    alone = rows.get(None)
    for choice in block.choices:
        row = alone if alone and choice == 0 else rows.get(choice)
        yield _cells(row) if row else (None, None)
    yield (next(iter(rows.values())).voters, None)


def _cells(row: Row) -> tuple[Cell, Cell]:
    if row.votes is None:
        return row.note or None, None
    return row.votes, round(row.votes / row.voters, 4) if row.voters else None


def _chart(sheet: Sheet, name: str, block: _Block, result: Result) -> None:
    """Shares of each group whose numbers are told, choice by choice; none without such groups."""
    counted = [group for group in block.groups if isinstance(result.groups[group], Counts)]
    if not counted:
        return
    chart = sheet.of.book.add_chart({"type": "bar"})
    for group in counted:
        chart.add_series(_series(name, block, group))
    # By its cell: a text that looks like the address of one would be taken for it.
    chart.set_title({"name": [name, block.top, 0], "overlay": False, "name_font": {"size": 11}})
    chart.set_y_axis(
        {"reverse": True, "crossing": "max"}
    )  # the first choice on top, as in the table
    chart.set_x_axis({"num_format": "0 %", "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 620, "height": 20 * (_LEAST_ROWS - 2)})
    said = {
        "description": neutralise(f"{result.question.text}: {questions.pass_name(result.passing)}")
    }
    sheet.sheet.insert_chart(block.top, 2 + 2 * len(block.groups), chart, said)


def _series(name: str, block: _Block, group: str) -> dict[str, Any]:
    column = 2 + 2 * block.groups.index(group)
    ink = colours.GROUPS.get(group, colours.FILLS["plain"])
    hatched = {"pattern": _HATCHED.get(group, ""), "fg_color": ink, "bg_color": "#ffffff"}
    return {
        "name": [name, block.top + 3, column - 1],
        "categories": [name, block.first, 0, block.last, 0],
        "values": [name, block.first, column, block.last, column],
        "data_labels": {"value": True, "num_format": "0 %"},
        "border": {"color": ink},
        **({"pattern": hatched} if group in _HATCHED else {"fill": {"color": ink}}),
    }
