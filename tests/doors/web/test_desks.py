"""Other desks, over real HTTP and sockets: a key of one's own, told once, closed for good."""

from typing import Any

import pytest
import requests

from tests.support.clients import Refused, Script, Socket
from tests.support.in_process import InProcess


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base)


def another(session: Script, name: str = "Amina") -> Script:
    """A second facilitator, who came by a link of their own."""
    answer = session.call("POST", "/desks", json={"name": name})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["facilitator_url"] == f"{session.base}/f/{session.code}#{made['facilitator_key']}"
    second = object.__new__(Script)
    second.__dict__ = session.__dict__ | {"key": made["facilitator_key"]}
    return second


def desk_of(script: Script) -> Socket:
    return Socket(
        script.base,
        "/facilitator",
        {"code": script.code, "key": script.key},
        {"Origin": script.base},
    )


def listed(script: Script) -> dict[str, dict[str, object]]:
    return {desk["name"]: desk for desk in script.call("GET", "/desks").json()["desks"]}


def test_two_desks_lead_one_session_each_with_a_key_of_its_own(session: Script) -> None:
    second = another(session)
    assert second.key != session.key
    assert second.do("lock_door")["version"] == session.state()["version"]
    assert listed(session)[""]["own"] is True
    assert listed(second)["Amina"]["own"] is True
    assert listed(second)[""]["own"] is False
    assert session.key not in session.call("GET", "/desks").text
    assert second.key not in session.call("GET", "/desks").text


def test_a_closed_desk_is_cut_off_at_once_and_its_link_opens_nothing_any_more(
    session: Script,
) -> None:
    second = another(session)
    with desk_of(session) as own, desk_of(second) as other:
        for desk in (own, other):
            desk.until(lambda heard: bool(heard.all("session_changed")))
        assert other.ask("lock_door", {})["ok"]
        assert session.call("DELETE", f"/desks/{listed(session)['Amina']['id']}").status_code == 200
        other.until(lambda heard: heard.is_let_go)
        assert own.ask("unlock_door", {})["ok"]
    with pytest.raises(Refused, match="WrongKey"):
        desk_of(second)
    assert second.call("GET").status_code == 403
    entering: dict[str, Any] = {
        "json": {"key": second.key},
        "headers": {"Origin": session.base},
        "timeout": 20,
    }
    assert requests.post(f"{session.base}/f/{session.code}/enter", **entering).status_code == 403
    assert set(listed(session)) == {""}


def test_somebody_always_leads(session: Script) -> None:
    second = another(session)
    own = listed(session)[""]["id"]
    answer = session.call("DELETE", f"/desks/{own}")
    assert (answer.status_code, answer.json()["reason"]) == (409, "OwnDesk")
    assert (
        second.call("DELETE", f"/desks/{own}").status_code == 200
    )  # a link that went astray can be closed
    assert session.call("GET").status_code == 403
    assert set(listed(second)) == {"Amina"}
    gone = second.call("DELETE", f"/desks/{own}")
    assert (gone.status_code, gone.json()["reason"]) == (404, "UnknownDesk")


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": " "}, {"name": 5}, {"name": "x" * 61}, {"nom": "x"}, []]
)
def test_a_desk_needs_a_name_that_can_be_read(session: Script, body: object) -> None:
    answer = session.call("POST", "/desks", json=body)
    assert (answer.status_code, answer.json()["reason"]) == (400, "MalformedRequest")
    assert set(listed(session)) == {""}


def test_a_session_has_room_for_so_many_desks(session: Script) -> None:
    for number in range(11):
        another(session, f"desk {number}")
    answer = session.call("POST", "/desks", json={"name": "one too many"})
    assert (answer.status_code, answer.json()["reason"]) == (409, "TooManyDesks")
    assert len(listed(session)) == 12


def test_the_page_tells_a_new_link_once(session: Script) -> None:
    browser = requests.Session()
    browser.headers["Origin"] = session.base
    page = f"{session.base}/f/{session.code}"
    browser.post(f"{page}/enter", json={"key": session.key}, timeout=60).raise_for_status()
    made = browser.post(f"{page}/desks", data={"name": "<b>Jan</b>"}, timeout=60)
    assert f"{page}#" in made.text
    assert "<b>Jan</b>" not in made.text
    assert "no-store" in made.headers["Cache-Control"]
    again = browser.get(f"{page}/desks", timeout=60)
    assert "&lt;b&gt;Jan&lt;/b&gt;" in again.text
    assert f"{page}#" not in again.text
    refused = browser.post(f"{page}/desks", data={"name": ""}, timeout=60)
    assert refused.status_code == 400
    closed = browser.post(f"{page}/desks/{listed(session)['<b>Jan</b>']['id']}/close", timeout=60)
    assert closed.status_code == 200
    assert set(listed(session)) == {""}
