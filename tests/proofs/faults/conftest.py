"""The program as it is started, in its own time."""

from collections.abc import Iterator

import pytest

from tests.support.servers import Server
from tests.support.trials import trials


@pytest.fixture(scope="package", params=trials(["eventlet"], ["eventlet", "threading"]))
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A running server that waits as long as it does in service."""
    with Server(tmp_path_factory.mktemp("faults") / "data", request.param) as running:
        yield running
