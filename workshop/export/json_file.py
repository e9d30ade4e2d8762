"""results.json: the report as other programs, and this one, read it back; with the findings in words."""

import json
from typing import Any

from workshop.domain.report import Report
from workshop.domain.result import Result
from workshop.wording import findings


def render(report: Report) -> bytes:
    """The file's bytes: UTF-8, indented for people."""
    document = report.as_document()
    document["results"] = [_in_words(result, report) for result in report.results]
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _in_words(result: Result, report: Report) -> dict[str, Any]:
    document = result.as_document(report.round_name(result))
    text = findings.sentence(result.finding, result.question, report.plan.labels, report.plan.threshold)
    return {**document, "finding": {**document["finding"], "text": text}}
