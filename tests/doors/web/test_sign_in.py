"""Signing in, with a real issuer beside the real server: it opens sessions, is hard to forge, keeps
nobody's name.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey

from tests.support.clients import TWO_QUESTIONS
from tests.support.in_process import InProcess
from tests.support.issuer import Issuer

ALLOWED = "jan@north.example, @partner.example"


class Reachable(InProcess):
    """Knows its address before it starts, as whoever registers it at an issuer does."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.back = f"{self.base}/opening/signed-in"

    def signs_in_at(self, issuer: Issuer) -> "Reachable":
        self.settings |= issuer.settings(WORKSHOP_OIDC_ALLOWED=ALLOWED)
        return self


@pytest.fixture(scope="module")
def signing_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[InProcess, Issuer]]:
    server = Reachable(tmp_path_factory.mktemp("oidc") / "data")
    with Issuer(server.back) as issuer, server.signs_in_at(issuer):
        yield server, issuer


@pytest.fixture
def server(signing_in: tuple[InProcess, Issuer]) -> InProcess:
    return signing_in[0]


@pytest.fixture
def issuer(signing_in: tuple[InProcess, Issuer]) -> Issuer:
    signing_in[1].as_it_was()
    return signing_in[1]


def browser(server: InProcess) -> requests.Session:
    session = requests.Session()
    session.headers["Origin"] = server.base
    return session


def sign_in(server: InProcess, browser: requests.Session) -> requests.Response:
    return browser.get(f"{server.base}/opening/sign-in", timeout=60)


def may_open(server: InProcess, browser: requests.Session) -> bool:
    answer = browser.post(f"{server.base}/api/sessions", json=TWO_QUESTIONS, timeout=60)
    assert answer.status_code in (201, 403), answer.text
    return answer.status_code == 201


def test_who_signs_in_opens_sessions(server: InProcess, issuer: Issuer) -> None:
    amina = browser(server)
    assert f'href="{server.base}/opening/sign-in"' in amina.get(server.base, timeout=60).text
    assert not may_open(server, amina)
    page = sign_in(server, amina)
    assert page.url == f"{server.base}/"
    assert "opening/sign-in" not in page.text
    assert may_open(server, amina)
    assert not may_open(server, browser(server))


def test_nothing_about_the_person_stays(
    server: InProcess,
    issuer: Issuer,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    amina = browser(server)
    sign_in(server, amina)
    cookies: Any = amina.cookies
    [cookie] = cookies
    assert (cookie.name, str(cookie.value).split(".")[0]) == ("opening", "may-open")
    files = [path for path in server.data.rglob("*") if path.is_file()] + [server.log]
    assert len(files) > 2
    said = "".join([*capfd.readouterr(), caplog.text])
    assert "amina" not in said
    assert "partner.example" not in said
    assert not [
        path
        for path in files
        if b"amina" in path.read_bytes() or b"partner.example" in path.read_bytes()
    ]


def test_only_what_is_needed_is_asked_for(server: InProcess, issuer: Issuer) -> None:
    sign_in(server, browser(server))
    assert [asked["scope"] for asked in issuer.asked] == ["openid email"]
    assert all(
        asked["state"] and asked["nonce"] and asked["code_challenge"] for asked in issuer.asked
    )


@pytest.mark.parametrize(
    ("email", "is_verified", "is_invited"),
    [
        ("amina@partner.example", True, True),
        ("Jan@North.example", True, True),
        ("eve@north.example", True, False),
        ("eve@evil.partner.example", True, False),
        ("partner.example", True, False),
        ("", True, False),
        ("amina@partner.example", False, False),
        ("amina@partner.example", "true", False),
    ],
)
@pytest.mark.parametrize("in_token", [True, False])
def test_the_list_lets_in_whom_it_names_once_the_address_is_sure(
    server: InProcess,
    issuer: Issuer,
    email: str,
    is_verified: object,
    is_invited: bool,
    in_token: bool,
) -> None:
    issuer.person, issuer.in_token = {"email": email, "email_verified": is_verified}, in_token
    person = browser(server)
    answer = sign_in(server, person)
    assert may_open(server, person) == is_invited
    assert ("your account may not open sessions here" in answer.text) == (not is_invited)
    assert answer.status_code == (200 if is_invited else 403)


@pytest.mark.parametrize(
    "forged",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"exp": 1},
        {"sub": None},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_a_token_that_is_not_the_answer_to_our_question_is_refused(
    server: InProcess, issuer: Issuer, forged: dict[str, object]
) -> None:
    issuer.forged = forged
    stranger = browser(server)
    answer = sign_in(server, stranger)
    assert (answer.status_code, may_open(server, stranger)) == (403, False)
    assert "Signing in did not work" in answer.text


def test_a_token_signed_by_somebody_else_is_refused(server: InProcess, issuer: Issuer) -> None:
    issuer.key = RSAKey.generate_key(2048, {"kid": "one"})
    stranger = browser(server)
    assert sign_in(server, stranger).status_code == 403
    assert not may_open(server, stranger)


def test_a_way_back_works_once_and_in_the_browser_that_set_out(
    server: InProcess, issuer: Issuer
) -> None:
    amina, eve = browser(server), browser(server)
    to_issuer = amina.get(f"{server.base}/opening/sign-in", allow_redirects=False, timeout=60)
    assert "HttpOnly" in to_issuer.headers["Set-Cookie"]
    assert "SameSite=Lax" in to_issuer.headers["Set-Cookie"]
    back = requests.get(to_issuer.headers["Location"], allow_redirects=False, timeout=60).headers[
        "Location"
    ]
    assert eve.get(back, timeout=60).status_code == 403
    assert not may_open(server, eve)
    assert amina.get(back, timeout=60).status_code == 200
    assert may_open(server, amina)
    assert amina.get(back, timeout=60).status_code == 403


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=y", "?error=access_denied&error_description=amina"]
)
def test_a_way_back_without_a_way_there_is_refused_in_our_own_words(
    server: InProcess, query: str
) -> None:
    answer = requests.get(f"{server.base}/opening/signed-in{query}", timeout=60)
    assert answer.status_code == 403
    assert "amina" not in answer.text
    assert "opening" not in answer.cookies


def test_scripts_open_with_the_opening_key(server: InProcess) -> None:
    key = server.log.read_text().split("opening key ")[1].split()[0]
    answer = requests.post(
        f"{server.base}/api/sessions",
        json={"plan": "short"},
        headers={"Authorization": f"Bearer {key}"},
        timeout=60,
    )
    assert answer.status_code == 201


def test_an_issuer_that_does_not_answer_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = Reachable(tmp_path_factory.mktemp("oidc") / "alone")
    with Issuer(server.back) as issuer:
        server.signs_in_at(issuer)
    with server:
        answer = sign_in(server, browser(server))
        assert answer.status_code == 503
        assert "does not answer" in answer.text


def test_the_question_to_the_issuer_names_our_address_only(
    server: InProcess, issuer: Issuer
) -> None:
    there = requests.get(
        f"{server.base}/opening/sign-in", allow_redirects=False, timeout=60
    ).headers["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert asked["redirect_uri"] == [f"{server.base}/opening/signed-in"]
    assert "code_verifier" not in asked


def test_where_nobody_signs_in_there_are_no_such_pages(one_server: InProcess) -> None:
    for page in ("sign-in", "signed-in"):
        assert requests.get(f"{one_server.base}/opening/{page}", timeout=60).status_code == 404
