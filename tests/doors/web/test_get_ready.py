"""Before people come, over real HTTP: what is checked, what is printed, and a rehearsal of a real
server.
"""

from urllib.parse import urlsplit

import pytest
import requests

from tests.support.clients import Script, wall
from tests.support.in_process import InProcess
from workshop.server.http.addresses import base_urls, lan_addresses


@pytest.fixture
def session(one_server: InProcess) -> Script:
    return Script(one_server.base)


@pytest.fixture
def desk(session: Script) -> requests.Session:
    """A facilitator's browser."""
    browser = requests.Session()
    browser.headers["Origin"] = session.base
    entered = browser.post(
        f"{session.base}/f/{session.code}/enter", json={"key": session.key}, timeout=60
    )
    assert entered.status_code == 200
    return browser


def page(desk: requests.Session, session: Script, name: str = "ready") -> str:
    answer = desk.get(f"{session.base}/f/{session.code}/{name}", timeout=60)
    assert answer.status_code == 200
    return answer.text


def send(
    desk: requests.Session, session: Script, page: str, /, **fields: object
) -> requests.Response:
    return desk.post(
        f"{session.base}/f/{session.code}/{page}", data=fields, timeout=60, allow_redirects=False
    )


def test_a_phone_that_comes_by_the_lans_address_is_ticked_off_and_this_machine_is_not(
    desk: requests.Session, session: Script
) -> None:
    requests.get(f"{session.base}/j/{session.code}", timeout=60)
    assert f"No phone has reached {session.base} yet" in page(desk, session)


def test_the_wall_is_ticked_off_while_it_is_connected(
    desk: requests.Session, session: Script
) -> None:
    assert "The wall is not connected yet" in page(desk, session)
    with wall(session) as screen:
        screen.until(lambda heard: bool(heard.all("session_changed")))
        assert "The wall is connected" in page(desk, session)


def test_questions_that_ask_the_same_are_told_before_people_come(
    desk: requests.Session, session: Script
) -> None:
    assert "asks the same as" not in page(desk, session)
    first = session.state()["plan"][0]
    session.do("add_question", question={"kind": "agree", "text": first["text"].upper()})
    said = "Question 2 asks the same as question 1. Its result does not move while people vote"
    [note] = [one["note"] for one in session.state()["plan"] if one["id"] == "added-1"]
    number = 1 + [one["id"] for one in session.state()["plan"]].index("added-1")
    assert note.startswith(said.replace("Question 2", f"Question {number}"))
    assert note in page(desk, session)


def test_the_disk_is_really_written_to(desk: requests.Session, session: Script) -> None:
    assert "Votes can be written to the disk" in page(desk, session)


@pytest.mark.skipif(
    not lan_addresses(), reason="this machine has no address that others could reach"
)
def test_the_chosen_address_is_the_one_on_the_wall_and_on_paper(
    desk: requests.Session, session: Script
) -> None:
    other = base_urls(urlsplit(session.base).port or 0)[0]
    assert other != session.base
    assert send(desk, session, "address", address=other).status_code == 303
    host = urlsplit(other).netloc
    assert session.state()["wall"]["join_address"] == host
    assert session.state()["links"]["join_url"] == f"{other}/j/{session.code}"
    assert host in page(desk, session, "sheet")
    code = requests.get(f"{session.base}/j/{session.code}/qr.svg", timeout=60)
    assert code.status_code == 200
    assert session.do("undo")
    assert session.state()["wall"]["join_address"] == urlsplit(session.base).netloc


@pytest.mark.parametrize("length", [5, 7, 400, 2200, 3500])
def test_only_what_is_as_long_as_a_join_code_is_drawn_unseen(session: Script, length: int) -> None:
    """A picture of 2200 letters takes 100 ms of processor: asked for again and again, nobody else
    gets a turn.
    """
    at = {"at": urlsplit(session.base).netloc}
    assert requests.get(f"{session.base}/j/QQQQQQ/qr.svg", params=at, timeout=60).status_code == 200
    long = requests.get(f"{session.base}/j/{'Q' * length}/qr.svg", params=at, timeout=60)
    assert (long.status_code, long.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("address", ["", "http://evil.example", "javascript:alert(1)"])
def test_an_address_that_is_not_ours_is_refused(
    desk: requests.Session, session: Script, address: str
) -> None:
    before = session.state()
    refused = send(desk, session, "address", address=address)
    assert refused.status_code == 400
    assert "not one of this computer" in refused.text
    assert session.state() == before


def test_the_wifi_is_on_the_sheet_and_kept_nowhere(desk: requests.Session, session: Script) -> None:
    assert (
        "tamarindo9" in send(desk, session, "sheet", name="Sala azul", password="tamarindo9").text
    )
    assert "tamarindo9" not in page(desk, session, "sheet")
    assert "tamarindo9" not in page(desk, session, "ready")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "Sala", "password": "short"}, "at least 8 characters"),
        ({"name": "", "password": ""}, "name"),
        ({"name": "x" * 33}, "name"),
    ],
)
def test_a_wifi_that_cannot_be_is_refused(
    desk: requests.Session, session: Script, fields: dict[str, str], words: str
) -> None:
    refused = send(desk, session, "sheet", **fields)
    assert refused.status_code == 400
    assert words in refused.text


def test_a_rehearsal_is_a_marked_session_of_its_own(
    desk: requests.Session, session: Script
) -> None:
    there = send(desk, session, "rehearse", phones="12")
    assert there.status_code == 303
    code = there.headers["Location"].rsplit("/", 1)[-1]
    assert code != session.code
    state = desk.get(f"{session.base}/api/sessions/{code}", timeout=60).json()
    assert state["session"]["rehearsal"] is True
    assert state["links"]["exports"] == []
    assert session.state()["session"]["rehearsal"] is False
    assert "Rehearsal" in requests.get(f"{session.base}/j/{code}", timeout=60).text
    files = desk.get(f"{session.base}/api/sessions/{code}/exports/results.csv", timeout=60)
    assert (files.status_code, files.json()["reason"]) == (409, "NothingKept")
    assert desk.delete(f"{session.base}/api/sessions/{code}", timeout=60).status_code == 200


@pytest.mark.parametrize("phones", ["0", "101", "many", ""])
def test_a_rehearsal_with_a_number_that_makes_no_sense_is_refused(
    desk: requests.Session, session: Script, phones: str
) -> None:
    assert send(desk, session, "rehearse", phones=phones).status_code == 400


def test_a_rehearsal_does_not_outlive_the_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rehearsal")
    with InProcess(folder) as before:
        session = Script(before.base)
        browser = requests.Session()
        browser.headers["Origin"] = session.base
        browser.post(
            f"{session.base}/f/{session.code}/enter", json={"key": session.key}, timeout=60
        )
        code = send(browser, session, "rehearse", phones="3").headers["Location"].rsplit("/", 1)[-1]
    with InProcess(folder) as after:
        assert requests.get(f"{after.base}/j/{code}", timeout=60).status_code == 404
        assert requests.get(f"{after.base}/j/{session.code}", timeout=60).status_code == 200
