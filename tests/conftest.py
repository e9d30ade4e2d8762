"""Fixtures shared by the rooms: a real server in each async mode, and one that most tests of pages can share."""

from collections.abc import Iterator

import pytest

from tests.servers import Server

LONGEST = (
    *("test_mutation.py", "test_access.py", "test_workshop.py", "test_storm.py", "test_attacks.py", "test_attacker.py"),
    *("test_reach.py", "test_ready.py", "test_arc.py", "test_wifi.py", "test_restart.py", "test_leading.py"),
)
ON_THE_WIRE = ("test_limits", "test_sockets", "test_two_desks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: what is begun last should not keep everyone waiting."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both async modes; what speaks on the wire goes through eventlet once more, on the library's wire."""
    if "server" in metafunc.fixturenames:
        wires = ["eventlet, library wire"] if metafunc.module.__name__.rpartition(".")[2] in ON_THE_WIRE else []
        metafunc.parametrize("server", ["eventlet", "threading", *wires], indirect=True, scope="session")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server: in this async mode, on this wire."""
    mode, _, wire = request.param.partition(", ")
    settings = {"WORKSHOP_WIRE": "library"} if wire else {}
    with Server(tmp_path_factory.mktemp("data") / mode, mode, **settings) as running:
        yield running


@pytest.fixture(scope="session")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server as it comes, for what does not depend on the async mode."""
    with Server(tmp_path_factory.mktemp("data") / "one") as running:
        yield running
