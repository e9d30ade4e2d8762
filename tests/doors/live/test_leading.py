"""Leading a session, over real sockets: new questions, timer, pause, colours, as desks, wall and
phones are told.
"""

import pytest
import requests

from tests.support.clients import BUDGET_TODAY, Phone, Script, Socket, desk, wall
from tests.support.in_process import InProcess

FOUND = {"kind": "who_decides", "text": "Who decides who chairs?", "passes": ["today", "should_be"]}


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base)


def texts(session: Script) -> list[str]:
    return [item["text"] for item in session.state()["plan"]]


def paused(socket: Socket) -> bool:
    return bool(socket.newest("session_changed")["session"]["paused"])


def test_a_question_added_on_the_spot_is_asked_like_any_other(session: Script) -> None:
    session.do("show_question", **BUDGET_TODAY)
    session.do("add_question", question=FOUND)
    assert texts(session)[1] == FOUND["text"]
    phone = Phone(session.base, session.code, "southern")
    session.do("open_question", question="added-1", **{"pass": "today"})
    assert phone.cast([2], question="added-1")["ok"]
    session.do("close_question")
    status, refusal = session.refused("remove_question", question="added-1")
    assert (status, refusal["reason"]) == (409, "QuestionAsked")
    assert FOUND["text"] in session.export("results.json").decode()


def test_adding_and_taking_out_can_be_undone(session: Script) -> None:
    before = texts(session)
    session.do("add_question", question=FOUND)
    session.do("undo")
    assert texts(session) == before
    session.do("remove_question", question="focus")
    assert len(texts(session)) == 1
    session.do("undo")
    assert texts(session) == before


def test_a_question_added_survives_the_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("added")
    with InProcess(folder) as before:
        session = Script(before.base)
        session.do("add_question", question=FOUND)
    with InProcess(folder) as after:
        session.base = after.base
        assert texts(session)[-1] == FOUND["text"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({}, "kind"),
        ({"kind": "who_decides", "text": ""}, "text"),
        ({"kind": "choice", "text": "Which?"}, "choices"),
        ({"kind": "choice", "text": "Which?", "choices": ["a", "a"]}, "says the same"),
        ({"kind": "agree", "text": "x" * 501}, "500"),
        ({"kind": "agree", "text": "Well?", "colour": "red"}, "colour"),
    ],
)
def test_a_faulty_question_is_refused_in_words_and_nothing_is_added(
    session: Script, question: dict[str, object], words: str
) -> None:
    before = session.state()
    status, refusal = session.refused("add_question", question=question)
    assert (status, refusal["reason"]) == (400, "FaultyQuestion")
    assert words in refusal["message"].lower()
    assert session.state() == before


def test_a_question_that_is_open_is_not_taken_out(session: Script) -> None:
    session.do("open_question", **BUDGET_TODAY)
    assert session.refused("remove_question", question="budget")[1]["reason"] == "QuestionAsked"
    assert session.state()["question"]["state"] == "open"


def test_the_timer_runs_on_wall_and_desk_and_closes_nothing(one_server: InProcess) -> None:
    session = Script(one_server.base)
    session.do("open_question", **BUDGET_TODAY)
    session.do("start_timer", seconds=10)
    with wall(session) as screen, desk(session) as lead:
        for socket in (screen, lead):
            socket.until(lambda heard: bool(heard.all("session_changed")))
            assert 0 < socket.newest("session_changed")["wall"]["timer"]["left"] <= 10
        one_server.time.pass_time(11)
        state = session.state()
        assert (state["wall"]["timer"], state["question"]["state"]) == ({"left": 0}, "open")
        session.do("stop_timer")
        screen.until(lambda heard: heard.newest("session_changed")["wall"]["timer"] is None)


@pytest.mark.parametrize("seconds", [9, 3601, "60", 60.5, None])
def test_a_timer_of_no_sensible_length_is_refused(session: Script, seconds: object) -> None:
    assert session.refused("start_timer", seconds=seconds)[1]["reason"] == "MalformedRequest"


def test_paused_phones_are_told_and_what_they_send_still_counts(session: Script) -> None:
    phone = Phone(session.base, session.code, "southern")
    session.do("open_question", **BUDGET_TODAY)
    with phone.connect() as socket:
        socket.until_state("open")
        session.do("pause_phones")
        socket.until(paused)
        assert "Please look up." in phone.page()
        assert socket.ask("cast_ballot", phone.ballot([1]))["ok"]
        session.do("resume_phones")
        socket.until(lambda heard: not paused(heard))
    assert requests.get(f"{session.base}/j/{session.code}", timeout=60).ok


def test_the_walls_colours_are_told_to_walls_and_stay(session: Script) -> None:
    assert session.state()["wall"]["theme"] == "own"
    with wall(session) as screen:
        screen.until(lambda heard: bool(heard.all("session_changed")))
        session.do("darken_screen")
        screen.until(lambda heard: heard.newest("session_changed")["wall"]["theme"] == "dark")
    session.do("show_question", **BUDGET_TODAY)
    assert session.state()["wall"]["theme"] == "dark"
    session.do("lighten_screen")
    assert session.state()["wall"]["theme"] == "light"


def test_an_end_ends_pause_and_timer(session: Script) -> None:
    session.do("pause_phones")
    session.do("start_timer", seconds=600)
    session.do("end_session")
    state = session.state()
    assert (state["session"]["paused"], state["wall"]["timer"]) == (False, None)
