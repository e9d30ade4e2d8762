"""A running server in each async mode: each has a WebSocket stack of its own."""

import pytest

from tests.support.servers import Server, Servers


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def server(request: pytest.FixtureRequest, servers: Servers) -> Server:
    """A running server, once in each async mode."""
    return servers.running(request.param)
