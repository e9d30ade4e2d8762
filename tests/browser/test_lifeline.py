"""Where no socket comes through, wall and desk ask for the present state, and go on."""

from playwright.sync_api import Page, expect

from tests.browser.surfaces import DeskPage, WallPage, hurry
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Script, room

NO_SOCKET = "delete window.WebSocket"
BUDGET = "Who decides on the budget between the partners?"


def cut_off(page: Page) -> Page:
    page.add_init_script(NO_SOCKET)
    page.clock.install()
    return page


def test_a_wall_without_a_socket_comes_to_the_question_its_turnout_and_its_result(
    session: Script, venue: Venue
) -> None:
    wall = WallPage(cut_off(venue.wall()), session.links["screen_url"])
    expect(wall.page.locator("main").get_by_text("Reconnecting")).to_have_count(1)
    session.do("open_question", **BUDGET_TODAY)
    hurry(wall.question.filter(has_text=BUDGET))
    for phone in room(session, 3, 3):
        phone.vote([1])
    session.do("close_question", **BUDGET_TODAY)
    hurry(wall.page.locator("p[data-slot=finding]"))
    wall.expect_answers("Everyone together", 6)
    assert wall.page.evaluate("typeof WebSocket") == "undefined"


def test_a_desk_without_a_socket_says_so_and_shows_what_others_did(
    session: Script, venue: Venue
) -> None:
    page = cut_off(venue.desk())
    page.goto(session.links["facilitator_url"])
    desk = DeskPage(page)
    hurry(page.get_by_text("The desk comes back by itself"))
    session.do("open_question", **BUDGET_TODAY)
    hurry(desk.beats.get_by_role("button", name="Close voting"))
