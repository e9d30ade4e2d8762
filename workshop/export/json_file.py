"""results.json: the report for programs, this one included, with the findings in words."""

import json
from typing import Any

from workshop.domain.insight.result import Result
from workshop.domain.report import Report
from workshop.wording import findings


def render(report: Report) -> bytes:
    """The file's bytes: UTF-8, indented for people."""
    document = report.as_document()
    told = zip(document["results"], report.results, strict=True)
    document["results"] = [_in_words(one, result, report) for one, result in told]
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _in_words(document: dict[str, Any], result: Result, report: Report) -> dict[str, Any]:
    text = findings.sentence(
        result.finding, result.question, report.plan.labels, report.plan.threshold
    )
    return {**document, "finding": {**document["finding"], "text": text}}
