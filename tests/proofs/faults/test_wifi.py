"""Real phones on bad Wi-Fi: every tap ends counted once the line is back, and none is counted
twice.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.surfaces import COUNTED, PhonePage
from tests.browser.venue import Venue
from tests.proofs.faults.crowd import plan_of
from tests.proofs.faults.proxy import BadWifi
from tests.support.clients import Script
from tests.support.servers import Server, free_port
from tests.support.trials import trials

QUESTIONS = trials(1, 2)
BACK_MS = PATIENCE_MS = 120_000
LOOK_MS = 100


@pytest.mark.parametrize("mode", ["eventlet"])  # `make faults` has the threaded server, too
def test_taps_in_a_storm_are_counted_once_when_it_is_over(
    browser: Browser, tmp_path: Path, mode: str
) -> None:
    outside = free_port()
    address = f"http://127.0.0.1:{outside}"
    with Server(tmp_path / "data", mode, WORKSHOP_PUBLIC_URL=address) as server:
        with (
            BadWifi(outside, server.port, seed=4) as wifi,
            Venue(browser).visited(address) as venue,
        ):
            venue.expect_lost_connections()
            session = Script(server.base, plan_of(QUESTIONS))
            phones = [PhonePage(venue.phone(), group) for group in ("northern", "southern") * 3]
            for phone in phones:
                phone.joined(session.links["join_url"])
            for number in range(1, QUESTIONS + 1):
                session.do("open_question", question=f"q{number}")
                for phone in phones:
                    phone.choices()
                wifi.storm()
                for at, phone in enumerate(phones):
                    phone.vote(f"choice {at % 2}")
                wait_for_cuts(wifi, phones[0], more_than=wifi.cuts)
                wifi.calm()
                for phone in phones:
                    expect(phone.says).to_have_text(COUNTED, timeout=BACK_MS)
                session.do("close_question")
        assert wifi.cuts >= QUESTIONS
        for result in session.call("GET", "/exports/results.json").json()["results"]:
            assert result["groups"]["northern"] == {"voters": 3, "veiled": {"0": "nearly_all"}}
            assert result["groups"]["southern"] == {"voters": 3, "veiled": {"1": "nearly_all"}}


def wait_for_cuts(wifi: BadWifi, phone: PhonePage, more_than: int) -> None:
    """Let phones go on until the storm has cut somebody's connection."""
    for _ in range(PATIENCE_MS // LOOK_MS):
        if wifi.cuts > more_than:
            return
        phone.page.wait_for_timeout(LOOK_MS)
    raise AssertionError("nobody's connection was cut")


def test_a_tab_that_was_frozen_wakes_in_the_present(browser: Browser, server: Server) -> None:
    with Venue(browser).visited(server.base) as venue:
        venue.expect_lost_connections()
        session = Script(server.base, plan_of(2))
        phone = PhonePage(venue.phone(), "northern")
        phone.joined(session.links["join_url"])
        session.do("open_question", question="q1")
        phone.vote("choice 1")
        phone.expect_counted()
        sleep = phone.page.context.new_cdp_session(phone.page)
        sleep.send("Page.setWebLifecycleState", {"state": "frozen"})
        session.do("close_question")
        session.do("open_question", question="q2")
        sleep.send("Page.setWebLifecycleState", {"state": "active"})
        expect(phone.page.get_by_role("heading", name="Question 2?")).to_be_visible()
        phone.vote("choice 2")
        phone.expect_counted()
