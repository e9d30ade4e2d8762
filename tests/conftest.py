"""Fixtures shared by the rooms: a real server in each async mode, and one that most tests of pages can share."""

from collections.abc import Iterator

import pytest

from tests.servers import Server


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server, once in each async mode."""
    with Server(tmp_path_factory.mktemp("data") / request.param, request.param) as running:
        yield running


@pytest.fixture(scope="session")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server as it comes, for what does not depend on the async mode."""
    with Server(tmp_path_factory.mktemp("data") / "one") as running:
        yield running
