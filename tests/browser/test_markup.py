"""What scripts draw stays words too: walls, desks, phones and the editor, with markup in every text
they are given.
"""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.venue import Venue
from tests.support.clients import Script
from tests.support.furnished import CHOSEN, MARKUP, PAYLOADS, WRITTEN, Furnished
from tests.support.servers import Timed

PLANTED = "[onerror], img:not([src]), script:not([src]):not([type='application/json'])"


@pytest.fixture(scope="module")
def house(one_server: Timed) -> Furnished:
    return Furnished(one_server.base, PAYLOADS[0])


def expect_words(*pages: Page) -> None:
    """They show the markup, as words, and hold no element made of it."""
    for page in pages:
        expect(page.get_by_text(MARKUP).filter(visible=True).first).to_be_visible()
        expect(page.locator(PLANTED)).to_have_count(0)


def led(venue: Venue, session: Script) -> tuple[Page, Page]:
    wall, desk = venue.wall(), venue.desk()
    wall.goto(session.links["screen_url"])
    desk.goto(session.links["facilitator_url"])
    expect(desk.get_by_role("button", name="End the session")).to_be_visible()
    return wall, desk


def test_walls_and_desks_draw_words(venue: Venue, house: Furnished) -> None:
    wall, desk = led(venue, house.script)
    for asking in [*CHOSEN, *WRITTEN, {"question": "trust", "pass": "today"}]:
        house.script.do("show_question", **asking)
        expect_words(wall, desk)
    house.script.do("show_agreements")
    expect_words(wall, desk)
    house.script.do("show_map")
    expect_words(desk)
    desk.get_by_label("Your notes to this question").fill(MARKUP)
    desk.reload()
    expect_words(desk)


def test_then_and_now_is_drawn_as_words(venue: Venue, house: Furnished) -> None:
    wall, desk = led(venue, house.later)
    for form in ("bars", "shares", "table"):
        house.later.do("choose_form", form=form)
        expect_words(wall, desk)


def test_phones_and_the_editor_draw_words(
    venue: Venue, house: Furnished, one_server: Timed
) -> None:
    session = Script(one_server.base, house.plan)
    phone, editor = venue.phone(), venue.desk()
    phone.goto(session.links["join_url"])
    expect_words(phone)
    phone.get_by_role("radio").first.check(force=True)
    phone.get_by_role("button", name="Join").click()
    for question in ("focus", "next"):
        session.do("open_question", question=question)
        expect_words(phone)
        session.do("close_question")
    editor.goto(f"{one_server.base}/plans/new?question={quote(MARKUP)}")
    expect_words(editor)
