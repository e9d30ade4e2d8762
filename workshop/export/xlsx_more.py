"""The workbook's optional sheets: power map, comparison, written answers."""

from collections.abc import Iterator

from workshop.domain.insight.power_map import MapRow, power_map
from workshop.domain.report import Report
from workshop.domain.voting.question import Pass
from workshop.export.parts import then_and_now
from workshop.export.xlsx_cells import Book, Cells
from workshop.wording import power_map as map_words
from workshop.wording import questions, say
from workshop.wording.groups import group_name


def map_sheet(book: Book, report: Report) -> None:
    """The median of each group, today and should be, the widest gap first."""
    rows = power_map(report.plan, [result.release for result in report.results])
    if not rows:
        return
    sheet = book.sheet(say("Power map"), (50, 24, 10, 12, 18, 44))
    passes = [questions.pass_name(passing) for passing in Pass]
    sheet.head(
        [say("Question"), say("Group"), *passes, say("Steps apart, today"), say("Not shown")]
    )
    sheet.rows((cells for row in rows for cells in _map_rows(row, report)), "tenths", filtered=6)


def _map_rows(row: MapRow, report: Report) -> Iterator[Cells]:
    """Steps count from 1, as on the map."""
    labels = report.plan.labels
    for group, spots in row.spots.items():
        places = [
            None if spots[passing].at is None else round((spots[passing].at or 0) + 1, 2)
            for passing in Pass
        ]
        gap = round(row.gap.distance, 2) if row.gap else None
        yield (
            row.question.text,
            group_name(group, labels),
            *places,
            gap,
            map_words.note(row, labels) or None,
        )


def then_sheet(book: Book, report: Report) -> None:
    """What has moved since the earlier session, in words."""
    rows = list(_then_rows(report))
    if rows:
        sheet = book.sheet(say("Then and now"), (50, 12, 8, 90))
        sheet.head([say("Question"), say("Pass"), say("Round"), say("Then and now")])
        sheet.rows(rows)


def _then_rows(report: Report) -> Iterator[Cells]:
    for result in report.results:
        said = " ".join(then_and_now(result, report))
        if said:
            number = questions.round_in_a_cell(report.round_name(result), report.nth(result))
            yield result.question.text, questions.pass_name(result.passing), number, said


def written_sheet(book: Book, report: Report) -> None:
    """The written answers that the desk let through, in no order."""
    if report.written:
        sheet = book.sheet(say("Written answers"), (50, 8, 90))
        sheet.head([say("Question"), say("Round"), say("Text")])
        sheet.rows(_written_rows(report))


def _written_rows(report: Report) -> Iterator[Cells]:
    rounds = {
        (result.question.id, result.round): questions.round_in_a_cell(
            report.round_name(result), report.nth(result)
        )
        for result in report.results
    }
    for one in report.written:
        yield (
            report.plan.question(one.question).text,
            rounds.get((one.question, one.round), one.round),
            one.text,
        )
