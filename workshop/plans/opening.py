"""The request that opens a session: a plan or a starter plan's name, and earlier results."""

import json
from typing import Any, Literal

from workshop.domain.insight.comparison import Baseline
from workshop.domain.voting.plan import Plan
from workshop.plans.form import parse_plan
from workshop.plans.results_file import read_baseline
from workshop.plans.starters import starter

Media = Literal["toml", "json"]


def parse_opening(raw: bytes, media: Media, language: str) -> tuple[Plan, Baseline | None]:
    """The plan and the earlier session.

    A starter plan comes in this language, any other plan in its own. Raises TooLarge, FaultyPlan,
    UnknownStarterPlan, and MalformedRequest for the results of an earlier session.
    """
    document = _wrapped(raw) if media == "json" else None
    if document is None:
        return parse_plan(raw, media), None
    if "baseline" not in document:
        return _plan(document["plan"], language), None
    baseline = read_baseline(document["baseline"], "baseline")
    return _plan(document["plan"], language) if "plan" in document else baseline.plan, baseline


def _wrapped(raw: bytes) -> dict[str, Any] | None:
    """`{"plan": …, "baseline": …}`, or one of the two; None for anything else.

    That is left to the plan's reader.
    """
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    is_wrapped = isinstance(document, dict) and document and document.keys() <= {"plan", "baseline"}
    return document if is_wrapped else None


def _plan(document: object, language: str) -> Plan:
    if isinstance(document, str):
        return starter(document, language)
    return parse_plan(
        json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"), "json"
    )
