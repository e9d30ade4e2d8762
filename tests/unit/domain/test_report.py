"""The report: what was revealed, in the plan's order, and a document that is read back as what it
was.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from tests.unit.domain.releases import (
    AGREE,
    DECIDES,
    FOCUS,
    SEVERAL,
    WITHHELD,
    counts,
    nearly_all,
    release,
)
from tests.unit.domain.reports import DAY, PLAN, one_of_everything, reports
from workshop.domain.errors import MalformedRequest
from workshop.domain.insight.result import Result
from workshop.domain.report import Report, report
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.disclosure import Mode, Policy
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import NEARLY_ALL, NO_ANSWER, Release, Veiled
from workshop.domain.voting.session import Asking, AskingState, Place, Session
from workshop.plans.results_file import read_report

SHOWN: dict[str, Any] = {"northern": counts(5, 4, 3), "southern": counts(9, 1, 1)}


def asked(released: Release, state: AskingState, *, revealed: bool) -> Asking:
    place = Place(released.question, released.passing, released.round)
    return Asking(
        f"{place}",
        place.question,
        place.passing,
        place.round,
        released.mode,
        Joined(),
        state,
        revealed,
    )


def session(*askings: Asking) -> Session:
    return Session("7KQ2M4", "screen", PLAN, Policy(), askings=askings)


def written(whole: Report) -> Any:
    return json.loads(json.dumps(whole.as_document()))


def read(document: Any) -> Report:
    return read_report(document)


@given(reports())
def test_a_report_written_and_read_back_is_the_same_report(whole: Report) -> None:
    assert read(written(whole)) == whole


def test_what_was_taken_back_is_in_no_report_and_is_no_round_for_people() -> None:
    void = Asking("void", FOCUS.id, Pass.TODAY, 1, Mode.SPLIT, None, AskingState.TAKEN_BACK)
    shown, again = (release(FOCUS, round_number=number, **SHOWN) for number in (2, 4))
    lost = replace(void, id="lost", round=3)
    standing = [asked(one, AskingState.REVEALED, revealed=True) for one in (shown, again)]
    made = report(session(void, standing[0], lost, standing[1]), [shown, again], DAY)
    assert [(result.round, made.nth(result)) for result in made.results] == [(2, 1), (4, 2)]
    assert made.not_revealed == ()


def test_a_report_holds_what_was_revealed_also_if_it_was_hidden_again() -> None:
    shown, hidden = release(FOCUS, **SHOWN), release(FOCUS, round_number=2, **SHOWN)
    made = report(
        session(
            asked(shown, AskingState.REVEALED, revealed=True),
            asked(hidden, AskingState.CLOSED, revealed=True),
        ),
        [shown, hidden],
        DAY,
    )
    assert made.results == (Result.of(FOCUS, shown), Result.of(FOCUS, hidden))
    assert made.not_revealed == ()


def test_of_a_result_that_was_never_revealed_a_report_says_only_that_it_was_asked() -> None:
    secret = release(FOCUS, **SHOWN)
    made = report(session(asked(secret, AskingState.CLOSED, revealed=False)), [secret], DAY)
    assert made.results == ()
    assert made.not_revealed == (Place(FOCUS.id, Pass.TODAY, 1),)
    unasked = report(session(asked(secret, AskingState.CLOSED, revealed=False)), [], DAY)
    assert written(made) == written(unasked)


def test_of_an_open_question_a_report_says_nothing_although_its_picture_moves() -> None:
    moving = replace(release(FOCUS, **SHOWN), final=False)
    made = report(session(asked(moving, AskingState.OPEN, revealed=False)), [moving], DAY)
    assert (made.results, made.not_revealed) == ((), ())


def test_results_come_in_the_order_of_the_plan_and_of_the_rounds() -> None:
    late = [
        release(SEVERAL, together=WITHHELD),
        release(AGREE, together=WITHHELD),
        release(DECIDES, Pass.SHOULD_BE, together=WITHHELD),
        release(DECIDES, round_number=2, together=WITHHELD),
        release(DECIDES, together=WITHHELD),
    ]
    made = report(
        session(*(asked(one, AskingState.REVEALED, revealed=True) for one in late)), late, DAY
    )
    assert [
        (result.question.id, result.passing.value, result.round) for result in made.results
    ] == [
        ("budget", "today", 1),
        ("budget", "today", 2),
        ("budget", "should_be", 1),
        ("ok", "today", 1),
        ("some", "today", 1),
    ]


def test_the_document_is_the_contract_s_and_holds_dates_and_no_times() -> None:
    document = written(one_of_everything())
    assert document["format"] == "power-workshop/1"
    assert document["session"]["opened_on"] == "2030-12-31"
    assert document["plan"] == json.loads(json.dumps(PLAN.as_document()))
    assert document["results"][0]["groups"]["northern"] == {
        "voters": 17,
        "counts": [1, 2, 5, 8, 0, 1],
        "no_answer": 0,
    }
    assert document["results"][1]["groups"]["southern"] == {
        "suppressed": True,
        "reason": "fewer_than_k",
    }
    assert {"question", "pass", "round", "mode", "groups", "finding"} == set(document["results"][0])
    assert document["not_revealed"] == [{"question": "ok", "pass": "today", "round": 1}]
    assert not [text for text in texts_of(document) if ":" in text and text[:2].isdigit()]


def test_there_is_a_row_per_group_and_choice_also_for_nobody() -> None:
    rows = list(
        Result.of(
            FOCUS, release(FOCUS, northern=counts(5, 0, 3, no_answer=1), southern=WITHHELD)
        ).rows()
    )
    assert [(row.group, row.choice, row.votes, row.voters, row.note) for row in rows] == [
        ("northern", 0, 5, 9, ""),
        ("northern", 1, 0, 9, ""),
        ("northern", 2, 3, 9, ""),
        ("northern", NO_ANSWER, 1, 9, ""),
        ("southern", None, None, None, "fewer than k"),
        ("neither", None, None, None, "fewer than k"),
    ]


def test_the_rows_of_a_veiled_group_hold_its_veil_and_no_numbers_behind_it() -> None:
    rows = list(Result.of(FOCUS, release(FOCUS, together=nearly_all(1, voters=7))).rows())
    assert [(row.choice, row.votes, row.voters, row.note) for row in rows] == [
        (0, None, 7, "none or nearly none"),
        (1, None, 7, "all or nearly all"),
        (2, None, 7, "none or nearly none"),
        (NO_ANSWER, None, 7, "none or nearly none"),
    ]


def test_where_several_choices_are_allowed_the_rows_of_a_veiled_group_hold_what_is_known() -> None:
    veiled = Veiled(6, {"0": NEARLY_ALL}, (None, 4, 2, 3))
    rows = list(Result.of(SEVERAL, release(SEVERAL, together=veiled)).rows())
    assert [(row.choice, row.votes, row.note) for row in rows] == [
        (0, None, "all or nearly all"),
        (1, 4, ""),
        (2, 2, ""),
        (3, 3, ""),
    ]


def test_a_question_that_was_not_revealed_is_one_row() -> None:
    row = list(one_of_everything().rows())[-1]
    assert (row.question, row.group, row.choice, row.votes, row.note) == (
        "ok",
        None,
        None,
        None,
        "not revealed",
    )


@pytest.mark.parametrize(
    ("path", "value", "at"),
    [
        (["format"], "power-workshop/2", "format"),
        (["session", "opened_on"], "yesterday", "session.opened_on"),
        (["session", "code"], 7, "session.code"),
        (["plan"], {}, "plan."),
        (["results"], {}, "results"),
        (["results", 0], [], "results[0]"),
        (["results", 0, "question"], "nobody", "results[0].question"),
        (["results", 0, "pass"], "never", "results[0].pass"),
        (["results", 2, "pass"], "should_be", "results[2].pass"),
        (["results", 0, "round"], True, "results[0].round"),
        (["results", 0, "mode"], "together", "results[0].groups.together"),
        (
            ["results", 0, "groups", "northern", "counts", 1],
            -1,
            "results[0].groups.northern.counts[1]",
        ),
        (
            ["results", 0, "groups", "northern", "counts", 1],
            18,
            "results[0].groups.northern.counts[1]",
        ),
        (["results", 0, "groups", "northern", "counts", 1], 3, "results[0].groups.northern.counts"),
        (["results", 0, "groups", "northern", "counts"], [17], "results[0].groups.northern.counts"),
        (["results", 0, "groups", "northern", "voters"], 0, "results[0].groups.northern.voters"),
        (
            ["results", 0, "groups", "northern"],
            {"waiting": True},
            "results[0].groups.northern.voters",
        ),
        (
            ["results", 1, "groups", "northern", "veiled"],
            {"9": "nearly_all"},
            "results[1].groups.northern.veiled.9",
        ),
        (
            ["results", 1, "groups", "northern", "veiled"],
            {"1": "some"},
            "results[1].groups.northern.veiled.1",
        ),
        (["results", 1, "groups", "northern", "veiled"], {}, "results[1].groups.northern.veiled"),
        (["not_revealed", 0, "round"], 0, "not_revealed[0].round"),
        (["agreements"], None, "agreements"),
        (
            ["agreements"],
            [{"question": "ok", "what": "x", "who": 1, "by": ""}],
            "agreements[0].who",
        ),
        (
            ["agreements"],
            [{"question": "ok", "what": "x", "who": "y", "by": None}],
            "agreements[0].by",
        ),
        (
            ["agreements"],
            [{"question": "nobody", "what": "x", "who": "y", "by": ""}],
            "agreements[0].question",
        ),
    ],
)
def test_a_malformed_document_is_refused_with_its_path(
    path: list[Any], value: Any, at: str
) -> None:
    document = written(one_of_everything())
    spot = document
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    with pytest.raises(MalformedRequest) as refused:
        read(document)
    assert str(refused.value.parameters["at"]).startswith(at)


def test_nothing_can_be_left_out_of_a_document() -> None:
    whole = written(one_of_everything())
    for part in whole:
        document = copy.deepcopy(whole)
        del document[part]
        with pytest.raises(MalformedRequest):
            read(document)


@pytest.mark.parametrize("document", [None, 1, "x", [], {}])
def test_something_else_altogether_is_refused(document: Any) -> None:
    with pytest.raises(MalformedRequest):
        read(document)


def test_an_agreement_may_have_a_day_or_a_few_words_or_neither_and_be_about_no_question() -> None:
    agreed = (
        Agreement("ok", "Share the budget", "Amina", "2031-01-02"),
        Agreement(None, "Meet", by="before summer"),
    )
    whole = replace(one_of_everything(), agreements=agreed)
    assert read(written(whole)).agreements == agreed


def test_a_result_draws_on_its_release_alone() -> None:
    result = one_of_everything().results[0]
    assert result.release.groups == result.groups
    assert result.release.mode is Mode.SPLIT
    assert result.gap
    assert result.finding.key == "different_views"


def texts_of(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for value in document.values():
            yield from texts_of(value)
    elif isinstance(document, list):
        for value in document:
            yield from texts_of(value)
    elif isinstance(document, str):
        yield document
