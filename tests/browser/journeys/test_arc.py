"""Ninety minutes in fast motion: questions led from two desks, twenty phones, talk, agreements,
map, end.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.surfaces import DeskPage, PhonePage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import Phone, Script, room
from tests.support.servers import Timed
from tests.support.trials import trials
from tests.unit.export.readers import page as tree_of

DECISIONS = (
    *("the budget", "hiring"),
    *trials((), ("what counts as success", "what is reported", "who speaks in public")),
)
PLAN: dict[str, Any] = {
    "title": "Ninety minutes",
    "frame": "in this partnership",
    "threshold": 3,
    "questions": [
        *(
            {
                "id": f"q{at}",
                "kind": "who_decides",
                "text": f"Who decides on {what}?",
                "passes": ["today", "should_be"],
            }
            for at, what in enumerate(DECISIONS)
        ),
        {
            "id": "hope",
            "kind": "agree",
            "text": "Something will change within six months.",
            "passes": ["today"],
        },
    ],
}
PAGES, SIDE = trials(2, 4), 10  # so many of the twenty phones are browsers; ten people a side
NORTHERN = {"today": (2, 3, 3, 2, 3, 4, 3, 2, 3, 3), "should_be": (3, 3, 4, 3, 3, 3, 4, 3, 3, 2)}
SOUTHERN = {"today": (0, 1, 1, 0, 2, 1, 0, 5, 1, 0), "should_be": (3, 4, 3, 3, 4, 4, 3, 3, 4, 3)}


@pytest.fixture
def venue(building: Venue, one_server: Timed) -> Iterator[Venue]:
    """Windows that are closed afterwards, and must not have complained."""
    with building.visited(one_server.base):
        yield building


class Led:
    """A room that is led: by Amina at her laptop, and by Jan with a phone as his remote."""

    def __init__(self, venue: Venue, server: Timed) -> None:
        self.session = Script(server.base, PLAN)
        page = venue.desk()
        page.clock.install()
        venue.expect_lost_connections()  # its clock runs ahead of the server's heartbeat
        self.amina = DeskPage(page, self.session.links["facilitator_url"])
        self.jan = DeskPage(venue.phone(), self.session.links["facilitator_url"])
        self.wall = WallPage(venue.wall(), self.session.links["screen_url"])
        groups = ["northern", "southern"] * (PAGES // 2)
        join = self.session.links["join_url"]
        self.pages = [
            PhonePage(page, group).joined(join)
            for page, group in zip(venue.phones(PAGES), groups, strict=True)
        ]
        self.others: list[Phone] = room(self.session, SIDE - PAGES // 2, SIDE - PAGES // 2)

    def vote(self, question: str, passing: str, shift: int) -> None:
        """Everyone votes: the first of each side with a browser, the others by contract."""
        chosen = {"northern": iter(NORTHERN[passing]), "southern": iter(SOUTHERN[passing])}
        most = 3 if question == "hope" else 5
        for page in self.pages:
            position = min(next(chosen[page.group]) + shift, most)
            page.vote(page.choices()[position])
        for phone in self.others:
            phone.number = 0
            position = min(next(chosen[phone.group]) + shift, most)
            phone.vote([position], question=question, **{"pass": passing})
        for page in self.pages:
            page.expect_counted()

    def on_the_wall(self, words: str) -> Locator:
        """Words that stand on the wall now."""
        return self.wall.page.get_by_text(words).filter(visible=True).first


def part(desk: DeskPage, name: str) -> Locator:
    return desk.page.get_by_role("region", name=name)


def test_a_whole_workshop_is_led_from_two_desks(venue: Venue, one_server: Timed) -> None:
    led = Led(venue, one_server)
    led.wall.expect_joined(20)
    part(led.amina, "On the wall").get_by_label("Minutes").fill("5")
    led.amina.key("t")
    for at, question in enumerate(PLAN["questions"]):
        for passing in question["passes"]:
            hand = led.jan if at % 2 else led.amina
            asked = {"today": "today", "should_be": "should be"}[passing]
            hand.press(f"Show question {at + 1} of {len(PLAN['questions'])}: {asked}")
            expect(led.wall.question).to_have_text(question["text"])
            hand.press(f"Open voting: {asked}")
            led.vote(question["id"], passing, at % 2)
            led.amina.close_voting_by_the_clock()
            expect(part(led.jan, "The talk").get_by_text("Read aloud")).to_be_visible()
            assert led.wall.finding()
        _agree(led, f"We change {question['id']}", at)
    _the_wish_is_told(led)
    _both_desks_and_the_wall_show_what_was_agreed(led)
    _the_end_is_the_map(led)
    _what_goes_home(led)


def _agree(led: Led, what: str, at: int) -> None:
    hand = (led.amina, led.jan)[at % 2]
    form = part(hand, "What we agreed")
    form.get_by_label("What changes").fill(what)
    form.get_by_label("Who sees to it").fill("Amina and Jan")
    form.get_by_label("By when").fill("June")
    form.get_by_role("button", name="Write it down").click()
    for desk in (led.amina, led.jan):
        expect(part(desk, "What we agreed").get_by_text(what)).to_be_visible()


def _the_wish_is_told(led: Led) -> None:
    """Back to a question of both passes, by its thumbnail: the talk about it is there again."""
    plan = (
        led.amina.page.get_by_role("navigation", name="The plan")
        .get_by_role("listitem")
        .filter(has_text="hiring")
    )
    plan.get_by_role("button", name="should be").click()
    expect(part(led.amina, "The talk").get_by_text("Common ground")).to_be_visible()
    first = part(led.amina, "What to talk about first")
    expect(first.get_by_role("button", name="Show the map on the wall")).to_be_visible()


def _both_desks_and_the_wall_show_what_was_agreed(led: Led) -> None:
    led.amina.key("a")
    for question in PLAN["questions"]:
        expect(led.on_the_wall(f"We change {question['id']}")).to_be_visible()
    led.amina.key("a")
    for hand in (
        led.amina,
        led.jan,
    ):  # whoever acts next must have seen it, or is told that somebody was faster
        shown = hand.page.locator("[data-act=agreed]").first
        expect(shown).to_have_attribute("aria-pressed", "false")


def _the_end_is_the_map(led: Led) -> None:
    led.jan.page.get_by_role("button", name="End the session").last.click()
    led.jan.page.get_by_role("dialog").get_by_role("button", name="End it").click()
    for page in led.pages:
        expect(
            page.page.get_by_text("The session has ended")
            .or_(page.page.get_by_text("Thank you"))
            .first
        ).to_be_visible()
    rows = led.wall.page.locator(".map-row")
    expect(rows).to_have_count(len(PLAN["questions"]))
    expect(led.on_the_wall("The session has ended. Thank you.")).to_be_visible()


def _what_goes_home(led: Led) -> None:
    kept = json.loads(led.session.export("results.json"))
    assert len(kept["results"]) == 2 * len(DECISIONS) + 1
    assert [one["what"] for one in kept["agreements"]] == [
        f"We change {one['id']}" for one in PLAN["questions"]
    ]
    budget = next(
        one for one in kept["results"] if (one["question"], one["pass"]) == ("q0", "today")
    )
    assert budget["groups"]["southern"]["counts"] == [4, 4, 1, 0, 0, 1]
    assert budget["groups"]["northern"]["counts"] == [0, 0, 3, 6, 1, 0]
    words = " ".join("".join(tree_of(led.session.export("report.html")).itertext()).split())
    for question in PLAN["questions"]:
        assert question["text"] in words
        assert f"We change {question['id']}" in words
