"""C and + − 0: the same result in another picture, and letters as large as leaves everything on the wall."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.surfaces import DeskPage, WallPage
from tests.browser.test_wall import SIZES, _all_fits
from tests.browser.venue import Venue
from tests.clients import BUDGET_TODAY, Script, room


def shown(session: Script, south: list[int]) -> None:
    phones = room(session, 4, 4)
    session.do("open_question", **BUDGET_TODAY)
    for phone, choice in zip(phones, [0, 1, 2, 5, *south], strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_result_goes_through_its_forms_at_every_size_of_letters(
    session: Script, venue: Venue, size: dict[str, int]
) -> None:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    wall = WallPage(venue.wall(size), session.links["screen_url"])
    shown(session, [3, 3, 3, 3])  # all alike: told in words, in every form
    wall.expect_answers("Northern partners", 4)
    desk.key("+", "+", "+")
    expect(wall.page.locator(".wall")).to_have_attribute("data-text", re.compile("[123]"))
    _all_fits(wall.page, size)
    desk.key("c")
    expect(wall.picture).to_have_attribute("data-form", "shares")
    wall.expect_counts("Northern partners", [1, 1, 1, 0, 0, 1, 0])
    expect(wall.row("Southern partners")).to_contain_text("All or nearly all")
    _all_fits(wall.page, size)
    desk.key("c")
    table = wall.page.get_by_role("table")
    expect(table).to_be_visible()
    row = table.get_by_role("row").filter(has_text="Both together")
    expect(row.get_by_role("cell")).to_have_text(["0", "all or nearly all"])
    expect(wall.picture).to_have_count(0)
    _all_fits(wall.page, size)
    desk.key("c")
    expect(wall.picture).to_have_attribute("data-form", "diverging")
    desk.key("0")
    expect(wall.page.locator(".wall")).to_have_attribute("data-text", "0")
