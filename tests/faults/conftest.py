"""One Chromium for the phones that meet bad weather."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.venue import chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with chromium() as running:
        yield running
