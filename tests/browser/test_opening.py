"""On a server with a password: it is given once, on the start page, and then sessions open, from
the editor too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.venue import Venue
from tests.support.servers import Timed

PASSWORD = "correct horse battery"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    settings: dict[str, Any] = {
        "WORKSHOP_OPENING": "password",
        "WORKSHOP_OPENING_PASSWORD": PASSWORD,
    }
    with (
        Timed(tmp_path / "data", **settings) as server,
        Venue(browser).visited(server.base) as venue,
    ):
        page = venue.desk()
        page.goto(server.base)
        yield page


def test_the_password_is_given_once_and_opens_sessions_from_the_editor_too(page: Page) -> None:
    page.get_by_label("Write your own: who decides on …?").fill("the travel budget")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_text("you need this server's password")).to_be_visible()
    with page.expect_popup() as start:
        page.get_by_role("link", name="give it on the start page").click()
    start.value.get_by_label("Password of this server").fill(PASSWORD)
    start.value.get_by_role("button", name="Go on", exact=True).click()
    expect(start.value.get_by_label("Password of this server")).to_have_count(0)
    page.get_by_role("button", name="Open a session").click()
    page.wait_for_url("**/f/*")
    expect(page.get_by_role("button", name="End the session")).to_be_visible()
