"""One set of phones for all walks, lent from one walk to the next."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.venue import Venue


@pytest.fixture(scope="package")
def building(browser: Browser) -> Iterator[Venue]:
    """Windows and phones that stay from one walk to the next."""
    building = Venue(browser)
    yield building
    building.close()
