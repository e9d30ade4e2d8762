"""A browser's windows on one workshop: what they complained about, and whom they asked, is kept and
held against them.

Playwright and eventlet never share a process: the server is a subprocess, the browser is driven
from here.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

PATIENCE = (
    60_000  # milliseconds; passing tests never wait that long, a machine with much else to do may
)
WALL: ViewportSize = {"width": 1920, "height": 1080}
WALL_4_TO_3: ViewportSize = {"width": 1024, "height": 768}
DESK: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# A ballot sent again by plain HTTP after the close is refused with 409, which browsers also
# complain of.
LOST = re.compile(
    r"net::ERR_\w+|WebSocket connection to .* failed|ERR_INTERNET_DISCONNECTED|status of 40[39]"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium that CHROMIUM names, else Playwright's own.

    Without its sandbox only where root cannot have one.
    """
    expect.set_options(timeout=PATIENCE)
    alone = hasattr(os, "geteuid") and os.geteuid() == 0
    options: dict[str, Any] = {"args": ["--no-sandbox"] if alone else []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, **options
        )
        yield browser
        browser.close()


class Venue:
    """The windows of one test, which fails if any of them complained or asked another host for
    anything.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._phones: list[Page] = []
        self._others: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self._may_be_lost = False

    def wall(self, size: dict[str, int] | None = None) -> Page:
        """A wall's window."""
        return self._open(viewport=size or WALL).new_page()

    def desk(self) -> Page:
        """A facilitator's window."""
        return self._open(viewport=DESK).new_page()

    def phone(self, **options: Any) -> Page:
        """A phone nobody has used yet."""
        return self._open(viewport=PHONE, has_touch=True, is_mobile=True, **options).new_page()

    def phones(self, count: int) -> list[Page]:
        """So many phones, lent again for the next test: opening a browser takes longer than
        joining.
        """
        while len(self._phones) < count:
            context = self._open(keep=True, viewport=PHONE, has_touch=True, is_mobile=True)
            self._phones.append(context.new_page())
        return self._phones[:count]

    def close(self) -> None:
        """Nobody is lent a phone any more."""
        for page in self._phones:
            page.context.close()

    def expect_lost_connections(self) -> None:
        """From here on a browser may say that it could not reach the server."""
        self._may_be_lost = True

    @contextmanager
    def visited(self, base: str) -> Iterator["Venue"]:
        """For one test: no error, no violation of the security policy, no other host; then clear
        up.
        """
        try:
            yield self
            complaints = [
                one for one in self.complaints if not (self._may_be_lost and LOST.search(one))
            ]
            assert complaints == [], complaints
            assert self.asked <= {urlsplit(base).netloc}
        finally:
            self._leave()

    def _leave(self) -> None:
        """Close what was opened and clear what was lent."""
        for context in self._others:
            context.close()
        for page in self._phones:
            page.goto("about:blank")
            page.context.clear_cookies()
        self._others.clear()
        self.complaints.clear()
        self.asked.clear()
        self._may_be_lost = False

    def _open(self, *, keep: bool = False, **options: Any) -> BrowserContext:
        context = self._browser.new_context(reduced_motion="reduce", locale="en-GB", **options)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda line: self._note(line.type, line.text))
        context.on("weberror", lambda failure: self.complaints.append(str(failure.error)))
        context.on("request", lambda request: self._ask(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._ask(socket.url)))
        if not keep:
            self._others.append(context)
        return context

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def _ask(self, url: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss"):
            self.asked.add(urlsplit(url).netloc)
