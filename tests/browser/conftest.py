"""A venue for each test. Ticks run by themselves, ten times as
fast as in a workshop: a browser waits for what it sees.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.venue import Venue
from tests.support.clients import Script
from tests.support.servers import Timed
from tests.support.shared_servers import Servers


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, servers: Servers) -> Timed:
    """The program in a process of its own, in the mode that is asked for."""
    return servers.timed(getattr(request, "param", "eventlet"), running=True)


@pytest.fixture(scope="session")
def one_server(servers: Servers) -> Timed:
    """The same, as it comes."""
    return servers.timed("eventlet", running=True)


@pytest.fixture(autouse=True)
def nothing_is_left_to_do(servers: Servers) -> Iterator[None]:
    """What a test's sessions left ticking does not tick in the next one."""
    with servers.cleared():
        yield


@pytest.fixture
def venue(browser: Browser, one_server: Timed) -> Iterator[Venue]:
    """Windows that are closed afterwards, and must not have complained."""
    with Venue(browser).visited(one_server.base) as venue:
        yield venue


@pytest.fixture
def session(one_server: Timed) -> Script:
    """A session of two questions that streams, with a threshold of 3."""
    return Script(one_server.base)
