"""What speaks on the wire is tested on both of eventlet's, ours and the library's, and on that of threads."""

from collections.abc import Iterator

import pytest

from tests.servers import Server


@pytest.fixture(scope="session", params=["eventlet, direct", "eventlet, library", "threading"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, on each wire."""
    mode, _, wire = request.param.partition(", ")
    with Server(tmp_path_factory.mktemp("data") / mode, mode, WORKSHOP_WIRE=wire or "direct") as running:
        yield running
