"""The program as it is started, in its own time, and a Chromium for the phones that meet bad
weather: for each test, for crowds run event loops of their own beside it.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.venue import chromium
from tests.support.servers import Server
from tests.support.trials import trials


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="package", params=trials(["eventlet"], ["eventlet", "threading"]))
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A running server that waits as long as it does in service."""
    with Server(tmp_path_factory.mktemp("faults") / "data", request.param) as running:
        yield running
