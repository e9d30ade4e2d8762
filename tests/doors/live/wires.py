"""What speaks on the wire is tested on both of eventlet's, ours and the library's, and on that of
threads.
"""

import pytest

from tests.support.servers import Server, Servers


@pytest.fixture(scope="session", params=["eventlet, direct", "eventlet, library", "threading"])
def server(request: pytest.FixtureRequest, servers: Servers) -> Server:
    """A running server, on each wire."""
    mode, _, wire = request.param.partition(", ")
    return servers.running(mode, **({"WORKSHOP_WIRE": wire} if wire == "library" else {}))
