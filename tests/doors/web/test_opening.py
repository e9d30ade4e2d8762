"""With a password: who has it opens sessions, guessing is slow, and nobody who guesses keeps anyone
else out.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.clients import TWO_QUESTIONS
from tests.support.in_process import InProcess
from workshop.web.opening_access import PASSWORD_RATE

PASSWORD = "correct hörse battery"


def settings(password: str = PASSWORD) -> dict[str, str]:
    return {"WORKSHOP_OPENING": "password", "WORKSHOP_OPENING_PASSWORD": password}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    with InProcess(tmp_path_factory.mktemp("password") / "data", **settings()) as running:
        yield running


def browser(server: InProcess) -> requests.Session:
    """With the headers of our own page."""
    session = requests.Session()
    session.headers["Origin"] = server.base
    return session


def give(
    server: InProcess, browser: requests.Session, password: str = PASSWORD
) -> requests.Response:
    return browser.post(
        f"{server.base}/opening", data={"password": password}, allow_redirects=False, timeout=60
    )


def opened(server: InProcess, browser: requests.Session, **headers: str) -> requests.Response:
    return browser.post(
        f"{server.base}/api/sessions", json=TWO_QUESTIONS, headers=headers, timeout=60
    )


def reason(answer: requests.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["reason"])


def test_the_password_lets_a_browser_open_sessions(server: InProcess) -> None:
    amina = browser(server)
    page = amina.get(server.base, timeout=60).text
    assert 'action="/opening"' in page
    assert "opening-key" not in page
    assert reason(opened(server, amina), 403) == "OpeningRestricted"
    entered = give(server, amina)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")
    assert 'action="/opening"' not in amina.get(server.base, timeout=60).text
    assert opened(server, amina).status_code == 201


@pytest.mark.parametrize("door", ["/api/plans/check", "/api/plans/preview", "/api/sessions"])
@pytest.mark.parametrize("plan", [b'{"title": ', b"[" * 100_000, b" " * 300_000])
def test_nothing_that_a_stranger_sends_is_read(server: InProcess, door: str, plan: bytes) -> None:
    jan = browser(server)
    answer = jan.post(
        f"{server.base}{door}", data=plan, headers={"Content-Type": "application/json"}, timeout=60
    )
    assert reason(answer, 403) == "OpeningRestricted"
    give(server, jan)
    answer = jan.post(
        f"{server.base}{door}", data=plan, headers={"Content-Type": "application/json"}, timeout=60
    )
    assert answer.json()["reason"] in ("FaultyPlan", "TooLarge")


def test_whoever_may_open_sessions_writes_plans(server: InProcess) -> None:
    amina = browser(server)
    give(server, amina)
    for answer in (
        amina.post(f"{server.base}/api/plans/check", json=TWO_QUESTIONS, timeout=60),
        amina.post(f"{server.base}/api/plans/preview", json=TWO_QUESTIONS, timeout=60),
        requests.post(
            f"{server.base}/api/plans/check",
            json=TWO_QUESTIONS,
            headers={"Authorization": f"Bearer {PASSWORD}".encode().decode("latin-1")},
            timeout=60,
        ),
    ):
        assert answer.json()["ok"]


def test_the_pass_is_for_this_browser_alone_and_says_nothing(server: InProcess) -> None:
    jan = browser(server)
    header = give(server, jan).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=43200"} <= set(header.split("; "))
    cookies: Any = jan.cookies
    [cookie] = cookies
    assert str(cookie.value).startswith("may-open.")
    cookie.value = str(cookie.value)[:-2] + "xx"
    assert reason(opened(server, jan), 403) == "OpeningRestricted"


def test_a_pass_opens_for_our_own_pages_only(server: InProcess) -> None:
    jan = browser(server)
    give(server, jan)
    assert reason(opened(server, jan, Origin="https://evil.example"), 403) == "ForeignOrigin"
    jan.headers.pop("Origin")
    assert reason(opened(server, jan), 403) == "ForeignOrigin"


def test_a_wrong_password_is_refused_where_it_was_typed(server: InProcess) -> None:
    stranger = browser(server)
    answer = give(server, stranger, "incorrect horse")
    assert answer.status_code == 403
    assert "This is not the password." in answer.text
    assert "Set-Cookie" not in answer.headers
    assert reason(opened(server, stranger), 403) == "OpeningRestricted"


def test_a_script_opens_with_the_password_as_bearer(server: InProcess) -> None:
    script = requests.Session()
    right = {"Authorization": f"Bearer {PASSWORD}".encode().decode("latin-1")}
    assert opened(server, script, **right).status_code == 201
    assert reason(opened(server, script, Authorization="Bearer wrong"), 403) == "OpeningRestricted"


def test_a_page_is_no_place_to_try_passwords(server: InProcess) -> None:
    bearer = {"Authorization": f"Bearer {PASSWORD}".encode().decode("latin-1")}
    assert 'action="/opening"' in requests.get(server.base, headers=bearer, timeout=60).text


def test_neither_the_start_nor_the_log_tells_the_password_or_a_key(server: InProcess) -> None:
    said = server.log.read_text()
    assert "give the password" in said
    assert PASSWORD not in said
    assert "#open=" not in said


def test_guessing_is_slow_and_keeps_nobody_out(server: InProcess) -> None:
    """Who guesses while others do is answered late.

    The paces: tests/unit/domain/test_guesses.py.
    """
    before = server.time.clock.monotonic()

    def guess(number: int) -> int:
        return give(server, browser(server), f"guess {number}").status_code

    with ThreadPoolExecutor(PASSWORD_RATE.at_once + 10) as guessers:
        answers = list(guessers.map(guess, range(PASSWORD_RATE.at_once + 10)))
        assert give(server, browser(server)).status_code == 303
    assert set(answers) <= {403, 429}
    assert server.time.clock.monotonic() - before >= 10 / PASSWORD_RATE.a_second


def test_another_password_voids_the_passes_and_a_restart_does_not(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with InProcess(data, **settings()) as server:
        jan = browser(server)
        give(server, jan)
        assert opened(server, jan).status_code == 201
        cookies: Any = jan.cookies
        kept = list(cookies)
    for password, status in ((PASSWORD, 201), ("quite another one", 403)):
        with InProcess(data, **settings(password)) as server:
            again = browser(server)
            again.cookies.set_cookie(kept[0])
            assert opened(server, again).status_code == status


def test_where_no_password_is_asked_there_is_nothing_to_give(one_server: InProcess) -> None:
    assert give(one_server, browser(one_server)).status_code == 404
