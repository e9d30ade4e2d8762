"""What a phone's first visit weighs, and how long it takes on a slow line, against the budgets.

`python -m bench.budgets` measures and prints a table; tests/browser/test_reach.py holds the
weights, never the times.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.venue import PHONE, chromium
from tests.support.clients import BUDGET_TODAY, Script
from tests.support.servers import Server
from workshop.wording.languages import LANGUAGES

FIRST_VISIT = 35_000  # bytes, with the headers of HTTP
READABLE, BALLOT = 2.0, 3.0  # seconds
WALL = 1.0  # seconds, on the facilitator's own machine
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}  # 3G: 400 kbit/s


class Wire:
    """What DevTools saw a page receive: bytes with their headers, and who had each address
    fetched.
    """

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.received = self.news = 0
        self.asked_by: dict[str, str] = {}
        for event, hear in (
            ("requestWillBeSent", self._asked),
            ("loadingFinished", self._ended),
            ("webSocketFrameReceived", self._told),
        ):
            self.devtools.on(f"Network.{event}", hear)
        self.devtools.send("Network.enable")

    def slow_down(self) -> None:
        """From here on as on a far-away mast."""
        self.devtools.send("Network.emulateNetworkConditions", SLOW)

    def _asked(self, event: dict[str, Any]) -> None:
        self.asked_by[event["request"]["url"]] = event["initiator"]["type"]
        if "redirectResponse" in event:
            self.received += event["redirectResponse"]["encodedDataLength"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.received += int(event["encodedDataLength"])

    def _told(self, event: dict[str, Any]) -> None:
        self.news += len(event["response"]["payloadData"].encode())


@dataclass(frozen=True)
class Visit:
    """The first visit of a phone: the page to join, then the page with the open question.

    Bytes, and seconds.
    """

    join: int
    question: int
    news: int
    asked_by: dict[str, str]
    readable: float
    ballot: float


def first_visit(browser: Browser, script: Script, language: str, *, slow: bool = False) -> Visit:
    """Join as a phone does that was never here; the question must be open."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    context.add_cookies([{"name": "language", "value": language, "url": script.base}])
    page = context.new_page()
    wire = Wire(page)
    if slow:
        wire.slow_down()
    send = page.locator("button.send")
    began = time.monotonic()
    page.goto(
        f"{script.base}/J/{script.code}", wait_until="commit"
    )  # as the code on the wall is scanned
    readable = until(send, began)
    page.wait_for_load_state("networkidle")
    join = wire.received
    page.get_by_role("radio").nth(1).locator("..").tap()
    began = time.monotonic()
    send.tap(no_wait_after=True)
    ballot = readable + until(page.locator("[data-beat=ballot] button.send"), began)
    page.wait_for_load_state("networkidle")
    both, news = wire.received, wire.news
    context.close()
    return Visit(join, both - join, news, wire.asked_by, readable, ballot)


def wall_paints(browser: Browser, script: Script) -> float:
    """Seconds until a wall that is opened shows something of what it says."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(script.links["screen_url"])
    painted = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    page.wait_for_function(painted)
    seconds = page.evaluate(painted) / 1000
    page.close()
    return float(seconds)


def until(locator: Locator, began: float) -> float:
    expect(locator).to_be_visible()
    return time.monotonic() - began


@contextmanager
def opened() -> Iterator[tuple[Browser, Script]]:
    """A server of its own with an open question, and a browser."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Server(Path(folder) / "data") as server,
        chromium() as browser,
    ):
        script = Script(server.base)
        script.do("open_question", **BUDGET_TODAY)
        yield browser, script


def main() -> int:
    """Print the table; 1 where a budget is overrun."""
    sound = True
    with opened() as (browser, script):
        for language in LANGUAGES:
            visit = first_visit(browser, script, language)
            head(f"first visit in {LANGUAGES[language]}")
            print(f"{'the page to join, with all it loads':44}{visit.join / 1000:>9.1f} kB")
            print(f"{'the question, with all it loads besides':44}{visit.question / 1000:>9.1f} kB")
            sound &= line(
                "both together", (visit.join + visit.question) / 1000, FIRST_VISIT / 1000, "kB"
            )
            print(f"{'the first news by socket':44}{visit.news / 1000:>9.1f} kB")
        slow = first_visit(browser, script, "en", slow=True)
        head("on a line of 400 kbit/s, 400 ms away")
        sound &= line("until the page to join can be used", slow.readable, READABLE, "s")
        sound &= line("until the first ballot, choosing aside", slow.ballot, BALLOT, "s")
        head("the wall")
        sound &= line("until it shows what it says", wall_paints(browser, script), WALL, "s")
    return 0 if sound else 1


def head(what: str) -> None:
    print(f"\n{what:44}{'measured':>12}{'budget':>12}")


def line(what: str, measured: float, budget: float, unit: str) -> bool:
    """One line of the table; whether the budget is kept."""
    kept = measured <= budget
    print(f"{what:44}{measured:>9.1f} {unit:2}{budget:>9.1f} {unit:2}{'' if kept else '  over'}")
    return kept


if __name__ == "__main__":
    sys.exit(main())
