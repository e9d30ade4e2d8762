"""Up to six people on one phone, over real HTTP and sockets: each counted once, none by another's
hand.
"""

import json
import re

import pytest

from tests.support.clients import BUDGET_TODAY, Phone, Refused, Script, Socket, room
from tests.support.in_process import InProcess


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base)


@pytest.fixture
def shared(session: Script) -> Phone:
    """Jan's phone, which Amina and a third person share: Northern, Southern, Southern."""
    phone = Phone(session.base, session.code, "northern")
    for seat in (2, 3):
        assert take_seat(phone, seat, "southern") == 303
    return phone


def take_seat(phone: Phone, seat: int, group: str, **more: str) -> int:
    phone.http.get(f"{phone.base}/j/{phone.code}/seat/{seat}", timeout=60)
    return phone.post(f"/seat/{seat}/join", data={"group": group} | more).status_code


def cast(phone: Phone, seat: int, choices: list[int], number: int = 1) -> dict[str, object]:
    where = "/ballots" if seat == 1 else f"/seat/{seat}/ballots"
    answer: dict[str, object] = phone.post(
        where, json=phone.ballot(choices) | {"number": number}
    ).json()
    return answer


def seated(phone: Phone, seat: object) -> Socket:
    auth: dict[str, object] = {"code": phone.code, "seat": seat}
    return Socket(phone.base, "/participant", auth, {"Cookie": phone.cookie, "Origin": phone.base})  # type: ignore[arg-type]


def final(session: Script) -> dict[str, dict[str, object]]:
    session.do("close_question")
    (result,) = json.loads(session.export("results.json"))["results"]
    groups: dict[str, dict[str, object]] = result["groups"]
    return groups


def test_three_people_on_one_phone_are_three_answers_in_their_groups(
    session: Script, shared: Phone
) -> None:
    room(session, 3, 3)
    session.do("open_question", **BUDGET_TODAY)
    others = room(session, 2, 1)
    for phone, choice in zip(others, (0, 4, 0), strict=True):
        assert phone.cast([choice])["ok"]
    for seat, choice in ((1, 1), (2, 2), (3, 3)):
        assert cast(shared, seat, [choice])["ok"]
    assert cast(shared, 2, [2])["ok"]  # the same number again counts once
    groups = final(session)
    assert groups["northern"]["counts"] == [1, 1, 0, 0, 1, 0]
    assert groups["southern"]["counts"] == [1, 0, 1, 1, 0, 0]


def test_each_seat_has_its_own_number_and_changes_only_its_own_answer(
    session: Script, shared: Phone
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    assert cast(shared, 1, [1], number=4)["ok"]
    with seated(shared, 1) as jan, seated(shared, 2) as amina:
        for socket, number in ((jan, 4), (amina, 0)):
            socket.until(lambda heard: bool(heard.all("session_changed")))
            assert socket.newest("session_changed")["mine"]["number"] == number
        assert amina.ask("cast_ballot", shared.ballot([2]) | {"number": 1})["ok"]
        assert cast(shared, 2, [3], number=1)[
            "ok"
        ]  # the same ballot of the same person, by another way
    assert cast(shared, 1, [0], number=3)["reason"] == "StaleBallot"


@pytest.mark.parametrize("seat", [0, 4, 7, "2", None, 2.0, True, [2]])
def test_a_socket_without_a_seat_that_was_taken_is_refused(shared: Phone, seat: object) -> None:
    with pytest.raises(Refused, match="NotJoined"):
        with seated(shared, seat):
            pass


@pytest.mark.parametrize("seat", [0, 5, 7, 99999999])
def test_a_seat_nobody_was_offered_is_refused_kindly(
    session: Script, shared: Phone, seat: int
) -> None:
    assert take_seat(shared, seat, "northern") == 404
    page = shared.http.get(f"{shared.base}/j/{shared.code}/seat/{seat}", timeout=60)
    assert page.status_code == 404
    assert "At most 6 people share a phone" in page.text
    assert cast(shared, seat, [1])["reason"] == "NotJoined"


def test_six_share_a_phone_and_no_more(session: Script, shared: Phone) -> None:
    for seat in (4, 5, 6):
        assert (
            "Somebody new: person"
            in shared.http.get(f"{shared.base}/j/{shared.code}/seats", timeout=60).text
        )
        assert take_seat(shared, seat, "neither") == 303
    full = shared.http.get(f"{shared.base}/j/{shared.code}/seats", timeout=60).text
    assert "Somebody new" not in full
    assert "Person 6" in full
    assert take_seat(shared, 7, "neither") == 404


def test_a_locked_door_is_locked_for_new_seats_and_open_for_those_that_sit(
    session: Script, shared: Phone
) -> None:
    session.do("lock_door")
    assert take_seat(shared, 4, "northern") == 403
    session.do("open_question", **BUDGET_TODAY)
    assert cast(shared, 3, [1])["ok"]


def test_with_slips_each_seat_takes_one_of_its_own(session: Script) -> None:
    session.do("make_slips", northern=2, southern=1)
    slips = session.call("GET", "/slips").json()
    phone = Phone(session.base, session.code, "northern", slips["northern"][0])
    assert take_seat(phone, 2, "southern") == 403
    assert take_seat(phone, 2, "southern", slip=slips["northern"][0]) == 403
    scanned = phone.http.get(f"{phone.base}/J/{phone.code}/{slips['southern'][0]}", timeout=60)
    assert scanned.url == f"{phone.base}/j/{phone.code}/seats?slip={slips['southern'][0]}"
    assert f"/seat/2?slip={slips['southern'][0]}" in scanned.text
    assert take_seat(phone, 2, "southern", slip=slips["southern"][0]) == 303


def test_the_list_of_seats_tells_numbers_and_nothing_of_anybody(
    session: Script, shared: Phone
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    before = shared.http.get(f"{shared.base}/j/{shared.code}/seats", timeout=60).text
    assert cast(shared, 2, [2])["ok"]
    assert shared.http.get(f"{shared.base}/j/{shared.code}/seats", timeout=60).text == before
    assert "Person 3" in before
    for word in ("Northern", "Southern", "ounted"):
        assert word not in before
    alone = Phone(session.base, session.code, "southern")
    assert "Person 1" not in alone.page()  # a phone that is not shared says nothing of seats
    assert "Person 1" in shared.page()


def test_every_way_from_a_seats_page_leads_back_to_that_seat(
    session: Script, shared: Phone
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    page = f"/j/{shared.code}/seat/2"
    for path in (page, f"{page}/promise", f"{page}?change=1"):
        text = shared.http.get(shared.base + path, timeout=60).text
        ways = re.findall(rf'(?:href|action|url)="?(/j/{shared.code}[^"]*)', text)
        assert ways
        assert {way for way in ways if not way.startswith(page)} <= {f"/j/{shared.code}/seats"}
