"""C and + − 0: the same result in another picture, and letters as large as leaves everything on the
wall.
"""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.surfaces import DeskPage, WallPage
from tests.browser.test_wall import _all_fits
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Phone, Script, room


def shown(session: Script, south: list[int]) -> list[Phone]:
    phones = room(session, 4, 4)
    session.do("open_question", **BUDGET_TODAY)
    for phone, choice in zip(phones, [0, 1, 2, 5, *south], strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    return phones


def test_a_result_goes_through_its_forms_at_every_size_of_letters(
    session: Script, venue: Venue
) -> None:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    wall = WallPage(venue.wall(), session.links["screen_url"])
    shown(session, [3, 3, 3, 3])  # all alike: told in words, in every form
    wall.expect_answers("Northern partners", 4)
    desk.key("+", "+", "+")
    expect(wall.page.locator(".wall")).to_have_attribute("data-text", re.compile("[123]"))
    _all_fits(wall.page)
    desk.key("c")
    expect(wall.picture).to_have_attribute("data-form", "shares")
    wall.expect_counts("Northern partners", [1, 1, 1, 0, 0, 1, 0])
    expect(wall.row("Southern partners")).to_contain_text("All or nearly all")
    _all_fits(wall.page)
    desk.key("c")
    table = wall.page.get_by_role("table")
    expect(table).to_be_visible()
    row = table.get_by_role("row").filter(has_text="Both together")
    expect(row.get_by_role("cell")).to_have_text(["0", "all or nearly all"])
    expect(wall.picture).to_have_count(0)
    _all_fits(wall.page)
    desk.key("c")
    expect(wall.picture).to_have_attribute("data-form", "diverging")
    desk.key("0")
    expect(wall.page.locator(".wall")).to_have_attribute("data-text", "0")


def test_both_passes_stand_on_one_scale_once_shown_and_a_veiled_group_is_told_in_words(
    session: Script, venue: Venue
) -> None:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    wall = WallPage(venue.wall(), session.links["screen_url"])
    phones = shown(session, [0, 0, 1, 4])
    assert "dots" not in session.state()["wall"]["forms"]
    wished = {**BUDGET_TODAY, "pass": "should_be"}
    session.do("open_question", **wished)
    for phone, choice in zip(phones, [3, 3, 2, 4, 4, 4, 4, 4], strict=True):  # Southern all alike
        phone.number = 0
        assert phone.cast([choice], **wished)["ok"]
    session.do("close_question")
    wall.expect_answers("Northern partners", 4)
    desk.key("c")
    # a desk presses on what it sees, and it may see it later than the wall
    for picture in (wall.picture, desk.preview.locator("[data-slot=rows]")):
        expect(picture).to_have_attribute("data-form", "shares")
    desk.key("c")
    dots = wall.page.get_by_role(
        "img", name=re.compile("On a scale from 1 to 5: Northern partners today 2.0, should be 4.0")
    )
    expect(dots).to_be_visible()
    expect(wall.picture).to_have_count(0)
    expect(wall.paragraph("today → should be").first).to_be_visible()
    northern, southern = (
        dots.locator(f".dots-row[data-group={side}]") for side in ("northern", "southern")
    )
    expect(southern).to_contain_text("should be: all or nearly all alike")
    expect(southern.locator(".map-end").filter(visible=True)).to_have_count(1)
    expect(northern.locator("[data-slot=dots_pass]").filter(visible=True)).to_have_text(
        ["today", "should be"]
    )
    places = {
        (group, passing): _middle(row.locator(f".map-end.{passing}"))
        for group, row in (("northern", northern), ("southern", southern))
        for passing in ("today", "should_be")[: 2 if group == "northern" else 1]
    }
    ticks = [_middle(tick) for tick in dots.locator("[data-slot=map_tick]").all()]
    assert places["northern", "should_be"] == pytest.approx(
        ticks[3], abs=2
    )  # 3, 3, 2, 4: the middle is “together”
    assert places["northern", "today"] == pytest.approx(ticks[1], abs=2)
    assert ticks[0] < places["southern", "today"] < ticks[1]
    boxes = [row.bounding_box() for row in (northern, southern)]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    _all_fits(wall.page)
    desk.tool("Next chart").click()
    expect(wall.page.get_by_role("table")).to_be_visible()
    desk.key("c")
    expect(wall.picture).to_have_attribute("data-form", "diverging")


def _middle(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2
