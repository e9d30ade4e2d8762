"""pictures.zip: the power map and every result, each as SVG and PNG."""

from collections.abc import Iterator
from dataclasses import replace

from workshop.domain.insight.result import Result
from workshop.domain.report import Report
from workshop.domain.voting.disclosure import TOGETHER
from workshop.export import sheet
from workshop.export.map_part import map_part
from workshop.export.parts import part
from workshop.export.prose import in_prose
from workshop.export.raster import can_write, png
from workshop.export.zipped import File, folder_name, zipped
from workshop.wording import comparison as then_words
from workshop.wording import questions, say


def render(report: Report) -> bytes:
    """The file's bytes."""
    return zipped(folder_name(report), pictures(report), report.opened_on)


def pictures(report: Report) -> Iterator[File]:
    """Every picture, named by its question, pass and round.

    SVG alone where the font of PNG lacks the letters.
    """
    for name, page in _sheets(replace(report, plan=in_prose(report.plan))):
        drawn = sheet.draw(page)
        yield File(f"{name}.svg", drawn)
        if can_write(drawn.decode()):
            yield File(f"{name}.png", png(drawn))


def _sheets(report: Report) -> Iterator[tuple[str, sheet.Sheet]]:
    the_map = map_part(report)
    if the_map:
        lead = say("Where each group sees the decision today, and where it wishes it to be.")
        yield (
            "00-power-map",
            sheet.Sheet(the_map.title, "", lead, the_map.drawing, the_map.keys, [_session(report)]),
        )
    drawn = [result for result in report.results if not result.question.takes_text]
    for number, result in enumerate(drawn, start=1):
        yield f"{number:02}-{_name(result)}", _sheet(result, report)


def _name(result: Result) -> str:
    again = f"-round-{result.round}" if result.round > 1 else ""
    return f"{result.question.id}-{result.passing.value.replace('_', '-')}{again}"


def _sheet(result: Result, report: Report) -> sheet.Sheet:
    told = part(result, report, "picture")
    below = " · ".join(
        filter(
            None,
            (told.passing, questions.round_said(told.round_name, told.round), report.plan.frame),
        )
    )
    answers = (
        told.answers if TOGETHER in result.groups else ()
    )  # of two groups the drawing or its legend tells them
    return sheet.Sheet(
        result.question.text,
        below,
        told.finding,
        told.drawing,
        told.keys,
        [*answers, _session(report)],
    )


def _session(report: Report) -> str:
    return f"{report.plan.title} · {then_words.day(report.opened_on)}"
