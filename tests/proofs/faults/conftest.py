"""A Chromium for the phones that meet bad weather: for each test, for crowds run event loops of
their own beside it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.venue import chromium


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with chromium() as running:
        yield running
