"""Talk, map and agreements over real sockets in both async modes: who is told what, and what is
refused.
"""

from typing import Any

import pytest

from tests.support.clients import BUDGET_TODAY, Phone, Script, desk, room, wall
from tests.support.in_process import InProcess

WISHED = {"question": "budget", "pass": "should_be"}
DRAFT = {"question": "budget", "what": "Draft the budget together", "who": "Amina", "by": "in June"}
HOSTILE = "<b onclick=alert(1)>=1+1</b>"


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base)


def ask(session: Script, phones: list[Phone], asking: dict[str, str], choices: list[int]) -> None:
    """Open, let everyone vote, close: the plan streams, so closing reveals."""
    session.do("open_question", **asking)
    for phone, choice in zip(phones, choices, strict=True):
        assert phone.cast([choice], **asking)["ok"]
    session.do("close_question", **asking)


def test_after_a_reveal_the_desk_has_the_talk_in_hand_and_nobody_else(session: Script) -> None:
    phones = room(session, 3, 3)
    with desk(session) as table, wall(session) as screen, phones[0].connect() as phone:
        session.do("open_question", **BUDGET_TODAY)
        table.until_state("open")
        assert table.newest("session_changed")["talk"] is None
        for voter, choice in zip(phones, [3, 2, 4, 0, 1, 2], strict=True):
            assert voter.cast([choice])["ok"]
        session.do("close_question")
        for socket in (table, screen, phone):
            socket.until_state("revealed")
        told = table.newest("session_changed")["talk"]
        assert told["gap"]["distance"] == pytest.approx(2)
        assert told["first"]["key"] == "southern_first"
        assert told["wishes"] == []
        assert "talk" not in screen.newest("session_changed")
        for name in ("talk", "map", "agreements", "wall"):
            assert name not in phone.newest("session_changed")


def test_what_was_voted_but_not_revealed_is_in_no_talk_and_on_no_map(server: InProcess) -> None:
    questions = [
        {"id": "budget", "kind": "who_decides", "text": "Who decides on it?", "passes": ["today"]}
    ]
    session = Script(
        server.base, {"title": "T", "threshold": 3, "results": "reveal", "questions": questions}
    )
    phones = room(session, 3, 3)
    ask(session, phones, BUDGET_TODAY, [3, 2, 4, 0, 1, 2])
    state = session.state()
    assert (state["talk"], state["map"]["order"], state["map"]["sections"]) == (None, [], [])
    session.do("reveal_results")
    shown = session.state()
    assert shown["talk"]["gap"]["distance"] == pytest.approx(2)
    session.do("hide_results")
    hidden = session.state()
    assert hidden["talk"] is None
    assert hidden["map"] == shown["map"]


def test_the_map_grows_with_every_reveal_and_is_on_the_wall_while_it_is_asked_for(
    session: Script,
) -> None:
    phones = room(session, 3, 3)
    ask(session, phones, BUDGET_TODAY, [3, 2, 4, 0, 1, 2])
    with wall(session) as screen:
        screen.until(lambda seen: bool(seen.all("session_changed")))
        assert screen.newest("session_changed")["map"] is None
        session.do("show_map")
        screen.until(lambda seen: seen.newest("session_changed")["map"] is not None)
        (row,) = screen.newest("session_changed")["map"]["sections"][0]["rows"]
        assert row["steps"] == "2.0"
        assert [path["group"] for path in row["paths"]] == ["northern", "southern"]
        assert row["paths"][0]["should_be"] is None
        session.do("hide_map")
        screen.until(lambda seen: seen.newest("session_changed")["map"] is None)
    ask(session, phones, WISHED, [3, 3, 4, 3, 4, 4])
    state = session.state()
    (drawn,) = state["map"]["order"]
    assert (drawn["state"], drawn["gap"]["distance"]) == (
        "veiled",
        pytest.approx(2),
    )  # two of three wished alike
    assert state["talk"]["first"]["key"] == "anyone"


def test_the_end_leaves_the_map_on_the_wall_and_the_desk_can_still_change_what_is_there(
    session: Script,
) -> None:
    ask(session, room(session, 3, 3), BUDGET_TODAY, [3, 2, 4, 0, 1, 2])
    session.do("end_session")
    with wall(session) as screen:
        screen.until(lambda seen: bool(seen.all("session_changed")))
        assert screen.newest("session_changed")["map"]["sections"]
        session.do("add_agreement", what="Meet again")
        session.do("show_agreements")
        screen.until(lambda seen: bool(seen.newest("session_changed")["agreements"]))
        assert screen.newest("session_changed")["map"] is None
        session.do("undo")
        screen.until(lambda seen: seen.newest("session_changed")["map"] is not None)
        assert screen.newest("session_changed")["agreements"] == []
    assert session.refused("blank_screen")[1]["reason"] == "SessionEnded"


def test_an_agreement_typed_at_one_desk_is_at_the_other_and_on_the_wall_only_on_request(
    session: Script,
) -> None:
    with desk(session) as amina, desk(session) as jan, wall(session) as screen:
        assert amina.ask("add_agreement", DRAFT)["ok"]
        jan.until(lambda seen: agreed(seen.newest("session_changed")) == [DRAFT["what"]])
        assert jan.newest("session_changed")["agreements"][0] == {
            "id": jan.newest("session_changed")["agreements"][0]["id"],
            **DRAFT,
            "question_text": "Who decides on the budget between the partners?",
        }
        screen.until(
            lambda seen: seen.newest("session_changed")["version"] == session.state()["version"]
        )
        assert screen.newest("session_changed")["agreements"] == []
        assert jan.ask("show_agreements")["ok"]
        screen.until(lambda seen: agreed(seen.newest("session_changed")) == [DRAFT["what"]])


def agreed(state: dict[str, Any]) -> list[str]:
    return [one["what"] for one in state["agreements"]]


def test_agreements_are_changed_taken_away_and_brought_back(session: Script) -> None:
    with desk(session) as table:
        assert table.ask("add_agreement", DRAFT)["ok"]
        assert table.ask("add_agreement", {"what": f"  {HOSTILE} "})["ok"]
        first, second = session.state()["agreements"]
        assert (second["what"], second["question"], second["question_text"]) == (HOSTILE, None, "")
        assert table.ask(
            "edit_agreement", {"id": first["id"], "what": "Draft it earlier", "by": "in May"}
        )["ok"]
        assert session.state()["agreements"][0] == {
            **first,
            "what": "Draft it earlier",
            "who": "",
            "by": "in May",
        } | {
            "question": None,
            "question_text": "",
        }
        assert table.ask("undo")["ok"]
        assert session.state()["agreements"] == [first, second]
        assert table.ask("remove_agreement", {"id": first["id"]})["ok"]
        assert agreed(session.state()) == [HOSTILE]
        assert table.ask("undo")["ok"]
        assert session.state()["agreements"] == [first, second]
        assert table.ask("remove_agreement", {"id": "nothing"})["reason"] == "UnknownAgreement"


def test_an_agreement_as_long_as_allowed_fits_in_any_script(session: Script) -> None:
    longest = {"what": "ጽ" * 500, "who": "خ" * 200, "by": "é" * 100}
    with desk(session) as table:
        assert table.ask("add_agreement", longest)["ok"]
    session.do("add_agreement", **longest)
    kept = session.state()["agreements"]
    assert [{name: one[name] for name in longest} for one in kept] == [longest, longest]


def test_a_phone_can_write_no_agreement_and_a_wall_neither(session: Script) -> None:
    with Phone(session.base, session.code, "northern").connect() as phone, wall(session) as screen:
        for socket in (phone, screen):
            assert socket.ask("add_agreement", DRAFT)["reason"] == "MalformedRequest"
    assert session.state()["agreements"] == []


def test_agreements_are_in_the_files(session: Script) -> None:
    session.do("add_agreement", **DRAFT)
    session.do("add_agreement", what=HOSTILE)
    assert DRAFT["what"].encode() in session.export("results.json")
    page = session.export("report.html")
    assert DRAFT["what"].encode() in page
    assert b"<b onclick" not in page
    assert b"&lt;b onclick" in page
