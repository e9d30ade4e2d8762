"""Leading with the desk's other controls: questions on the spot, timer, pause, colours, notes,
grid.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.surfaces import DeskPage, PhonePage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Script


@pytest.fixture
def desk(session: Script, venue: Venue) -> DeskPage:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    expect(desk.button("Show question 1 of 2: today")).to_be_visible()
    return desk


@pytest.fixture
def wall(session: Script, venue: Venue) -> WallPage:
    return WallPage(venue.wall(), session.links["screen_url"])


def test_a_question_is_added_on_the_spot_and_another_taken_out(
    desk: DeskPage, wall: WallPage
) -> None:
    desk.key("ArrowRight")
    expect(desk.button("Open voting: today")).to_be_visible()
    desk.tool("Add a question").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("Kind").select_option("choice")
    dialog.get_by_label("The question").fill("Which <b>meeting</b> first?")
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("List 2 to 20 choices")
    dialog.get_by_label("Choices, one on each line").fill("Board\n\nTeam\n")
    dialog.get_by_label("Ask today and how it should be").uncheck()
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog).to_be_hidden()
    plan = desk.page.get_by_role("navigation", name="The plan").get_by_role("listitem")
    expect(plan).to_have_text(
        [re.compile("budget"), re.compile("Which <b>meeting</b> first"), re.compile("Where")]
    )
    plan.nth(2).get_by_role("button", name="Take out").click()
    expect(plan).to_have_count(2)
    desk.key("Shift+ArrowRight")
    expect(wall.question).to_have_text("Which <b>meeting</b> first?")
    expect(desk.page.get_by_label("About").get_by_role("option")).to_have_count(3)


def test_phones_that_are_paused_keep_what_was_chosen(
    session: Script, desk: DeskPage, venue: Venue
) -> None:
    phone = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
    session.do("open_question", **BUDGET_TODAY)
    choice = phone.page.get_by_text("Southern partners decide", exact=True)
    choice.click()
    pause = desk.tool("Pause the phones")
    pause.click()
    expect(phone.page.get_by_role("heading", name="Please look up.")).to_be_visible()
    expect(choice).to_be_hidden()
    expect(pause).to_have_attribute("aria-pressed", "true")
    pause.click()
    expect(phone.page.get_by_label("Southern partners decide", exact=True)).to_be_checked()
    expect(phone.page.get_by_role("heading", name="Please look up.")).to_be_hidden()


def test_timer_and_colours_are_seen_on_the_wall(desk: DeskPage, wall: WallPage) -> None:
    desk.key("ArrowRight")
    expect(desk.button("Open voting: today")).to_be_visible()
    light = wall.page.evaluate("getComputedStyle(document.body).backgroundColor")
    desk.page.get_by_label("Minutes").fill("2")
    desk.tool("Timer").click()
    clock = wall.page.get_by_role("timer")
    expect(clock).to_have_text(re.compile(r"1:5\d|2:00"))
    desk.key("t")
    expect(clock).to_be_hidden()
    desk.key("d")
    expect(desk.tool("Dark wall")).to_have_attribute("aria-pressed", "true")
    expect(wall.page.locator("body")).not_to_have_css("background-color", light)
    desk.key("d")
    expect(wall.page.locator("body")).to_have_css("background-color", light)


def test_notes_are_kept_per_question_in_this_browser_only(
    session: Script, desk: DeskPage, venue: Venue
) -> None:
    desk.key("ArrowRight")
    expect(desk.button("Open voting: today")).to_be_visible()
    desk.key("n")
    desk.page.keyboard.type("ask Amina first")
    notes = desk.page.get_by_label("Your notes to this question")
    expect(notes).to_have_value("ask Amina first")
    desk.tool("Next question").click()
    expect(notes).to_have_value("")
    desk.tool("Previous question").click()
    expect(notes).to_have_value("ask Amina first")
    desk.page.reload()
    expect(notes).to_have_value("ask Amina first")
    assert "Amina" not in session.call("GET").text
    other = DeskPage(venue.desk(), session.links["facilitator_url"])
    expect(other.button("Open voting: today")).to_be_visible()
    expect(other.page.get_by_label("Your notes to this question")).to_have_value("")


def test_a_question_is_chosen_from_all_at_a_glance_by_keyboard(
    desk: DeskPage, wall: WallPage
) -> None:
    desk.key("g")
    expect(desk.tool("Join code full screen")).to_be_hidden()
    desk.page.keyboard.press("Enter")
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    expect(desk.tool("Join code full screen")).to_be_visible()
