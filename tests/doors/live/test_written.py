"""Answers in words over real sockets in both async modes: who reads what, when, and what is left of
it.
"""

import csv
import io
import json
from typing import Any

import pytest

from tests.support.clients import Phone, Script, desk, room, wall
from tests.support.in_process import InProcess

NEXT = {"question": "next", "pass": "today"}
PLAN: dict[str, Any] = {
    "title": "T",
    "threshold": 3,
    "questions": [
        {"id": "next", "kind": "gather", "text": "Which decisions should we talk about?"},
        {"id": "hope", "kind": "reflection", "text": "What do you take home?"},
    ],
}
SAID = ["Who decides on hiring", "Who decides on travel", "<b>=1+1</b>", "من يقرر الميزانية؟"]


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base, PLAN)


def written(
    session: Script, phones: list[Phone], texts: list[str], asking: dict[str, str] = NEXT
) -> None:
    """Open, let everyone write, close."""
    session.do("open_question", **asking)
    for phone, text in zip(phones, texts, strict=True):
        assert phone.cast([], text=text, **asking)["ok"]
    session.do("close_question", **asking)


def texts_at_the_desk(session: Script) -> dict[str, str]:
    """Ids by text."""
    return {one["text"]: one["id"] for one in session.state()["written"]}


def test_the_desk_reads_first_and_the_wall_shows_what_it_lets_through(session: Script) -> None:
    phones = room(session, 3, 3)
    with wall(session) as screen, desk(session) as table, phones[0].connect() as phone:
        written(session, phones, [*SAID, "", "  "])
        for socket in (screen, table, phone):
            socket.until_state("closed")
        assert sorted(texts_at_the_desk(session)) == sorted(SAID)
        assert screen.newest("session_changed")["texts"] == []
        ids = texts_at_the_desk(session)
        session.do("show_texts", texts=[ids[SAID[0]], ids[SAID[3]]])
        assert (
            session.state()["texts"] == []
        )  # closing has revealed nothing, though the plan streams
        session.do("reveal_results")
        screen.until_state("revealed")
        shown = screen.newest("session_changed")["texts"]
        assert sorted(one["text"] for one in shown) == sorted([SAID[0], SAID[3]])
        session.do("show_texts")
        screen.until(lambda seen: len(seen.newest("session_changed")["texts"]) == 4)
        session.do("hide_texts", texts=[ids[SAID[0]]])
        screen.until(lambda seen: len(seen.newest("session_changed")["texts"]) == 3)
        phone.until_state("revealed")
        told = json.dumps(phone.facts, ensure_ascii=False)
        assert "written" not in screen.newest("session_changed")
        assert not [text for text in SAID if text in told]
        assert SAID[1] in json.dumps(screen.facts, ensure_ascii=False)


def test_what_people_write_is_one_pool_and_never_streams(session: Script) -> None:
    phones = room(session, 9, 9)
    with wall(session) as screen:
        session.do("open_question", **NEXT)
        for phone in phones:
            assert phone.cast([], text="Who decides", **NEXT)["ok"]
        screen.until(lambda seen: seen.newest("turnout_changed").get("band") == "from_80")
        assert screen.all("results_released") == []
        session.do("close_question")
        session.do("reveal_results")
        screen.until(lambda seen: bool(seen.all("results_released")))
        release = screen.newest("results_released")
    assert (release["mode"], release["number"]) == ("together", 1)
    assert release["groups"] == {"together": {"voters": 18, "counts": []}}
    assert release["finding"]["text"] == "Here is what people wrote."


@pytest.mark.parametrize(
    ("question", "people", "is_shown"),
    [("next", 2, False), ("next", 3, True), ("hope", 5, False), ("hope", 6, True)],
)
def test_a_reflection_needs_twice_as_many_people(
    session: Script, question: str, people: int, is_shown: bool
) -> None:
    asking = {"question": question, "pass": "today"}
    phones = room(session, people, 0)
    written(session, phones, [f"text {number}" for number in range(people)], asking)
    session.do("show_texts")
    session.do("reveal_results")
    assert len(session.state()["texts"]) == (people if is_shown else 0)
    assert (b"text 0" in session.export("results.json")) is is_shown


@pytest.mark.parametrize(("question", "least"), [("next", 3), ("hope", 6)])
def test_blanks_do_not_open_the_texts_of_too_few(
    server: InProcess, session: Script, question: str, least: int
) -> None:
    """Nobody reads them, and nothing of them is left; everybody is told that fewer than so many
    wrote.
    """
    asking = {"question": question, "pass": "today"}
    phones = room(session, 6, 0)
    with wall(session) as screen:
        written(
            session,
            phones,
            ["Somebody is afraid of him", *["y"] * (least - 2), *[""] * (7 - least)],
            asking,
        )
        assert session.state()["written"] == []
        session.do("reveal_results")
        screen.until(lambda seen: bool(seen.all("results_released")))
        release = screen.newest("results_released")
    assert release["groups"] == {"together": {"suppressed": True, "reason": "fewer_than_k"}}
    assert release["finding"]["text"].startswith(f"Fewer than {least} people wrote something.")
    assert not on_disk(server, b"Somebody is afraid of him")
    assert b"no_answer" not in session.export("results.csv")


def test_what_is_deleted_is_gone_from_desk_wall_files_and_disk(
    server: InProcess, session: Script
) -> None:
    phones = room(session, 3, 3)
    written(session, phones, [*SAID, "Somebody is named here", "Who decides on reports"])
    session.do("show_texts")
    gone = texts_at_the_desk(session)["Somebody is named here"]
    assert on_disk(server, b"Somebody is named here")
    session.do("reject_texts", texts=[gone])
    assert not on_disk(server, b"Somebody is named here")
    assert on_disk(server, b"Who decides on reports")
    session.do("reveal_results")
    assert session.refused("show_texts", texts=[gone])[1]["reason"] == "UnknownText"
    for name in ("results.json", "results.csv", "report.html"):
        assert b"Somebody is named here" not in session.export(name)
        assert b"Who decides on reports" in session.export(name)


def test_a_deletion_by_mistake_is_undone(session: Script) -> None:
    phones = room(session, 2, 2)
    written(session, phones, SAID)
    session.do("reject_texts", texts=list(texts_at_the_desk(session).values()))
    assert session.state()["written"] == []
    session.do("undo")
    assert sorted(texts_at_the_desk(session)) == sorted(SAID)


def test_texts_are_made_into_a_question_and_stand_below_it(session: Script) -> None:
    phones = room(session, 2, 2)
    written(session, phones, SAID)
    ids = texts_at_the_desk(session)
    made = {"kind": "who_decides", "text": "Who decides on people?"}
    assert (
        session.refused("add_question", question=made, texts=["nothing"])[1]["reason"]
        == "UnknownText"
    )
    session.do("add_question", question=made, texts=[ids[SAID[0]], ids[SAID[1]]])
    session.do("show_texts")
    session.do("reveal_results")
    state = session.state()
    assert [item["text"] for item in state["plan"]][1] == "Who decides on people?"
    below = {
        one["text"] for one in state["texts"] if one["question_text"] == "Who decides on people?"
    }
    assert below == {SAID[0], SAID[1]}
    session.do("remove_question", question=state["plan"][1]["id"])
    assert {one["question"] for one in session.state()["written"]} == {None}


def test_files_hold_what_was_let_through_and_a_spreadsheet_runs_none_of_it(session: Script) -> None:
    phones = room(session, 2, 2)
    written(session, phones, ["=1+1", "@cmd", SAID[2], SAID[3]])
    session.do("show_texts")
    session.do("reveal_results")
    rows = list(csv.DictReader(io.StringIO(session.export("results.csv").decode("utf-8-sig"))))
    said = {row["choice_text"] for row in rows if row["choice"] == "text"}
    assert said == {"'=1+1", "'@cmd", SAID[2], SAID[3]}
    assert {row["group"] for row in rows if row["choice"] == "text"} == {"together"}
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in session.export("report.html").decode()
    kept = json.loads(session.export("results.json"))
    assert sorted(one["text"] for one in kept["written"]) == sorted(
        ["=1+1", "@cmd", SAID[2], SAID[3]]
    )


def test_what_was_not_revealed_is_in_no_file(session: Script) -> None:
    phones = room(session, 2, 2)
    written(session, phones, SAID)
    session.do("show_texts")
    assert b"Who decides on hiring" not in session.export("results.json")
    session.do("end_session")
    assert b"Who decides on hiring" not in session.export("report.html")


@pytest.mark.parametrize(
    ("asked", "ballot", "reason"),
    [
        ("next", {"choices": [], "text": "x" * 281}, "TextTooLong"),
        ("next", {"choices": [0], "text": "x"}, "UnknownChoice"),
        ("next", {"choices": [], "text": 5}, "MalformedRequest"),
        ("next", {"choices": [], "text": "x" * 2001}, "MalformedRequest"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_and_nothing_is_counted(
    session: Script, asked: str, ballot: dict[str, Any], reason: str
) -> None:
    phone, other, third = room(session, 2, 1)
    session.do("open_question", **NEXT)
    assert (
        phone.post("/ballots", json={**NEXT, "round": 1, "number": 1, **ballot}).json()["reason"]
        == reason
    )
    for one in (other, third):
        assert one.cast([], text="Who decides on travel", **NEXT)["ok"]
    assert phone.cast([], text="é" * 280, **NEXT)["ok"]
    session.do("close_question")
    session.do("reveal_results")
    session.do("show_texts")
    assert sorted(one["text"] for one in session.state()["texts"]) == [
        "Who decides on travel"
    ] * 2 + ["é" * 280]


def test_a_text_for_a_question_of_choices_is_refused(server: InProcess) -> None:
    session = Script(server.base)
    (phone,) = room(session, 1, 0)
    session.do("open_question", question="budget")
    assert phone.cast([0], text="and this")["reason"] == "TextNotAsked"


def on_disk(server: InProcess, words: bytes) -> bool:
    return any(words in path.read_bytes() for path in server.data.rglob("*") if path.is_file())
