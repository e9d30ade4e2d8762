"""One Chromium for all of these, and a venue for each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.venue import Venue, chromium
from tests.support.clients import Script
from tests.support.servers import Server


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture
def venue(browser: Browser, one_server: Server) -> Iterator[Venue]:
    """Windows that are closed afterwards, and must not have complained."""
    with Venue(browser).visited(one_server.base) as venue:
        yield venue


@pytest.fixture
def session(one_server: Server) -> Script:
    """A session of two questions that streams, with a threshold of 3."""
    return Script(one_server.base)
