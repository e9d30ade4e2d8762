"""The wall can be read from the back row: every state, both shapes, both themes, letters as
designed.
"""

from typing import Any, Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.states import IN_TWO_LANGUAGES, PLAN, TWENTY, Walk, arrived
from tests.browser.surfaces import WallPage, faults
from tests.browser.venue import WALL, WALL_4_TO_3, Venue
from tests.support.clients import Phone, Script, room
from tests.support.servers import Timed
from tests.support.trials import trials

EVERY_LOOK: list[tuple[ViewportSize, Literal["light", "dark"]]] = [
    *((WALL, "light"), (WALL, "dark")),
    *((WALL_4_TO_3, "light"), (WALL_4_TO_3, "dark")),
]
# shapes do not depend on colours, nor contrasts on the shape: each is seen once
LOOKS = trials([EVERY_LOOK[0], EVERY_LOOK[-1]], EVERY_LOOK)
LONGEST_MOTION = 400  # milliseconds
LONGEST = """() => {
  const times = [...document.querySelectorAll("*")].flatMap((node) =>
    ["", "::before", "::after"].flatMap((part) => {
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


CROWDED = {
    "title": "How do we decide?",
    "threshold": 3,
    "questions": [
        {
            "id": "topics",
            "kind": "choice",
            "text": (
                "Where should we start, if we could change one thing only before we meet again next"
                " year in June?"
            ),
            "choices": [
                f"{topic}: who writes it, who signs it, and in which language" for topic in TWENTY
            ],
            "max_choices": 3,
        }
    ],
}


@pytest.mark.parametrize("plan", trials([PLAN], [PLAN, IN_TWO_LANGUAGES]))
def test_every_state_of_the_wall_can_be_read_from_the_back_and_moves_briefly_or_not_at_all(
    one_server: Timed, venue: Venue, plan: dict[str, Any]
) -> None:
    walk, page, found = Walk(one_server.base, plan), venue.wall(), {}
    for state in walk.states():
        if state.name == "lobby":
            WallPage(page, walk.session.links["screen_url"])
        arrived(page, state)
        for size, theme in LOOKS:
            page.set_viewport_size(size)
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


def test_twenty_long_choices_stand_in_two_columns_and_with_three_groups_in_a_table(
    one_server: Timed, venue: Venue
) -> None:
    session = Script(one_server.base, CROWDED)
    phones = room(session, 9, 9, 9)
    wall = WallPage(venue.wall(), session.links["screen_url"])
    session.do("open_question", question="topics")
    expect(wall.page.locator(".answers li")).to_have_count(20)
    _can_be_read(wall.page)
    _ask(session, phones[:18], 1)
    expect(wall.picture).to_have_attribute("data-columns", "2")
    expect(wall.picture.locator(".bar")).to_have_count(40)
    _can_be_read(wall.page)
    _ask(session, phones, 2)
    tables = wall.page.get_by_role("table")
    expect(tables).to_have_count(2)
    expect(tables.get_by_role("row")).to_have_count(23)  # two heads, twenty choices, no answer
    expect(wall.picture).to_have_count(0)
    _can_be_read(wall.page)


def _ask(session: Script, phones: list[Phone], round_number: int) -> None:
    if round_number > 1:
        session.do("ask_again", question="topics")
    for at, phone in enumerate(phones):
        ballot = {"question": "topics", "pass": "today", "round": round_number, "number": 1}
        assert phone.cast([at % 20, (at + 5) % 20, (at + 11) % 20], **ballot)["ok"]
    session.do("close_question")


def _can_be_read(page: Page) -> None:
    for size in (WALL, WALL_4_TO_3):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert faults(page) == []
