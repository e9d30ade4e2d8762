"""The wall can be read from the back row: every state, both shapes, both themes, letters as designed."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.states import Walk, arrived
from tests.browser.surfaces import WallPage
from tests.browser.venue import WALL, WALL_4_TO_3, Venue
from tests.clients import Script
from tests.servers import Server

LABEL, TITLE, CONTRAST = 0.024, 0.04, 4.5  # of the wall's height; WCAG 2.2, 1.4.3
LONGEST_MOTION = 400  # milliseconds
FAULTS = Path(__file__).with_name("legible.js").read_text("utf-8")
LONGEST = """() => {
  const times = [...document.querySelectorAll("*")].flatMap((node) => ["", "::before", "::after"].flatMap((part) => {
    const { transitionDuration, animationDuration } = getComputedStyle(node, part);
    return `${transitionDuration}, ${animationDuration}`.split(", ");
  }));
  return Math.max(...times.map((time) => parseFloat(time) * (time.endsWith("ms") ? 1 : 1000)));
}"""
SPOIL = """() => {
  const [first, second] = document.querySelectorAll(".agreed li .agreed-what");
  first.style.fontSize = "1.8vh";
  second.style.color = "rgb(160, 160, 160)";
  document.querySelector(".agreed h1").style.translate = "0 9vh";
  document.querySelector(".agreed-about").style.translate = "-9vw 0";
}"""


def faults(page: Page) -> list[str]:
    """What is wrong with the wall as it stands."""
    found: list[str] = page.evaluate(FAULTS, [LABEL, TITLE, CONTRAST])
    return found


def test_every_state_of_the_wall_can_be_read_from_the_back_and_moves_briefly_or_not_at_all(
    one_server: Server, venue: Venue
) -> None:
    walk, page, found = Walk(one_server.base), venue.wall(), {}
    for state in walk.states():
        if state.name == "lobby":
            WallPage(page, walk.session.links["screen_url"])
        arrived(page, state)
        for size in (WALL, WALL_4_TO_3):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                if wrong := faults(page):
                    found[state.name, size["width"], theme] = wrong
        assert page.evaluate(LONGEST) == 0, f"{state.name}: moves where no motion is wanted"
        page.emulate_media(reduced_motion="no-preference")
        assert 0 < page.evaluate(LONGEST) <= LONGEST_MOTION, state.name
        page.emulate_media(reduced_motion="reduce")
    assert found == {}, "\n".join(f"{where}: {what}" for where, what in found.items())


def test_a_wall_that_is_spoiled_is_found_out(session: Script, venue: Venue) -> None:
    for what in ("We draft the budget together", "Reports may be in French"):
        session.do("add_agreement", question="budget", what=what)
    session.do("show_agreements")
    wall = WallPage(venue.wall(), session.links["screen_url"])
    expect(wall.page.locator(".agreed li")).to_have_count(2)
    assert faults(wall.page) == []
    wall.page.evaluate(SPOIL)
    told = " | ".join(faults(wall.page))
    for fault in (
        "We draft the budget together: 19.44px",
        "Reports may be in French: contrast",
        "beyond the edge",
        "over",
    ):
        assert fault in told
