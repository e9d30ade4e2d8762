"""A person counts once their browser has brought its proof back; a browser that keeps none is told
so.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, make_response, redirect
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Phone, Refused, Script, Socket
from tests.support.in_process import InProcess, in_process
from workshop.config import Config
from workshop.domain.voting.participant import PartnerGroup, Proof
from workshop.domain.voting.session import Session
from workshop.web.joining import Joining

KEEPS_NONE = "this browser keeps no cookies"
LANGUAGES = ("en", "fr", "es", "pt", "ar", "sw")


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base)


def joined(session: Script) -> int:
    """What the wall says."""
    page = requests.get(session.links["screen_url"], timeout=60).text
    return int(re.findall(r'"joined": ?(\d+)', page)[0])


def browser(session: Script) -> requests.Session:
    one = requests.Session()
    one.headers["Origin"] = session.base
    return one


def press(
    session: Script, one: requests.Session, group: str = "southern", seat: str = ""
) -> requests.Response:
    """Join, and go where that leads."""
    return one.post(
        f"{session.base}/j/{session.code}{seat}/join", data={"group": group}, timeout=60
    )


def press_without_cookies(session: Script) -> requests.Response:
    """The same in a browser that keeps none."""
    page = f"{session.base}/j/{session.code}"
    requests.get(page, timeout=60)
    sent = {"data": {"group": "southern"}, "headers": {"Origin": session.base}}
    answer = requests.post(f"{page}/join", timeout=60, allow_redirects=False, **sent)  # type: ignore[arg-type]
    assert answer.status_code == 303
    return requests.get(session.base + answer.headers["Location"], timeout=60)


# ---- who is counted


def test_a_browser_without_cookies_is_never_counted_and_is_told_what_to_do(session: Script) -> None:
    for _ in range(3):
        page = press_without_cookies(session)
        assert page.status_code == 200
        assert KEEPS_NONE in page.text
        assert "Where do you answer from?" in page.text
    assert joined(session) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_its_own_language(one_server: InProcess, language: str) -> None:
    session = Script(one_server.base)
    asked = {"Accept-Language": language}
    first, back = (
        requests.get(f"{session.base}/j/{session.code}{more}", headers=asked, timeout=60).text
        for more in ("", "?joined")
    )
    assert 'role="alert"' not in first
    [said] = re.findall(r'role="alert">([^<]+)<', back)
    assert (KEEPS_NONE in said) == (language == "en")


def test_pressing_often_in_one_browser_counts_one(session: Script) -> None:
    one = browser(session)
    one.get(f"{session.base}/j/{session.code}", timeout=60)
    for _ in range(5):
        assert KEEPS_NONE not in press(session, one).text
    assert joined(session) == 1


def test_a_script_that_never_saw_the_page_is_counted_when_its_cookie_comes_back(
    session: Script,
) -> None:
    one = browser(session)
    address = f"{session.base}/j/{session.code}"
    for _ in range(2):
        sent = one.post(
            f"{address}/join", data={"group": "northern"}, timeout=60, allow_redirects=False
        )
        assert sent.status_code == 303
        assert joined(session) == (0 if sent.headers["Location"].endswith("?joined") else 1)
    assert joined(session) == 1
    assert one.get(f"{address}?joined", timeout=60).url == address
    assert joined(session) == 1


def test_two_tabs_and_presses_at_the_same_time_are_one_person(session: Script) -> None:
    one = browser(session)
    one.get(f"{session.base}/j/{session.code}", timeout=60)
    one.get(
        f"{session.base}/j/{session.code}", timeout=60
    )  # a second tab, before either has joined
    kept = {name: str(value) for name, value in one.cookies.items()}

    def at_once(number: int) -> int:
        tab = browser(session)
        tab.cookies.update(kept)
        return press(session, tab, ("southern", "neither")[number % 2]).status_code

    with ThreadPoolExecutor(6) as tabs:
        assert set(tabs.map(at_once, range(12))) == {200}
    assert joined(session) == 1


def test_one_wish_that_comes_back_many_times_at_once_is_one_person(session: Script) -> None:
    one, address = browser(session), f"{session.base}/j/{session.code}"
    one.post(f"{address}/join", data={"group": "southern"}, timeout=60, allow_redirects=False)
    kept = {name: str(value) for name, value in one.cookies.items()}
    with ThreadPoolExecutor(6) as again:
        pages = again.map(
            lambda _: requests.get(address, cookies=kept, timeout=60).status_code, range(12)
        )
        assert set(pages) == {200}
    assert joined(session) == 1


def test_each_seat_is_counted_once_it_has_come_back(session: Script) -> None:
    one = browser(session)
    press(session, one)
    for seat in range(2, 7):
        for _ in range(2):
            assert press(session, one, "northern", f"/seat/{seat}").status_code == 200
        assert joined(session) == seat
    assert press(session, one, "northern", "/seat/7").status_code == 404
    assert joined(session) == 6


# ---- where the wish comes true


class Wishing(Phone):
    """A phone that has sent its wish, and nothing since."""

    def page(self) -> str:
        return "" if not self.http.cookies else super().page()


def wishing(session: Script, group: str = "northern", slip: str = "") -> Phone:
    before = joined(session)
    phone = Wishing(session.base, session.code, group, slip)
    assert joined(session) == before
    return phone


def test_a_socket_completes_it(session: Script) -> None:
    phone = wishing(session)
    with phone.connect() as socket:
        assert joined(session) == 1
        session.do("open_question", **BUDGET_TODAY)
        assert socket.ask("cast_ballot", phone.ballot([1]))["ok"]


def test_a_ballot_completes_it(session: Script) -> None:
    phone = wishing(session)
    session.do("open_question", **BUDGET_TODAY)
    assert phone.cast([1])["ok"]
    session.do("close_question")
    assert joined(session) == 1


@pytest.mark.parametrize(
    ("verb", "reason", "status"),
    [("lock_door", "DoorLocked", 403), ("end_session", "SessionEnded", 409)],
)
def test_a_door_that_closed_meanwhile_is_told_everywhere_and_nothing_is_half_done(
    session: Script, verb: str, reason: str, status: int
) -> None:
    phone = wishing(session)
    session.do(verb)
    with pytest.raises(Refused, match=reason):
        phone.connect()
    assert phone.cast([1])["reason"] == reason
    page = phone.http.get(f"{phone.base}/j/{phone.code}?joined", timeout=60)
    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert joined(session) == 0
    if verb == "lock_door":
        session.do("unlock_door")
        assert (
            "Where do you answer from?" in phone.page()
        )  # it asks again; nobody joins by surprise
        assert joined(session) == 0


def test_a_slip_that_does_not_fit_is_told_when_the_wish_comes_back(session: Script) -> None:
    session.do("make_slips", northern=1, southern=1)
    slips = session.call("GET", "/slips").json()
    phone = wishing(session, "northern", slips["southern"][0])
    with pytest.raises(Refused, match="UnknownSlip"):
        phone.connect()
    page = phone.http.get(f"{phone.base}/j/{phone.code}?joined", timeout=60)
    assert page.status_code == 403
    assert "This code does not work here" in page.text
    assert joined(session) == 0
    assert phone.join("southern", slips["southern"][0]).status_code == 303
    assert joined(session) == 1
    again = wishing(session, "southern", slips["southern"][0])
    assert again.http.get(f"{phone.base}/j/{phone.code}", timeout=60).status_code == 403
    assert joined(session) == 1


# ---- proofs that are none


def test_a_cookie_that_we_did_not_make_for_this_seat_of_this_session_is_none(
    session: Script,
) -> None:
    other = Phone(session.base, Script(session.base).code, "northern")
    own = Phone(session.base, session.code, "northern")
    name = f"participant_{session.code}"
    genuine = str(own.http.cookies[name])
    made_up = [
        str(other.http.cookies[f"participant_{other.code}"]),  # of another session
        "A" * 22,  # what was taken before
        "A" * 22 + "." + "A" * 22,
        genuine[:-1] + ("A" if genuine[-1] != "A" else "B"),
        genuine + ".AAAA",
    ]
    for value in made_up[:-1]:
        assert _entered(session, {name: value}) == "NotJoined"
    for seat in (2, 3):
        assert _entered(session, {f"{name}_{seat}": genuine}, seat) == "NotJoined"
    assert _entered(session, {name: genuine}) == _entered(session, {name: made_up[-1]}) == "in"
    fixed = requests.get(f"{session.base}/j/{session.code}", cookies={name: "A" * 22}, timeout=60)
    assert str(fixed.cookies[name]) != "A" * 22
    assert joined(session) == 1


def _entered(session: Script, cookies: dict[str, str], seat: int = 1) -> str:
    sent = {
        "Origin": session.base,
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }
    try:
        with Socket(session.base, "/participant", {"code": session.code, "seat": seat}, sent):  # type: ignore[dict-item]
            return "in"
    except Refused as refused:
        return str(refused)


# ---- in process: the old ways, put back


def app_in(folder: Path, public_url: str = "") -> Flask:
    return in_process(Config(data=folder, async_mode="threading", public_url=public_url)).app


class Visit:
    """A session of an app in this process, and a browser that keeps cookies or not."""

    def __init__(self, app: Flask, base: str = "http://127.0.0.1:5000", keeps: bool = True) -> None:
        self.client: FlaskClient = app.test_client(use_cookies=keeps)
        self.base = base
        opened: Any = app.test_client().post(
            "/api/sessions", json=TWO_QUESTIONS, base_url="http://127.0.0.1:5000"
        )
        self.code, self.screen = opened.json["code"], opened.json["screen_key"]

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=self.base)

    def press(self, group: str = "southern") -> TestResponse:
        return self.client.post(
            f"/j/{self.code}/join",
            data={"group": group},
            base_url=self.base,
            headers={"Origin": self.base},
        )

    def joined(self) -> int:
        return int(
            re.findall(r'"joined": ?(\d+)', self.get(f"/s/{self.screen}").get_data(as_text=True))[0]
        )


def join_before(
    self: Joining, session: Session, seat: int, group: PartnerGroup, slip: str, here: str
) -> Response:
    """Whoever brought no proof was given one, and counted at once."""
    proof = self._proof(session.code, seat) or self._proofs.new(session.code, seat)
    self._facilitation.join(session.code, proof.token, group, slip)
    return self._give(make_response(redirect(here, 303)), session.code, seat, Proof(proof.token))


def test_before_three_presses_without_cookies_counted_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = Visit(app_in(tmp_path / "now"), keeps=False)
    assert [visit.press().status_code for _ in range(3)] == [303] * 3
    assert visit.joined() == 0
    monkeypatch.setattr(Joining, "join", join_before)
    before = Visit(app_in(tmp_path / "before"), keeps=False)
    assert [before.press().status_code for _ in range(3)] == [303] * 3
    assert before.joined() == 3


def test_under_https_no_other_host_can_plant_a_cookie(tmp_path: Path) -> None:
    base = "https://vote.example.org"
    visit = Visit(app_in(tmp_path / "data", base), base)
    header = visit.get(f"/j/{visit.code}").headers["Set-Cookie"]
    assert header.startswith(f"__Host-participant_{visit.code}=")
    parts = set(header.split("; "))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert not any(part.startswith("Domain") for part in parts)
    assert visit.press().headers["Location"] == f"/j/{visit.code}"
    assert visit.joined() == 1
    planted = Visit(app_in(tmp_path / "other", base), base)
    planted.client.set_cookie(f"participant_{planted.code}", "A" * 22, domain="vote.example.org")
    assert planted.press().headers["Location"] == f"/j/{planted.code}?joined"
