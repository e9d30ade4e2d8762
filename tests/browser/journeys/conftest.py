"""One Chromium and one set of phones for all walks, lent from one walk to the next."""

from collections.abc import Iterator

import pytest

from tests.browser.venue import Venue, chromium


@pytest.fixture(scope="package")
def building() -> Iterator[Venue]:
    """Windows and phones that stay from one walk to the next."""
    with chromium() as running:
        yield Venue(running)
