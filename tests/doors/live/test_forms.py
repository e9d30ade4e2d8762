"""The form of the picture and the size of the letters: kept, undone, refused; and nothing more is
told by them.
"""

from functools import partial

import pytest

from tests.support.clients import BUDGET_TODAY, Script, Socket, room, wall
from tests.support.in_process import InProcess


@pytest.fixture
def session(server: InProcess) -> Script:
    session = Script(server.base)
    phones = room(session, 3, 3)
    session.do("open_question", **BUDGET_TODAY)
    for phone, choice in zip(phones, [0, 1, 2, 2, 3, 4], strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    return session


def _is_drawn_as(form: str, heard: Socket) -> bool:
    return bool(heard.newest("results_released")["picture"]["form"] == form)


def test_the_wall_is_sent_the_same_release_in_another_form(session: Script) -> None:
    with wall(session) as screen:
        for form, drawn in (("shares", "shares"), ("table", "table"), ("bars", "diverging")):
            session.do("choose_form", form=form)
            screen.until(partial(_is_drawn_as, drawn))
            told = screen.newest("results_released")
            assert told["groups"]["northern"]["counts"] == [1, 1, 1, 0, 0, 0]
            assert (told["table"] is not None) == (form == "table")
    assert session.state()["wall"]["forms"] == ["bars", "shares", "table"]


def test_they_can_be_undone_and_a_late_desk_is_told(session: Script) -> None:
    session.do("choose_text_size", size=2)
    session.do("choose_form", form="table")
    assert session.state()["undo"]["label"] == "Undo: another picture"
    session.do("undo")
    assert (session.state()["wall"]["form"], session.state()["wall"]["text_size"]) == ("bars", 2)
    assert session.refused("choose_form", form="table", version=1)[1]["reason"] == "StaleVersion"


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("choose_form", {}),
        ("choose_form", {"form": "pie"}),
        ("choose_form", {"form": 1}),
        ("choose_text_size", {"size": 4}),
        ("choose_text_size", {"size": -3}),
        ("choose_text_size", {"size": "2"}),
        ("choose_text_size", {}),
    ],
)
def test_other_forms_and_sizes_are_refused(
    session: Script, verb: str, body: dict[str, object]
) -> None:
    before = session.state()["version"]
    status, answer = session.refused(verb, **body)
    assert (status, answer["reason"]) == (400, "MalformedRequest")
    assert session.state()["version"] == before


def test_dots_are_offered_and_sent_once_both_passes_are_revealed_and_go_with_the_result(
    session: Script,
) -> None:
    session.do("choose_form", form="dots")
    assert session.state()["dots"] is None
    assert session.state()["wall"]["forms"] == ["bars", "shares", "table"]
    wished = {**BUDGET_TODAY, "pass": "should_be"}
    session.do("open_question", **wished)
    assert session.state()["dots"] is None
    for phone in room(session, 3, 3):
        assert phone.cast([3 if phone.group == "northern" else 4], **wished)["ok"]
    session.do("close_question")
    with wall(session) as screen:
        screen.until(
            lambda heard: bool(heard.all("session_changed")) and bool(heard.all("results_released"))
        )
        state = screen.newest("session_changed")
        assert screen.newest("results_released")["picture"]["form"] == "diverging"
    assert state["wall"]["forms"] == ["bars", "shares", "dots", "table"]
    [of_the_map] = [
        row for row in session.state()["map"]["sections"][0]["rows"] if row["question"] == "budget"
    ]
    drawn = [
        {name: row[name] for name in ("group", "today", "should_be")}
        for row in state["dots"]["rows"]
    ]
    assert drawn == of_the_map["paths"]
    assert [row["missing"] for row in state["dots"]["rows"]] == [
        "should be: all or nearly all alike"
    ] * 2
    session.do("hide_results", **wished)
    assert session.state()["dots"] is None
