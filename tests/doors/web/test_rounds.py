"""The same question again, over real HTTP: what phones, walls and desks are told, and what goes
home in files.
"""

import json
from typing import Any

import jsonschema_rs
import pytest
import requests

from tests.support.clients import Script, room
from tests.support.in_process import InProcess
from tests.unit.export.readers import csv_rows, page, texts, workbook
from workshop.export import results_schema

TEXT = "How safe is it to disagree here?"
PLAN: dict[str, Any] = {
    "title": "T",
    "threshold": 3,
    "questions": [
        {"id": "safe", "kind": "safe", "text": TEXT, "rounds": ["Before", "After"]},
        {"id": "copy", "kind": "agree", "text": f"Now: {TEXT}"},
        {"id": "other", "kind": "agree", "text": "Will it change?"},
    ],
    "translations": {"fr": {"safe.rounds.0": "Avant", "safe.rounds.1": "Après"}},
}
FINAL = "You can change your answer until voting closes."
MOVING = "You can change your answer until the picture on the wall moves."


@pytest.fixture
def session(one_server: InProcess) -> Script:
    return Script(one_server.base, PLAN)


def asked(
    session: Script, question: str, verb: str = "open_question", answers: int = 8
) -> dict[str, Any]:
    """Ask it from the opening to the close; returns the state while it was open."""
    session.do(verb, question=question)
    state = session.state()
    now = state["question"]
    for phone in room(session, answers // 2, answers - answers // 2):
        told = phone.cast([0], question=question, **{"pass": "today", "round": now["round"]})
        assert told["ok"], told
    session.do("close_question", question=question)
    return state


def test_only_the_first_of_two_that_ask_the_same_may_move(session: Script) -> None:
    first = asked(session, "safe")["question"]
    assert (first["results"], first["repeats"], first["round_name"]) == ("live", False, "Before")
    copy = asked(session, "copy")["question"]
    assert (copy["results"], copy["repeats"], copy["round"], copy["round_name"]) == (
        "reveal",
        True,
        1,
        "",
    )
    again = asked(session, "safe", "ask_again")["question"]
    assert (again["results"], again["repeats"], again["round_name"]) == ("reveal", True, "After")
    other = asked(session, "other")["question"]
    assert (other["results"], other["repeats"]) == ("live", False)


def test_phones_say_how_long_an_answer_can_be_changed(session: Script) -> None:
    asked(session, "safe")
    phone = room(session, 1, 0)[0]
    session.do("open_question", question="copy")
    assert said_of_changing(phone.page()) == {FINAL}
    session.do("close_question", question="copy")
    session.do("open_question", question="other")
    assert said_of_changing(phone.page()) == {MOVING}


def said_of_changing(whole: str) -> set[str]:
    """What the page says, without what it hides, and what it keeps for later."""
    shown = whole.split("<template", 1)[0].splitlines()
    return {
        text for line in shown if " hidden" not in line for text in (FINAL, MOVING) if text in line
    }


def test_the_desk_names_the_coming_round(session: Script) -> None:
    assert session.state()["again"] == "Ask again"
    asked(session, "safe")
    state = session.state()
    assert state["again"] == "Ask again: After"
    assert state["plan"][0]["passes"][0]["round_name"] == "Before"
    asked(session, "safe", "ask_again")
    assert session.state()["again"] == "Ask again"


def test_names_of_rounds_go_home_in_every_file_that_tells_the_round(session: Script) -> None:
    asked(session, "safe")
    asked(session, "safe", "ask_again", answers=0)
    asked(session, "other", answers=0)
    whole = json.loads(session.export("results.json"))
    assert [one.get("round_name") for one in whole["results"]] == ["Before", "After", None]
    jsonschema_rs.validator_for(results_schema.schema()).validate(whole)
    said = texts(page(session.export("report.html")), ".//p[@class='pass']")
    assert [
        one.startswith(name)
        for one, name in zip(said, ("today · Before", "today · After"), strict=False)
    ] == [True] * 2
    book = workbook(session.export("results.xlsx"))
    assert [row[2] for row in book["Summary"].iter_rows(min_row=2, values_only=True)] == [
        "1 · Before",
        "2 · After",
        1,
    ]
    assert {row["round"] for row in csv_rows(session.export("results.csv"))} == {"1", "2"}
    again = requests.post(f"{session.base}/api/sessions", json={"baseline": whole}, timeout=60)
    assert again.status_code == 201


def test_phones_read_the_name_of_a_round_in_their_own_language(session: Script) -> None:
    phone = room(session, 1, 0)[0]
    session.do("open_question", question="safe")
    assert ">Before</b>" in phone.page()
    phone.http.cookies.set("language", "fr")
    assert ">Avant</b>" in phone.page()
