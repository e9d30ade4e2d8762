"""Bad input of every kind over HTTP: a clear refusal in the contract's form, and nothing
half-done.
"""

import http.client
import json
from typing import Any

import pytest
import requests

from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Phone, Script
from tests.support.in_process import InProcess


@pytest.fixture
def session(one_server: InProcess) -> Script:
    return Script(one_server.base)


@pytest.fixture
def jan(session: Script) -> Phone:
    return Phone(session.base, session.code, "northern")


def reason(answer: requests.Response, status: int) -> str:
    """The reason of a refusal in the contract's form."""
    assert answer.status_code == status, answer.text
    said: dict[str, Any] = answer.json()
    assert said["ok"] is False
    assert said["message"]
    return str(said["reason"])


def open_with(server: InProcess, plan: Any) -> requests.Response:
    return requests.post(f"{server.base}/api/sessions", json=plan, timeout=60)


# ---- plans


def test_a_faulty_plan_is_refused_with_every_fault_and_its_place(one_server: InProcess) -> None:
    answer = open_with(
        one_server, {"title": "", "colour": 1, "questions": [{"id": "x", "kind": "nonsense"}]}
    )
    assert reason(answer, 422) == "FaultyPlan"
    places = {fault["at"] for fault in answer.json()["faults"]}
    assert {"title", "colour", "questions[0].kind", "questions[0].text"} <= places
    assert all(fault["message"] for fault in answer.json()["faults"])


@pytest.mark.parametrize(
    ("raw", "media"),
    [(b"title = ", "toml"), (b"{", "json"), (b"[]", "json"), (b"", "json"), (b"\xff", "json")],
)
def test_a_plan_that_cannot_be_read_is_refused(
    one_server: InProcess, raw: bytes, media: str
) -> None:
    headers = {"Content-Type": f"application/{media}"}
    answer = requests.post(f"{one_server.base}/api/sessions", data=raw, headers=headers, timeout=60)
    assert reason(answer, 422) == "FaultyPlan"
    assert answer.json()["faults"]


def test_a_plan_file_in_toml_opens_a_session(one_server: InProcess) -> None:
    plan = b'title = "T"\n[[questions]]\nid = "a"\nkind = "agree"\ntext = "Will it change?"\n'
    answer = requests.post(
        f"{one_server.base}/api/sessions",
        data=plan,
        headers={"Content-Type": "application/toml"},
        timeout=60,
    )
    assert answer.status_code == 201


def test_an_unknown_starter_plan_is_refused(one_server: InProcess) -> None:
    assert reason(open_with(one_server, {"plan": "nonsense"}), 404) == "UnknownStarterPlan"


def test_a_huge_plan_is_refused_unread(one_server: InProcess) -> None:
    answer = open_with(one_server, {**TWO_QUESTIONS, "frame": "x" * 400_000})
    assert reason(answer, 413) == "TooLarge"


# ---- codes, pages, sessions


NOWHERE = ["/j/ZZZZZZ", "/f/ZZZZZZ/enter", "/s/wrong", "/nowhere", "/static/x/../../wsgi.py", "/j/"]


@pytest.mark.parametrize("path", NOWHERE)
def test_an_unknown_address_gets_a_calm_page(one_server: InProcess, path: str) -> None:
    answer = requests.get(one_server.base + path, timeout=60)
    assert answer.status_code in (403, 404, 405)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Traceback" not in answer.text


def test_a_mistyped_code_is_said_where_it_was_typed(one_server: InProcess, session: Script) -> None:
    wrong = requests.get(f"{one_server.base}/j", params={"code": "zzz zzz"}, timeout=60)
    assert wrong.status_code == 404
    assert "no session with this code" in wrong.text
    typed = f" {session.code[:3].lower()} {session.code[3:].lower()} "
    right = requests.get(
        f"{one_server.base}/j", params={"code": typed}, timeout=60, allow_redirects=False
    )
    assert right.headers["Location"] == f"/j/{session.code}"


def test_an_ended_session_lets_nobody_in_and_says_so(session: Script, jan: Phone) -> None:
    session.do("end_session")
    late = requests.post(
        f"{session.base}/j/{session.code}/join", data={"group": "northern"}, timeout=60
    )
    assert late.status_code == 409
    assert "ended" in late.text
    assert reason(jan.post("/ballots", json=jan.ballot([1])), 409) == "QuestionClosed"
    assert session.refused("open_question", **BUDGET_TODAY)[1]["reason"] == "SessionEnded"
    assert "ended" in jan.page()


def test_a_locked_door_keeps_newcomers_out_and_nobody_else(session: Script, jan: Phone) -> None:
    session.do("lock_door")
    late = requests.post(
        f"{session.base}/j/{session.code}/join", data={"group": "northern"}, timeout=60
    )
    assert late.status_code == 403
    assert "locked" in late.text
    assert jan.post("/join", data={"group": "northern"}).status_code == 303
    session.do("unlock_door")
    assert Phone(session.base, session.code, "southern").page()


@pytest.mark.parametrize("group", ["", "eastern", "NORTHERN", None])
def test_joining_needs_one_of_the_three_groups(session: Script, group: str | None) -> None:
    form = {} if group is None else {"group": group}
    answer = requests.post(f"{session.base}/j/{session.code}/join", data=form, timeout=60)
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


# ---- ballots


@pytest.mark.parametrize(
    ("changed", "status", "expected"),
    [
        ({"choices": [99]}, 400, "UnknownChoice"),
        ({"choices": [0, 1]}, 400, "TooManyChoices"),
        ({"choices": {"a": 1}}, 400, "MalformedRequest"),
        ({"choices": [[1]]}, 400, "MalformedRequest"),
        ({"number": -1}, 400, "MalformedRequest"),
        ({"number": 10**30}, 400, "MalformedRequest"),
        ({"round": "1"}, 400, "MalformedRequest"),
        ({"question": ""}, 400, "MalformedRequest"),
        ({"question": "budget\u0000"}, 404, "UnknownQuestion"),
        ({"pass": None}, 400, "MalformedRequest"),
        ({"extra": "x"}, 400, "MalformedRequest"),
        ({"round": 7}, 409, "QuestionClosed"),
    ],
)
def test_a_ballot_that_does_not_fit_is_refused(
    session: Script, jan: Phone, changed: dict[str, object], status: int, expected: str
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    assert reason(jan.post("/ballots", json=jan.ballot([1]) | changed), status) == expected
    assert jan.cast([1]) == {"ok": True, "number": 2}


@pytest.mark.parametrize("raw", [b"{", b"\xff", b"null", b"[" * 5000, b'"text"', b"NaN"])
def test_a_ballot_that_is_no_json_object_is_refused(
    session: Script, jan: Phone, raw: bytes
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    answer = jan.post("/ballots", data=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413)
    assert answer.json()["ok"] is False


def test_a_huge_ballot_is_refused_unread(session: Script, jan: Phone) -> None:
    session.do("open_question", **BUDGET_TODAY)
    assert (
        reason(jan.post("/ballots", json=jan.ballot([1], question="x" * 5000)), 413) == "TooLarge"
    )
    chunked = jan.post(
        "/ballots", data=iter([b"x" * 5000]), headers={"Content-Type": "application/json"}
    )
    assert chunked.status_code == 411
    assert "say its length" in chunked.text


def test_a_plain_form_is_refused_on_a_page_that_says_why_and_keeps_working(
    session: Script, jan: Phone
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    form = {"question": "budget", "pass": "today", "round": "1", "number": "1", "choices": "99"}
    refused = jan.post("/ballots", data=form)
    assert refused.status_code == 400
    assert "not one of the choices" in refused.text
    assert jan.post("/ballots", data={**form, "choices": "2"}).status_code == 303
    assert "Counted" in jan.page()
    sent_again = jan.post(
        "/ballots", data={**form, "choices": "3"}
    )  # the back button, and another choice
    assert sent_again.status_code == 409
    assert "already counted" in sent_again.text
    assert jan.post("/ballots", data={**form, "number": "x"}).status_code == 400


def test_nobody_votes_without_having_joined_here(session: Script, one_server: InProcess) -> None:
    session.do("open_question", **BUDGET_TODAY)
    elsewhere = Phone(one_server.base, Script(one_server.base).code, "northern")
    for phone in (elsewhere, requests.Session()):
        http = phone.http if isinstance(phone, Phone) else phone
        answer = http.post(
            f"{session.base}/j/{session.code}/ballots",
            json={**BUDGET_TODAY, "round": 1, "choices": [0], "number": 1},
            headers={"Origin": session.base},
            timeout=60,
        )
        assert reason(answer, 403) == "NotJoined"


# ---- origins, hosts, methods


@pytest.mark.parametrize(
    "origin", ["null", "http://evil.example", "{base}.evil.example", "{base}0", "https://localhost"]
)
def test_a_foreign_page_changes_nothing(session: Script, jan: Phone, origin: str) -> None:
    session.do("open_question", **BUDGET_TODAY)
    foreign = {"Origin": origin.format(base=session.base)}
    ballot = jan.ballot([1])
    assert reason(jan.post("/ballots", json=ballot, headers=foreign), 403) == "ForeignOrigin"
    opened = requests.post(
        f"{session.base}/api/sessions", json=TWO_QUESTIONS, headers=foreign, timeout=60
    )
    assert reason(opened, 403) == "ForeignOrigin"
    assert jan.post("/ballots", json=ballot).json() == {"ok": True, "number": 1}


def test_a_cookie_without_an_origin_is_no_proof(session: Script, jan: Phone) -> None:
    session.do("open_question", **BUDGET_TODAY)
    del jan.http.headers["Origin"]
    assert reason(jan.post("/ballots", json=jan.ballot([1])), 403) == "ForeignOrigin"


@pytest.mark.parametrize("path", ["/", "/socket.io/?EIO=4&transport=websocket", "/healthz"])
def test_a_foreign_host_name_is_not_served(one_server: InProcess, path: str) -> None:
    foreign = requests.get(
        one_server.base + path, headers={"Host": f"evil.example:{one_server.port}"}, timeout=60
    )
    assert foreign.status_code == 421
    assert requests.get(one_server.base + path, timeout=60).status_code in (200, 400)


def test_a_request_without_a_host_is_not_served(one_server: InProcess) -> None:
    line = http.client.HTTPConnection("127.0.0.1", one_server.port, timeout=60)
    line.putrequest("GET", "/healthz", skip_host=True)
    line.endheaders()
    assert line.getresponse().status in (400, 421)
    line.close()


# ---- facilitators


@pytest.mark.parametrize(
    ("verb", "body", "status", "expected"),
    [
        ("open_question", {"question": "nothing"}, 404, "UnknownQuestion"),
        ("open_question", {"question": "focus", "pass": "should_be"}, 404, "UnknownQuestion"),
        ("open_question", {"question": 1}, 400, "MalformedRequest"),
        ("open_question", {"questions": "budget"}, 400, "MalformedRequest"),
        ("open_question", {}, 404, "UnknownQuestion"),
        ("close_question", {"question": "budget"}, 409, "QuestionClosed"),
        ("reveal_results", {"question": "budget"}, 409, "NothingToReveal"),
        ("hide_results", {"question": "budget"}, 409, "NothingToHide"),
        ("ask_again", {"question": "budget"}, 409, "NotAskedYet"),
        ("undo", {}, 409, "NothingToUndo"),
        ("lock_door", {"version": 99}, 409, "StaleVersion"),
        ("lock_door", {"version": "1"}, 400, "MalformedRequest"),
        ("add_agreement", {}, 400, "MalformedRequest"),
        ("add_agreement", {"what": "  "}, 400, "MalformedRequest"),
        ("add_agreement", {"what": "x" * 501}, 400, "MalformedRequest"),
        ("add_agreement", {"what": "x\u0000"}, 400, "MalformedRequest"),
        ("add_agreement", {"what": "x", "who": "y" * 201}, 400, "MalformedRequest"),
        ("add_agreement", {"what": "x", "by": "y" * 101}, 400, "MalformedRequest"),
        ("add_agreement", {"what": "x", "id": "y"}, 400, "MalformedRequest"),
        ("add_agreement", {"what": "x", "question": "nothing"}, 404, "UnknownQuestion"),
        ("edit_agreement", {"what": "x", "id": "nothing"}, 404, "UnknownAgreement"),
        ("remove_agreement", {"id": "nothing"}, 404, "UnknownAgreement"),
        ("remove_agreement", {}, 400, "MalformedRequest"),
        ("show_map", {"version": 99}, 409, "StaleVersion"),
        ("nonsense", {}, 404, "UnknownPage"),
    ],
)
def test_a_verb_that_does_not_fit_is_refused_with_the_present_version(
    session: Script, verb: str, body: dict[str, object], status: int, expected: str
) -> None:
    got, refusal = session.refused(verb, **body)
    assert (got, refusal["reason"], refusal["ok"]) == (status, expected, False)
    if status == 409:
        assert refusal["version"] == session.state()["version"] == 1


def test_nobody_else_leads_a_session_or_reads_its_files(
    session: Script, jan: Phone, one_server: InProcess
) -> None:
    other = Script(one_server.base)
    url = f"{session.base}/api/sessions/{session.code}"
    strangers = [
        {},
        {"Authorization": f"Bearer {other.key}"},
        {"Authorization": f"Bearer {session.screen_key}"},
    ]
    for headers in strangers:
        for method, path in (
            ("GET", ""),
            ("POST", "/lock_door"),
            ("GET", "/exports/results.csv"),
            ("DELETE", ""),
        ):
            answer = jan.http.request(method, url + path, headers=headers, timeout=60)
            assert reason(answer, 403) == "WrongKey"
    assert session.state()["session"]["door"] == "open"


def test_the_links_key_is_exchanged_for_a_cookie_that_leads(session: Script) -> None:
    browser = requests.Session()
    browser.headers["Origin"] = session.base
    enter = f"{session.base}/f/{session.code}/enter"
    assert reason(browser.post(enter, json={"key": "wrong"}, timeout=60), 403) == "WrongKey"
    assert browser.post(enter, json={"key": session.key}, timeout=60).json() == {"ok": True}
    cookie = next(iter(browser.cookies))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert browser.post(
        f"{session.base}/api/sessions/{session.code}/lock_door", json={}, timeout=60
    ).ok
    foreign = {"Origin": "http://evil.example"}
    unlock = browser.post(
        f"{session.base}/api/sessions/{session.code}/unlock_door",
        json={},
        headers=foreign,
        timeout=60,
    )
    assert reason(unlock, 403) == "ForeignOrigin"


def test_a_deleted_session_is_gone_for_everyone(session: Script, jan: Phone) -> None:
    assert session.call("DELETE").json() == {"ok": True}
    assert session.call("GET").status_code == 403
    assert requests.get(f"{session.base}/s/{session.screen_key}", timeout=60).status_code == 403
    assert reason(jan.post("/ballots", json=jan.ballot([1])), 404) == "UnknownSession"


def test_only_this_machine_or_the_opening_key_opens_sessions_and_has_plans_read(
    one_server: InProcess,
) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    key = one_server.log.read_text().split("#open=")[1].split()[0]
    proof = {**forwarded, "Authorization": f"Bearer {key}"}
    for door, done in (
        ("/api/sessions", 201),
        ("/api/plans/check", 200),
        ("/api/plans/preview", 200),
    ):
        url = one_server.base + door
        answer = requests.post(url, json=TWO_QUESTIONS, headers=forwarded, timeout=60)
        assert reason(answer, 403) == "OpeningRestricted"
        with_key = requests.post(url, json=TWO_QUESTIONS, headers=proof, timeout=60)
        assert with_key.status_code == done


def test_every_answer_carries_the_headers_that_keep_it_ours(session: Script, jan: Phone) -> None:
    pages = (
        "/",
        f"/j/{session.code}",
        f"/s/{session.screen_key}",
        f"/f/{session.code}",
        "/nowhere",
        "/healthz",
    )
    for path in pages:
        answer = jan.http.get(session.base + path, timeout=60)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    joined = requests.post(
        f"{session.base}/j/{session.code}/join",
        data={"group": "neither"},
        timeout=60,
        allow_redirects=False,
    )
    assert "HttpOnly" in joined.headers["Set-Cookie"]
    assert "SameSite=Lax" in joined.headers["Set-Cookie"]


def test_parts_of_a_page_are_its_own_and_what_can_be_opened_alone_is_strict(
    session: Script,
) -> None:
    page = requests.get(f"{session.base}/j/{session.code}", timeout=60).text
    for name, is_strict in (
        ("css/shared/base.css", False),
        ("js/phone/forget_on_leave.js", False),
        ("icon.svg", True),
    ):
        version = page.split("/static/")[1].split("/")[0]
        answer = requests.get(f"{session.base}/static/{version}/{name}", timeout=60)
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer.headers["Cache-Control"]
        for policy in ("Content-Security-Policy", "Cross-Origin-Resource-Policy"):
            assert (policy in answer.headers) is is_strict


def test_texts_of_a_plan_are_shown_as_text_wherever_they_appear(one_server: InProcess) -> None:
    nasty = "<script>alert(1)</script>\"'&{{7*7}}"
    plan = {
        "title": nasty,
        "frame": nasty,
        "groups": {"northern": nasty + "n", "southern": nasty + "s", "neither": nasty + "x"},
        "questions": [{"id": "a", "kind": "choice", "text": nasty, "choices": [nasty, "b"]}],
    }
    session = Script(one_server.base, plan)
    phone = Phone(session.base, session.code, "northern")
    session.do("open_question", question="a")
    addresses = (f"/j/{session.code}", f"/s/{session.screen_key}")
    pages = [
        phone.page(),
        *(requests.get(session.base + path, timeout=60).text for path in addresses),
    ]
    session.do("close_question")
    pages.append(session.export("report.html").decode())
    for page in pages:
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "49" not in page.split("</title>")[0]
    assert json.loads(session.export("results.json"))["plan"]["title"] == nasty
