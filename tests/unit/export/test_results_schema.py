"""results.json against its schema, judged by a validator of others; and the reader refuses what a
schema cannot.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from tests.unit.domain.reports import DAY, one_of_everything, reports
from workshop.domain.errors import MalformedRequest
from workshop.domain.insight.comparison import Baseline
from workshop.domain.report import Report, WrittenText
from workshop.domain.voting.agreement import Agreement
from workshop.export import render, results_schema
from workshop.plans.results_file import read_baseline, read_report

JUDGE = jsonschema_rs.validator_for(results_schema.schema())


def everything() -> Report:
    """A report with every part there can be."""
    whole = one_of_everything()
    last_time = Baseline(
        "AAAAAA", DAY, whole.plan, whole.results, (Agreement(None, "Talk", "", ""),)
    )
    written = (WrittenText("ok", 1, "Trust"),)
    return replace(
        whole, written=written, agreements=last_time.agreements, baseline=last_time, kept_until=DAY
    )


def document() -> Any:
    return json.loads(render("results.json", everything()))


def test_the_schema_is_one() -> None:
    schema = results_schema.schema()
    assert jsonschema_rs.meta.is_valid(schema)
    assert schema["$schema"].endswith("2020-12/schema")


@given(reports())
def test_every_results_json_fits_its_schema(whole: Report) -> None:
    JUDGE.validate(json.loads(render("results.json", whole)))


def test_so_does_one_with_every_part() -> None:
    JUDGE.validate(document())


def shrink(told: Any) -> None:
    told["results"][0]["groups"]["southern"]["voters"] = 4


def shrink_last_time(told: Any) -> None:
    shrink(told["baseline"])


FAULTS: list[Callable[[Any], object]] = [
    shrink,
    shrink_last_time,
    lambda told: told["results"][1]["groups"]["southern"].update(counts=[1, 0, 0, 0, 0, 0]),
    lambda told: told["results"][1]["groups"]["northern"]["veiled"].update({"3": "all"}),
    lambda told: told["results"][0]["groups"].pop("southern"),
    lambda told: told["results"][0]["groups"].update(eastern={"suppressed": True}),
    lambda told: told["results"][0].update({"pass": "tomorrow"}),
    lambda told: told["session"].update(opened_on="2030-12-31T10:00:00Z"),
    lambda told: told["session"].update(threshold=1),
    lambda told: told.update(voters=[{"name": "Amina"}]),
    lambda told: told.update(format="power-workshop/2"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_no_session_can_have_told_does_not_fit(fault: Callable[[Any], object]) -> None:
    told = document()
    fault(told)
    assert not JUDGE.is_valid(told)


def test_a_group_below_its_own_threshold_is_not_read_and_the_refusal_says_why() -> None:
    told = document()
    shrink(told)
    readers: tuple[Callable[[], object], ...] = (
        lambda: read_baseline(told),
        lambda: read_report(told),
    )
    for read in readers:
        with pytest.raises(MalformedRequest) as refused:
            read()
        assert refused.value.parameters == {
            "at": "results[0].groups.southern.voters",
            "problem": "shows a group of 4, smaller than its own plan's threshold of 5",
        }
