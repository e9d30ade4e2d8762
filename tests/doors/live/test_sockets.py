"""The socket door, over real sockets in both async modes: who gets in, what is answered, who is
told what.
"""

from functools import partial

import pytest

from tests.support.clients import BUDGET_TODAY, Phone, Refused, Script, Socket, desk, room, wall
from tests.support.servers import Timed

pytestmark = pytest.mark.both_modes


@pytest.fixture
def session(server: Timed) -> Script:
    return Script(server.base)


@pytest.mark.parametrize(
    ("namespace", "auth", "reason"),
    [
        ("/participant", {"code": "{code}"}, "NotJoined"),
        ("/participant", {}, "UnknownSession"),
        ("/screen", {"key": "wrong"}, "WrongKey"),
        ("/screen", {}, "WrongKey"),
        ("/facilitator", {"code": "{code}", "key": "wrong"}, "WrongKey"),
        ("/facilitator", {"code": "{code}", "key": "{screen_key}"}, "WrongKey"),
        ("/facilitator", {"code": "{code}"}, "WrongKey"),
    ],
)
def test_a_connection_without_proof_is_refused_with_the_reason(
    session: Script, namespace: str, auth: dict[str, str], reason: str
) -> None:
    proof = {name: value.format(**session.links) for name, value in auth.items()}
    with pytest.raises(Refused, match=reason):
        Socket(session.base, namespace, proof)


FOREIGN = [None, "null", "http://evil.example", "{base}.evil.example", "https://127.0.0.1"]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_socket_from_a_foreign_page_is_refused_with_the_right_cookie_too(
    session: Script, origin: str | None
) -> None:
    phone = Phone(session.base, session.code, "northern")
    headers = {"Cookie": phone.cookie} | (
        {"Origin": origin.format(base=session.base)} if origin else {}
    )
    with pytest.raises(Refused):
        Socket(session.base, "/participant", {"code": session.code}, headers)
    with phone.connect() as honest:
        honest.until(lambda socket: bool(socket.all("session_changed")))


def test_one_sessions_key_opens_no_other_session(session: Script) -> None:
    other = Script(session.base)
    with pytest.raises(Refused):
        Socket(session.base, "/facilitator", {"code": session.code, "key": other.key})
    stranger = Phone(session.base, other.code, "northern")
    with pytest.raises(Refused):
        Socket(
            session.base,
            "/participant",
            {"code": session.code},
            {"Cookie": stranger.cookie, "Origin": session.base},
        )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"choices": [99]}, "UnknownChoice"),
        ({"choices": [-1]}, "MalformedRequest"),
        ({"choices": [1, 2]}, "TooManyChoices"),
        ({"choices": "1"}, "MalformedRequest"),
        ({"choices": [True]}, "MalformedRequest"),
        ({"choices": [1.0]}, "MalformedRequest"),
        ({"number": 0}, "MalformedRequest"),
        ({"number": "1"}, "MalformedRequest"),
        ({"round": 2}, "QuestionClosed"),
        ({"pass": "should_be"}, "QuestionClosed"),
        ({"pass": "yesterday"}, "MalformedRequest"),
        ({"question": "nothing"}, "UnknownQuestion"),
        ({"question": "focus"}, "QuestionClosed"),
        ({"name": "Amina"}, "MalformedRequest"),
    ],
)
def test_a_ballot_that_does_not_fit_is_refused_and_a_right_one_still_counts(
    session: Script, changed: dict[str, object], reason: str
) -> None:
    amina = Phone(session.base, session.code, "southern")
    session.do("open_question", **BUDGET_TODAY)
    with amina.connect() as socket:
        refusal = socket.ask("cast_ballot", amina.ballot([1]) | changed)
        assert (refusal["ok"], refusal["reason"]) == (False, reason)
        assert refusal["message"]
        assert socket.ask("cast_ballot", amina.ballot([1]))["ok"]


@pytest.mark.parametrize(
    "body", [None, "text", 7, [], {"question": "budget"}, {}, {"\ud83d": 1, "\u0627": 2}]
)
def test_a_ballot_of_the_wrong_shape_names_the_field(session: Script, body: object) -> None:
    session.do("open_question", **BUDGET_TODAY)
    with Phone(session.base, session.code, "northern").connect() as socket:
        refusal = socket.ask("cast_ballot", body)
    assert refusal["reason"] == "MalformedRequest"


def test_an_unknown_event_is_answered_and_a_facilitators_verb_is_not_a_phones(
    session: Script,
) -> None:
    with Phone(session.base, session.code, "northern").connect() as socket:
        for event in ("open_question", "end_session", "nonsense"):
            assert socket.ask(event, {})["reason"] == "MalformedRequest"
    assert session.state()["session"]["state"] == "lobby"


def test_repeating_a_number_gives_the_same_answer_and_an_older_one_is_refused(
    session: Script,
) -> None:
    amina = Phone(session.base, session.code, "southern")
    session.do("open_question", **BUDGET_TODAY)
    with amina.connect() as socket:
        first, second = amina.ballot([0]), amina.ballot([4])
        assert socket.ask("cast_ballot", first) == {"ok": True, "number": 1}
        assert (
            socket.ask("cast_ballot", second)
            == socket.ask("cast_ballot", second)
            == {
                "ok": True,
                "number": 2,
            }
        )
        assert socket.ask("cast_ballot", first)["reason"] == "StaleBallot"


def test_a_phone_that_returns_is_told_its_number_and_others_are_not(session: Script) -> None:
    amina, jan = (
        Phone(session.base, session.code, "southern"),
        Phone(session.base, session.code, "northern"),
    )
    session.do("open_question", **BUDGET_TODAY)
    assert amina.cast([2])["ok"]
    with amina.connect() as again, jan.connect() as fresh:
        again.until(lambda socket: bool(socket.all("session_changed")))
        fresh.until(lambda socket: bool(socket.all("session_changed")))
        assert again.newest("session_changed")["mine"] == {"number": 1, "locked": False}
        assert fresh.newest("session_changed")["mine"] == {"number": 0, "locked": False}


def test_no_phone_hears_a_result_before_it_is_revealed_and_the_wall_does(session: Script) -> None:
    phones = room(session, 9, 9)
    with wall(session) as screen, phones[0].connect() as socket:
        session.do("open_question", **BUDGET_TODAY)
        for phone in phones:
            assert phone.cast([1])["ok"]
        screen.until(lambda seen: bool(seen.all("results_released")))
        assert socket.all("results_released") == []
        assert socket.all("turnout_changed") == []
        session.do("close_question")
        socket.until(lambda heard: bool(heard.all("results_released")))
        assert socket.newest("results_released")["final"] is True


def _has_a_result_of(passing: str, heard: Socket) -> bool:
    return any(release["pass"] == passing for release in heard.all("results_released"))


def test_whoever_comes_later_is_told_just_what_those_heard_who_were_there(session: Script) -> None:
    phones = room(session, 3, 3)
    with phones[0].connect() as there:
        for passing, choice in (("today", 0), ("should_be", 4)):
            session.do("open_question", question="budget", **{"pass": passing})
            for phone in phones:
                phone.vote([choice], **{"pass": passing})
            session.do("close_question")
            there.until(partial(_has_a_result_of, passing))
            there.until_state("revealed")
            for phone in phones[1:]:
                with phone.connect() as later:
                    later.until(lambda heard: bool(heard.all("results_released")))
                    assert later.newest("results_released") == there.newest("results_released")
                    assert later.newest("session_changed") == there.newest("session_changed")
            session.do("show_question", question="budget", **{"pass": passing})
    assert [release["pass"] for release in there.all("results_released")][-1] == "should_be"


def test_a_result_hidden_until_the_reveal_is_sent_to_nobody(server: Timed) -> None:
    plan = {
        "title": "T",
        "threshold": 3,
        "results": "reveal",
        "questions": [
            {
                "id": "budget",
                "kind": "who_decides",
                "text": "Who decides on it?",
                "passes": ["today"],
            }
        ],
    }
    session = Script(server.base, plan)
    phones = room(session, 3, 3)
    with wall(session) as screen, desk(session) as table:
        session.do("open_question", **BUDGET_TODAY)
        for phone in phones:
            assert phone.cast([3])["ok"]
        session.do("close_question")
        screen.until_state("closed")
        assert screen.all("results_released") == table.all("results_released") == []
        assert b"not revealed" in session.export("results.csv")
        session.do("reveal_results")
        screen.until(lambda seen: bool(seen.all("results_released")))
        assert screen.newest("results_released")["groups"]["northern"] == {
            "voters": 3,
            "veiled": {"3": "nearly_all"},
        }
        session.do("hide_results")
        screen.until_state("closed")
    with wall(session) as late:
        late.until_state("closed")
        assert late.all("results_released") == []


def test_two_desks_see_each_other_and_the_slower_one_is_told(session: Script) -> None:
    with desk(session) as amina, desk(session) as jan:
        amina.until(lambda socket: bool(socket.all("turnout_changed")))
        jan.until(lambda socket: bool(socket.all("turnout_changed")))
        seen = jan.newest("session_changed")["version"]
        assert amina.ask("lock_door", {"version": seen})["ok"]
        refusal = jan.ask("blank_screen", {"version": seen})
        assert (refusal["reason"], refusal["version"]) == ("StaleVersion", seen + 1)
        jan.until(lambda socket: socket.newest("session_changed")["session"]["door"] == "locked")
        assert jan.ask("blank_screen", {"version": refusal["version"]})["ok"]


def test_undo_takes_back_a_reveal_but_never_a_close(session: Script) -> None:
    with desk(session) as table:
        assert table.ask("open_question", BUDGET_TODAY)["ok"]
        assert table.ask("close_question")["ok"]
        assert table.ask("undo")["reason"] == "NothingToUndo"
        assert table.ask("hide_results")["ok"]
        assert table.ask("undo")["ok"]
        assert session.state()["question"]["state"] == "revealed"


def test_undo_takes_back_an_opening_whatever_has_arrived_and_everyone_is_told(
    session: Script,
) -> None:
    amina, jan = (
        Phone(session.base, session.code, "southern"),
        Phone(session.base, session.code, "northern"),
    )
    with desk(session) as table, wall(session) as screen, amina.connect() as socket:
        assert table.ask("open_question", BUDGET_TODAY)["ok"]
        assert socket.ask("cast_ballot", amina.ballot([1]))["ok"]
        assert table.ask("undo")["ok"]
        for each in (table, screen, socket):
            each.until(lambda seen: seen.newest("session_changed")["question"]["taken_back"])
            assert each.newest("session_changed")["question"]["state"] == "shown"
        assert table.ask("undo")["reason"] == "NothingToUndo"
        assert "answer was destroyed unread" in jan.page()
        assert socket.ask("cast_ballot", amina.ballot([2], number=2))["reason"] == "QuestionClosed"
        assert not screen.all("results_released")
        assert table.ask("open_question", BUDGET_TODAY)["ok"]
        socket.until(lambda seen: seen.newest("session_changed")["question"]["round"] == 2)
        assert jan.cast([3], round=2)["ok"]
        assert table.ask("close_question")["ok"]
    results = session.call("GET", "/exports/results.json").json()
    assert [one["round"] for one in results["results"]] == [2]
    assert results["not_revealed"] == []


def test_a_binary_packet_ends_its_connection_unanswered_and_the_same_in_text_is_answered(
    session: Script,
) -> None:
    phone = Phone(session.base, session.code, "northern")
    answers: list[object] = []
    with phone.connect() as socket:
        socket.send_binary("cast_ballot", answers.append)
        socket.until(lambda heard: heard.is_let_go)
    assert answers == []
    with phone.connect() as again:
        assert again.ask("cast_ballot", {})["reason"] == "MalformedRequest"
