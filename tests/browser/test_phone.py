"""The phone in the hand: no line, a reload, two tabs; counted once, and nothing left that tells
what was chosen.
"""

import json
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.surfaces import PhonePage, hurry
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Script, room
from tests.support.servers import Timed


@pytest.fixture
def session(one_server: Timed) -> Script:
    """Hidden until the reveal: a phone stays at "counted" until voting closes."""
    return Script(one_server.base, TWO_QUESTIONS | {"results": "reveal"})


@pytest.fixture
def amina(session: Script, venue: Venue) -> PhonePage:
    page = venue.phone()
    page.clock.install()
    return PhonePage(page, "southern").joined(session.links["join_url"])


def test_a_phone_without_a_line_says_so_keeps_the_answer_and_is_counted_once(
    session: Script, venue: Venue, amina: PhonePage
) -> None:
    venue.expect_lost_connections()
    others = room(session, 3, 2)
    session.do("open_question", **BUDGET_TODAY)
    choices = amina.choices()
    amina.page.context.set_offline(True)
    amina.vote(choices[3])
    expect(amina.says).to_have_text("Sending your answer …")
    kept = amina.page.get_by_role("paragraph").filter(
        has_text="No connection. Your answer is kept on this phone and will be sent by itself."
    )
    hurry(kept)
    expect(amina.says).to_have_text("Sending your answer …")
    amina.page.context.set_offline(False)
    hurry(kept, seen=False)
    amina.expect_counted()
    expect(kept).to_be_hidden()
    _others_choose(others, [0, 1, 2, 4, 5])
    assert _final(session)["southern"] == {
        "voters": 3,
        "counts": [0, 0, 0, 1, 1, 1],
        "no_answer": 0,
    }


def test_after_counted_nothing_on_the_phone_tells_what_was_chosen(
    session: Script, venue: Venue, amina: PhonePage
) -> None:
    other = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
    silent = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
    session.do("open_question", **BUDGET_TODAY)
    choices = amina.choices()
    for phone in (amina, other, silent):
        expect(phone.button("Send")).to_be_visible()
    before = amina.page.content()
    amina.vote(choices[0])
    other.vote(choices[4])
    silent.button("Send without an answer").tap()
    for phone in (amina, other, silent):
        phone.expect_counted()
    assert amina.page.content() != before  # it can tell two pages apart
    assert _traces(amina.page) == _traces(other.page) == _traces(silent.page)
    for phone in (amina, other, silent):
        phone.page.reload()
        phone.expect_counted()
    assert _traces(amina.page) == _traces(other.page) == _traces(silent.page)


def test_every_choice_is_as_long_on_the_wire_as_every_other_and_so_is_its_answer(
    session: Script, venue: Venue
) -> None:
    said: list[list[tuple[str, int]]] = []
    chosen: list[str] = []
    session.do("open_question", **BUDGET_TODAY)
    for choice in (0, 4, 5, None):
        page = venue.phone()
        frames: list[tuple[str, str]] = []
        page.on("websocket", partial(_overhear, frames))
        phone = PhonePage(page, "southern").joined(session.links["join_url"])
        choices = phone.choices()
        _until_linked(page, frames)
        if choice is None:
            phone.button("Send without an answer").tap()
        else:
            phone.vote(choices[choice])
        phone.expect_counted()
        voting = [
            (way, frame)
            for way, frame in frames
            if "cast_ballot" in frame or frame.startswith("43/participant")
        ]
        said.append([(way, len(frame.encode())) for way, frame in voting])
        chosen.append(next(frame for _, frame in voting if "cast_ballot" in frame))
    assert [way for way, _ in said[0]] == ["sent", "received"]
    assert all(one == said[0] for one in said)
    assert len(set(chosen)) == 4  # there was something to be told apart


def _until_linked(page: Page, frames: list[tuple[str, str]]) -> None:
    """Before its socket is up, a phone would send by plain HTTP."""
    for _ in range(600):
        if any(frame.startswith("42/participant") for _, frame in frames):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the phone never connected")


def _overhear(frames: list[tuple[str, str]], socket: WebSocket) -> None:
    socket.on("framesent", lambda frame: frames.append(("sent", str(frame))))
    socket.on("framereceived", lambda frame: frames.append(("received", str(frame))))


def test_reloading_and_going_back_after_voting_show_counted_and_count_once(
    session: Script, amina: PhonePage
) -> None:
    others = room(session, 3, 2)
    session.do("open_question", **BUDGET_TODAY)
    amina.vote(amina.choices()[2])
    amina.expect_counted()
    amina.page.reload()
    amina.expect_counted()
    amina.page.go_back()
    amina.expect_counted()
    amina.page.go_forward()
    amina.expect_counted()
    _others_choose(others, [0, 1, 2, 4, 5])
    assert _final(session)["southern"] == {
        "voters": 3,
        "counts": [0, 0, 1, 0, 1, 1],
        "no_answer": 0,
    }


def test_going_back_and_sending_again_without_any_script_replaces_the_answer(
    session: Script, venue: Venue
) -> None:
    others = room(session, 3, 2)
    plain = PhonePage(venue.phone(java_script_enabled=False), "southern").joined(
        session.links["join_url"]
    )
    session.do("open_question", **BUDGET_TODAY)
    plain.ask_again()
    choices = plain.choices()
    plain.vote(choices[2])
    plain.expect_counted()
    plain.page.go_back()
    plain.expect_counted()
    plain.page.get_by_role("link", name="Change my answer").tap()
    assert plain.choices() == choices
    plain.vote(choices[3])
    plain.expect_counted()
    _others_choose(others, [0, 1, 2, 4, 5])
    assert _final(session)["southern"] == {
        "voters": 3,
        "counts": [0, 0, 0, 1, 1, 1],
        "no_answer": 0,
    }


def test_two_tabs_of_one_phone_are_one_voter(session: Script, amina: PhonePage) -> None:
    others = room(session, 3, 2)
    second = PhonePage(amina.page.context.new_page(), "southern")
    second.page.goto(session.links["join_url"])
    session.do("open_question", **BUDGET_TODAY)
    choices = amina.choices()
    expect(second.button("Send")).to_be_visible()
    amina.vote(choices[0])
    amina.expect_counted()
    second.vote(choices[1])
    second.expect_counted()
    second.page.reload()
    second.expect_counted()
    second.page.get_by_role("link", name="Change my answer").tap()
    second.vote(choices[3])
    second.expect_counted()
    amina.page.reload()
    amina.expect_counted()
    _others_choose(others, [0, 1, 2, 4, 5])
    assert _final(session)["southern"] == {
        "voters": 3,
        "counts": [0, 0, 0, 1, 1, 1],
        "no_answer": 0,
    }


def test_a_ballot_is_asked_for_an_answer_before_it_is_sent(
    session: Script, amina: PhonePage
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    amina.choices()
    amina.button("Send").tap()
    expect(amina.button("Send")).to_be_visible()
    assert session.state()["question"]["state"] == "open"
    amina.button("Send without an answer").tap()
    amina.expect_counted()


def test_a_phone_whose_line_was_lost_when_voting_closed_says_that_it_is_unsure(
    session: Script, venue: Venue, amina: PhonePage
) -> None:
    venue.expect_lost_connections()
    session.do("open_question", **BUDGET_TODAY)
    choices = amina.choices()
    amina.page.context.set_offline(True)
    amina.vote(choices[0])
    hurry(
        amina.page.get_by_role("status").filter(
            has_text="No connection. Your answer is kept on this phone"
        )
    )
    session.do("close_question")
    amina.page.context.set_offline(False)
    hurry(amina.says.filter(has_text="Voting has closed."))
    expect(amina.note).to_have_text("Voting closed before we could confirm your answer.")


def _others_choose(others: list[Any], choices: list[int]) -> None:
    for phone, choice in zip(others, choices, strict=True):
        assert phone.cast([choice])["ok"]


def _final(session: Script) -> dict[str, Any]:
    session.do("close_question")
    session.do("reveal_results")
    [result] = json.loads(session.export("results.json"))["results"]
    groups: dict[str, Any] = result["groups"]
    return groups


def _traces(page: Page) -> dict[str, Any]:
    """All that somebody who takes the phone could look at.

    The token itself is random, and known to the server.
    """
    devtools = page.context.new_cdp_session(page)
    origin = "/".join(page.url.split("/")[:3])
    state = page.context.storage_state(indexed_db=True)
    assert state["origins"] == []
    return {
        "page": page.content(),
        "spoken": page.locator("body").aria_snapshot(),
        "address": page.url,
        "history": [
            (entry["url"], entry["title"])
            for entry in devtools.send("Page.getNavigationHistory")["entries"]
        ],
        "cookies": [
            (cookie["name"], len(cookie["value"]), cookie["httpOnly"])
            for cookie in state["cookies"]
        ],
        **{
            f"stored {local}": devtools.send(
                "DOMStorage.getDOMStorageItems",
                {"storageId": {"securityOrigin": origin, "isLocalStorage": local}},
            )["entries"]
            for local in (True, False)
        },
    }
