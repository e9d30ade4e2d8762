"""report.html: one complete page to print or keep, without script, network or other files."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workshop.domain.report import Report
from workshop.export import colours
from workshop.export.map_part import balanced_parts, map_part
from workshop.export.parts import Part, part
from workshop.export.prose import in_prose
from workshop.wording import comparison as then_words
from workshop.wording import files, say

_ROOT = Path(__file__).parents[2]
_FACE = _ROOT / "static" / "vendor" / "atkinson-hyperlegible-next-latin.woff2"


def render(report: Report) -> bytes:
    """The file's bytes: UTF-8."""
    report = replace(report, plan=in_prose(report.plan))
    page = (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            plan=report.plan,
            opened_on=then_words.day(report.opened_on),
            map=map_part(report),
            questions=list(_questions(report)),
            balanced=list(balanced_parts(report)),
            not_revealed=[
                report.plan.question(place.question).text for place in report.not_revealed
            ],
            about=files.about(report.plan.threshold),
            promise=files.promise(report.plan.threshold),
            kept=files.kept_until(report.kept_until, report.kept_days),
            patterns=colours.PATTERNS,
            face=b64encode(_FACE.read_bytes()).decode() if _FACE.exists() else "",
        )
    )
    return page.encode()


def _environment() -> Environment:
    loader = FileSystemLoader(_ROOT / "templates" / "report")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals["_"] = say
    return environment


def _questions(report: Report) -> Iterator[tuple[str, list[Part]]]:
    """Each question's text with its results."""
    numbered = enumerate(report.results, start=1)
    for question, results in groupby(numbered, key=lambda item: item[1].question):
        yield (
            question.text,
            [part(result, report, f"picture-{number}") for number, result in results],
        )
