"""One session walked through for the judges of access: its wall and a narrow phone, in every state
they can be in.
"""

from typing import Any

from playwright.sync_api import ViewportSize, expect

from tests.browser.checkers import Checkup
from tests.browser.surfaces import WallPage
from tests.browser.venue import Venue
from tests.support.clients import Phone, Script
from workshop.wording import say
from workshop.wording.languages import speaking

PLAN: dict[str, Any] = {
    "title": "How do we decide?",
    "frame": "in this partnership",
    "threshold": 3,
    "questions": [
        {
            "id": "budget",
            "kind": "who_decides",
            "text": "Who decides on the budget?",
            "passes": ["today", "should_be"],
        },
        {
            "id": "first",
            "kind": "prioritise",
            "text": "What comes first?",
            "choices": ["Money", "Reports", "Hiring", "Travel"],
        },
        {"id": "next", "kind": "gather", "text": "Which decisions should we talk about?"},
    ],
}
BUDGET, FIRST, NEXT = ({"question": name, "pass": "today"} for name in ("budget", "first", "next"))
NARROW: ViewportSize = {"width": 320, "height": 640}


class Walk:
    """One session in one language: its wall and a narrow phone, looked at wherever it stops."""

    def __init__(
        self, base: str, venue: Venue, checkup: Checkup, language: str, second: str
    ) -> None:
        self.session = Script(base, PLAN | {"language": language, "second_language": second})
        self.checkup, self.language = checkup, language
        self.wall = WallPage(venue.wall(), self.session.links["screen_url"]).page
        self.page = venue.phone()
        self.page.set_viewport_size(NARROW)
        self.page.context.add_cookies([{"name": "language", "value": language, "url": base}])
        self.join_url = self.session.links["join_url"]

    def phone(self, state: str, *, always: bool = False) -> None:
        self.checkup.all_of(self.page, f"phone {self.language} {state}", always=always)

    def the_wall(self, state: str, *, always: bool = False) -> None:
        self.checkup.axe(self.wall, f"wall {self.language} {state}", always=always)
        self.checkup.still(self.wall, f"wall {self.language} {state}", always=always)

    def until(self, text: str) -> None:
        """The phone says this."""
        with speaking(self.language):
            expect(self.page.get_by_role("heading", level=2)).to_have_text(say(text))

    def send(self) -> None:
        self.page.locator("button.send").tap()


def come_in(walk: Walk) -> None:
    walk.page.goto(walk.join_url)
    walk.page.locator("summary").tap()
    walk.phone("join", always=True)
    walk.page.goto(f"{walk.join_url}/promise")
    walk.phone("promise")
    walk.page.goto(walk.join_url)
    walk.page.get_by_role("radio").nth(1).locator("..").tap()
    walk.send()
    walk.until("You are in.")
    walk.phone("waiting")
    walk.page.goto(f"{walk.join_url}/seats")
    walk.phone("seats")
    walk.page.goto(walk.join_url)
    walk.checkup.source(walk.wall, f"wall {walk.language}")
    walk.the_wall("lobby", always=True)


def vote(walk: Walk, others: list[Phone]) -> None:
    walk.session.do("show_question", **BUDGET)
    walk.until("Voting opens soon.")
    walk.the_wall("shown")
    walk.session.do("open_question", **BUDGET)
    expect(walk.page.get_by_role("radio")).to_have_count(6)
    walk.page.locator(".language-menu summary").tap()
    walk.phone("open", always=True)
    walk.session.do("pause_phones")
    walk.until("Please look up.")
    walk.phone("paused")
    walk.session.do("resume_phones")
    expect(walk.wall.locator("[data-when=exact]")).to_be_visible()
    walk.the_wall("turnout")
    walk.page.get_by_role("radio").nth(3).locator("..").tap()
    walk.send()
    walk.until("Counted ✓")
    walk.phone("counted")
    for other, choice in zip(others, [0, 0, 1, 1, 2, 3, 4, 5, 5, 2, 2, 3] * 2, strict=True):
        assert other.cast([choice])["ok"]
    expect(walk.wall.locator(".rows .row[data-empty=false]")).to_have_count(2)
    walk.the_wall("live")
    walk.page.reload()
    expect(walk.page.locator("[data-beat=locked]")).to_be_visible()
    walk.phone("locked")


def see_the_result(walk: Walk) -> None:
    walk.session.do("close_question")
    walk.session.do("start_timer", seconds=90)
    expect(walk.page.locator(".sentences li")).to_have_count(2)
    walk.phone("revealed", always=True)
    walk.the_wall("bars", always=True)
    walk.session.do("choose_form", form="shares")
    expect(walk.wall.locator(".rows")).to_have_attribute("data-form", "shares")
    walk.the_wall("shares")
    walk.checkup.bars(walk.wall, "wall shares")
    walk.session.do("choose_form", form="table")
    expect(walk.wall.get_by_role("table")).to_be_visible()
    walk.the_wall("table")
    walk.session.do("add_agreement", what="We decide together", who="Amina", by="March")
    walk.session.do("show_agreements")
    expect(walk.wall.locator(".agreed")).to_be_visible()
    walk.the_wall("agreements")
    walk.session.do("hide_agreements")


def pick_several(walk: Walk) -> None:
    walk.session.do("open_question", **FIRST)
    expect(walk.page.get_by_role("checkbox")).to_have_count(4)
    walk.send()
    expect(walk.page.locator("[data-when=nudge]")).to_be_visible()
    walk.phone("several")
    walk.session.do("close_question")
    expect(walk.page.locator("[data-beat=revealed]")).to_be_visible()
    walk.the_wall("withheld")


def write(walk: Walk, others: list[Phone]) -> None:
    walk.session.do("open_question", **NEXT)
    expect(walk.page.get_by_role("textbox")).to_be_visible()
    walk.phone("writing")
    for other, text in zip(others, ["Hiring", "Travel", "Overheads"] * 8, strict=True):
        assert other.cast([], text=text, **NEXT)["ok"]
    walk.session.do("close_question")
    walk.until("Voting has closed. The facilitator reads the texts first.")
    walk.phone("collected")
    walk.the_wall("held")
    walk.session.do("show_texts")
    walk.session.do("reveal_results")
    expect(walk.wall.locator("[data-slot=texts] li").first).to_be_visible()
    walk.the_wall("texts", always=True)


def end(walk: Walk) -> None:
    walk.session.do("show_map")
    expect(walk.wall.locator(".map-row").first).to_be_visible()
    walk.the_wall("map")
    walk.session.do("blank_screen")
    expect(walk.wall.locator("[data-when=blank]")).to_be_visible()
    walk.the_wall("blank")
    walk.session.do("unblank_screen")
    walk.session.do("end_session")
    walk.until("The session has ended. Thank you.")
    walk.phone("ended")
    walk.the_wall("ended with its map")
    walk.session.do("hide_map")
    expect(walk.wall.locator("[data-when=ended]")).to_be_visible()
    walk.the_wall("ended")
