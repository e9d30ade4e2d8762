"""`present.json`: what a socket would say, for pages whose socket is down."""

from typing import Any

import pytest
import requests

from tests.support.clients import BUDGET_TODAY, Phone, Script, Socket, desk
from tests.support.servers import Server

GROUPS = ("northern", "southern", "neither", "northern", "southern", "neither")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "sw")


@pytest.fixture
def session(one_server: Server) -> Script:
    return Script(one_server.base)


@pytest.fixture
def phones(session: Script) -> list[Phone]:
    """Six people of every group, each reading in another language."""
    found = [Phone(session.base, session.code, group) for group in GROUPS]
    for phone, language in zip(found, LANGUAGES, strict=True):
        assert phone.post("/language", data={"language": language}).status_code == 303
    return found


def present(phone: Phone) -> requests.Response:
    address = f"{phone.base}/j/{phone.code}/present.json"
    return phone.http.get(address, timeout=20)


def newest(socket: Socket) -> dict[str, Any]:
    """What a socket has been told, as `present.json` has it."""
    names = {
        "state": "session_changed",
        "turnout": "turnout_changed",
        "release": "results_released",
    }
    socket.until(lambda heard: bool(heard.all("results_released")))
    return {part: socket.newest(event) for part, event in names.items() if socket.all(event)}


def test_a_phone_is_told_the_same_bytes_whatever_its_group_its_answer_and_its_language(
    session: Script, phones: list[Phone]
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    for choice, phone in enumerate(phones):
        phone.cast([choice % 5])
    told = {present(phone).content for phone in phones}
    assert len({phone.page() for phone in phones}) == len(phones)  # there is something to tell
    assert len(told) == 1
    assert b'"mine":{"number":1,"locked":false}' in told.pop()
    session.do("close_question", **BUDGET_TODAY)
    assert len({present(phone).content for phone in phones}) == 1


def test_a_phone_without_a_socket_is_told_what_its_socket_would_say(
    session: Script, phones: list[Phone]
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    assert present(phones[0]).json()["release"] is None
    session.do("close_question", **BUDGET_TODAY)
    with phones[0].connect() as socket:
        assert present(phones[0]).json() == newest(socket)


def test_a_wall_without_a_socket_is_told_what_its_socket_would_say(session: Script) -> None:
    session.do("open_question", **BUDGET_TODAY)
    session.do("close_question", **BUDGET_TODAY)
    auth = {"key": session.screen_key}
    with Socket(session.base, "/screen", auth, {"Origin": session.base}) as socket:
        told = requests.get(f"{session.links['screen_url']}/present.json", timeout=20)
        assert told.json() == newest(socket)


def test_a_desk_without_a_socket_is_told_what_its_socket_would_say(session: Script) -> None:
    session.do("open_question", **BUDGET_TODAY)
    session.do("close_question", **BUDGET_TODAY)
    address = f"{session.base}/f/{session.code}/present.json"
    with desk(session) as socket:
        told = requests.get(
            address, headers={"Authorization": f"Bearer {session.key}"}, timeout=20
        ).json()
        expected = newest(socket)
    assert told == expected


def test_it_is_kept_nowhere_and_small(session: Script, phones: list[Phone]) -> None:
    session.do("open_question", **BUDGET_TODAY)
    wall = requests.get(f"{session.links['screen_url']}/present.json", timeout=20)
    for answer in (present(phones[0]), wall):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/json"
        assert "Set-Cookie" not in answer.headers
    sent = int(present(phones[0]).headers["Content-Length"])
    page = phones[0].http.get(f"{session.base}/j/{session.code}", timeout=20)
    assert 2 * sent < int(page.headers["Content-Length"])  # though it holds six languages


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/j/{code}/present.json", "NotJoined"),
        ("/j/{code}/seat/2/present.json", "NotJoined"),
        ("/j/XXXXXX/present.json", "UnknownSession"),
        ("/s/wrong/present.json", "WrongKey"),
        ("/f/{code}/present.json", "WrongKey"),
    ],
)
def test_who_lacks_the_proof_gets_a_refusal_a_script_can_read(
    session: Script, address: str, reason: str
) -> None:
    answer = requests.get(session.base + address.format(code=session.code), timeout=20)
    assert answer.json()["reason"] == reason
    assert answer.status_code in (403, 404)


def test_a_shared_phone_tells_each_seat_its_own(session: Script) -> None:
    phone = Phone(session.base, session.code, "northern")
    assert phone.post("/seat/2/join", data={"group": "southern"}).status_code == 303
    session.do("open_question", **BUDGET_TODAY)
    phone.cast([1])
    second = phone.http.get(f"{phone.base}/j/{phone.code}/seat/2/present.json", timeout=20)
    assert present(phone).json()["state"]["mine"]["number"] == 1
    assert second.json()["state"]["mine"]["number"] == 0
