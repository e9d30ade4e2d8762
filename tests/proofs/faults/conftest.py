"""The program as it is started, in its own time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proofs.faults.serve_as import changed
from tests.support.servers import Server
from tests.support.trials import trials


@pytest.fixture(scope="session", params=trials(["eventlet"], ["eventlet", "threading"]))
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A running server that waits as long as it does in service."""
    with Server(tmp_path_factory.mktemp("faults") / "data", request.param) as running:
        yield running


class Hasty:
    """Servers that wait for seconds only, one for each async mode, started when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, Server] = {}

    def running(self, mode: str) -> Server:
        if mode not in self._running:
            server = changed(self._folder / mode, mode, "hasty")
            self._running[mode] = server.__enter__()
        return self._running[mode]

    def stop(self) -> None:
        for server in self._running.values():
            server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hasty]:
    """Servers whose limits of time are two seconds."""
    servers = Hasty(tmp_path_factory.mktemp("hasty"))
    yield servers
    servers.stop()
