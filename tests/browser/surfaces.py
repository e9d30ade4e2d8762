"""The three surfaces as people use them: by what they read, and by the controls they see."""

import contextlib
import io
import re
from pathlib import Path
from urllib.parse import urljoin

import zxingcpp
from PIL import Image
from playwright.sync_api import Error, Locator, Page, WebSocket, expect

GROUPS = {
    "northern": "Northern partners",
    "southern": "Southern partners",
    "neither": "Both, neither, rather not say",
}
COUNTED = "Counted ✓"
LABEL, TITLE, CONTRAST = 0.024, 0.04, 4.5  # of the wall's height; WCAG 2.2, 1.4.3
LOOKS = 1200
FAULTS = Path(__file__).with_name("legible.js").read_text("utf-8")


def faults(wall: Page) -> list[str]:
    """What makes a wall hard to read from the back, in its size and theme of just now."""
    found: list[str] = wall.evaluate(FAULTS, [LABEL, TITLE, CONTRAST])
    return found


def hurry(fact: Locator, *, seen: bool = True) -> None:
    """Turn the clock of its page (it must have been installed) forward until this is seen, or not:
    what a script does every few seconds need not be waited for. Ten times as fast as it goes, so
    that no patience of the page ends before an answer can come.
    """
    for _ in range(LOOKS):
        if fact.is_visible() is seen:
            break
        fact.page.clock.fast_forward(1000)
        fact.page.wait_for_timeout(100)
    expect(fact).to_be_visible(visible=seen)


class WallPage:
    """The wall: read, never touched."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        self.question = page.get_by_role("heading", level=1)
        self.picture = page.get_by_role("img").and_(page.locator("[data-slot=rows]"))
        self.sentences = page.locator("[data-slot=sentences]").get_by_role("listitem")

    def codes(self) -> list[str]:
        """What a camera reads from the wall."""
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        return [code.text for code in zxingcpp.read_barcodes(picture)]

    def expect_joined(self, people: int) -> None:
        """The lobby's count."""
        expect(self.paragraph("here so far")).to_have_text(
            re.compile(rf"^\s*{people}\s+here so far\s*$")
        )

    def expect_turnout(self, words: str) -> None:
        """How many have answered, in the detail that may be told."""
        expect(
            self.page.locator("[data-when=exact], [data-when=band]").filter(visible=True)
        ).to_have_text(words)

    def expect_counts(self, group: str, counts: list[int]) -> None:
        """The numbers at one group's bars: its choices in order, then those who gave no answer."""
        expect(self.row(group).locator("[data-slot=count]")).to_have_text(
            [str(count) for count in counts]
        )

    def expect_answers(self, group: str, voters: int) -> None:
        """How many answers a group's row shows."""
        told = re.compile(
            rf"^\s*{voters}\s+answers\s*$"
        )  # as it is seen: what is said of paper may be there, hidden
        expect(self.row(group).locator("[data-when=voters]")).to_have_text(
            told, use_inner_text=True
        )

    def row(self, label: str) -> Locator:
        """The row of a group, or of a choice."""
        return self.picture.locator(".row").filter(has=self.page.get_by_text(label, exact=True))

    def finding(self) -> str:
        """The sentence below the picture, which is also the picture's name once both are of the
        same result.
        """
        said = self.page.locator("p[data-slot=finding]").filter(visible=True)
        for _ in range(LOOKS):
            words = said.inner_text()
            if words == self.picture.get_attribute("aria-label"):
                break
            self.page.wait_for_timeout(50)
        expect(self.picture).to_have_accessible_name(words)
        return words

    def paragraph(self, words: str) -> Locator:
        """What is said somewhere on the wall, where it can be seen."""
        return self.page.get_by_role("paragraph").filter(has_text=words).filter(visible=True)


class DeskPage:
    """The desk: its controls by their names, its keys as they are pressed."""

    def __init__(self, page: Page, address: str | None = None) -> None:
        self.page = page
        if address:
            _follow(page, address)
        self.beats = page.get_by_role("region", name="Next step")
        self.preview = page.get_by_role("group", name="What the wall shows")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """A control that can be seen."""
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a control."""
        self.button(name).click()

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tool(self, name: str) -> Locator:
        """A control of the side, whose name may go on with its key."""
        return self.page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}"))

    def stop_the_clock(self) -> None:
        """From here on the page's time (its clock must have been installed) passes only by
        `run_for`, however busy the machine is.
        """
        self.page.clock.pause_at(self.page.evaluate("Date.now()") / 1000 + 1)

    def close_voting_by_the_clock(self) -> None:
        """Press, and turn the page's clock forward (it must have been installed): five seconds in
        no time.
        """
        self.press("Close voting")
        expect(self.button(re.compile(r"^Closes in \d"))).to_be_visible()
        self.page.clock.run_for(5000)


def _follow(page: Page, address: str) -> None:
    """Back once the desk hears from the server: it waits three seconds for that, a busy machine may
    need more.
    """
    heard: list[str | bytes] = []

    def hears(frame: str | bytes) -> None:
        heard.append(frame)

    def listens(socket: WebSocket) -> bool:
        socket.on("framereceived", hears)
        return True

    with page.expect_websocket(listens):
        page.goto(address)
    while not any(str(frame).startswith("42/facilitator") for frame in heard):
        page.wait_for_timeout(10)


class PhonePage:
    """A phone in the hand of someone of a group."""

    def __init__(self, page: Page, group: str) -> None:
        self.page, self.group = page, group
        self.says = page.get_by_role("heading", level=2)
        self.note = page.locator("#note")
        self.answers = page.get_by_role("radio").or_(page.get_by_role("checkbox"))

    def join(self, address: str) -> None:
        """Follow the address and choose the group; the answer is not waited for."""
        self.page.goto(address)
        self.page.get_by_text(GROUPS[self.group], exact=self.group != "neither").tap()
        self.page.get_by_role("button", name="Join").tap()

    def joined(self, address: str) -> "PhonePage":
        """Joined, and told so."""
        self.join(address)
        expect(self.page.get_by_role("group", name="Where do you answer from?")).to_have_count(0)
        return self

    def ask_again(self) -> None:
        """What the page tells browsers without script to do every five seconds, done at once."""
        told = self.page.locator("meta[http-equiv=refresh]").get_attribute("content") or ""
        address = urljoin(self.page.url, told.split("url=")[1])
        # the page's own refresh may come in between, with the same outcome
        with contextlib.suppress(Error):
            self.page.goto(address)

    def choices(self) -> list[str]:
        """The answers on the ballot paper, in their order, once it is there."""
        expect(self.button("Send")).to_be_visible()
        return self.page.locator("[data-slot=choice]").filter(visible=True).all_inner_texts()

    def choose(self, words: str) -> None:
        """Tap an answer."""
        self.page.get_by_role("group").get_by_text(words, exact=True).tap()

    def vote(self, words: str) -> None:
        """Tap an answer and Send, without waiting for what comes of it."""
        self.choose(words)
        self.button("Send").tap()

    def button(self, name: str) -> Locator:
        """A button of the page, by its exact name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def expect_counted(self) -> None:
        """The phone says that the answer is counted."""
        expect(self.says).to_have_text(COUNTED)
