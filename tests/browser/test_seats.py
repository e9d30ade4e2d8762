"""One phone, three people, one after the other: each answers for themselves, and finds nothing of
the one before.
"""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.surfaces import GROUPS, PhonePage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Script, room
from tests.support.servers import Timed


def hand_over(page: Page, to: str) -> None:
    """From the foot of the page to the next person's number."""
    page.get_by_role("link", name="Hand over to the next person").tap()
    expect(page.get_by_role("heading", name="Pass the phone on")).to_be_visible()
    page.get_by_role("link", name=to).tap()


def left_on(page: Page) -> str:
    """All that the page holds: its code, what a screen reader is told, what is ticked, what it
    stored.
    """
    ticked = page.locator("input:checked").count()
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, history.state])")
    return f"{page.content()}\n{page.locator('body').aria_snapshot()}\n{ticked} ticked\n{stored}"


@pytest.mark.parametrize("has_script", [True, False])
def test_three_people_share_a_phone(one_server: Timed, venue: Venue, has_script: bool) -> None:
    session = Script(one_server.base, TWO_QUESTIONS | {"results": "reveal"})
    others = room(session, 2, 2)
    page = venue.phone(java_script_enabled=has_script)
    jan = PhonePage(page, "northern").joined(session.links["join_url"])
    people = [jan]
    for number, group in ((2, "southern"), (3, "southern")):
        hand_over(page, f"Somebody new: person {number}")
        people.append(PhonePage(page, group))
        page.get_by_text(GROUPS[group], exact=True).tap()
        page.get_by_role("button", name="Join").tap()
        expect(page.get_by_text(f"Person {number}", exact=True)).to_be_visible()
    session.do("open_question", **BUDGET_TODAY)
    hand_over(page, "Person 1")
    choices = jan.choices()

    if has_script:  # somebody ticks an answer, leaves the page, and comes back to it
        jan.choose(choices[4])
        assert page.locator("input:checked").count() == 1
        page.goto(f"{session.links['join_url']}/promise")
        page.go_back()
        expect(jan.button("Send")).to_be_visible()
        assert page.locator("input:checked").count() == 0
    jan.choose(choices[2])
    assert "1 ticked" in left_on(page) if has_script else page.locator("input:checked").count() == 1
    jan.button("Send").tap()
    jan.expect_counted()
    for number, choice in ((2, 0), (3, 3)):
        hand_over(page, f"Person {number}")
        expect(page.get_by_text(f"Person {number}", exact=True)).to_be_visible()
        expect(jan.button("Send")).to_be_visible()
        if has_script:
            clean = left_on(page)
            assert "0 ticked" in clean
            assert "Counted ✓" not in page.locator("body").inner_text()
            page.go_back()  # leads to no page on which somebody's answer is ticked
            assert page.locator("input:checked").count() == 0
            page.go_forward()
        people[number - 1].vote(choices[choice])
        jan.expect_counted()

    for phone, choice in zip(others, (1, 4, 1, 4), strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    session.do("reveal_results")
    (result,) = json.loads(session.export("results.json"))["results"]
    assert result["groups"]["northern"]["counts"] == [0, 1, 1, 0, 1, 0]
    assert result["groups"]["southern"]["voters"] == 4
    assert result["groups"]["southern"]["counts"] == [1, 1, 0, 1, 1, 0]
