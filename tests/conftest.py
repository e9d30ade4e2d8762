"""Fixtures shared by the rooms: a real server in each async mode, and one that most tests of pages
can share.
"""

from collections.abc import Iterator

import pytest

from tests.support import profiles, trials
from tests.support.servers import Server, Servers

LONGEST = (
    *(
        "test_mutation.py",
        "test_access.py",
        "test_workshop.py",
        "test_storm.py",
        "test_attacks.py",
        "test_attacker.py",
    ),
    *(
        "test_reach.py",
        "test_ready.py",
        "test_arc.py",
        "test_wifi.py",
        "test_restart.py",
        "test_leading.py",
    ),
    *("test_workers.py", "test_legibility.py", "test_limits.py"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--proofs`: every heavy proof whole; without it each runs one trial."""
    parser.addoption("--proofs", action="store_true", help="run every heavy proof whole")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test file is imported, so that parametrised tests can ask too."""
    trials.WHOLE.append(config.getoption("--proofs"))
    profiles.choose()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: what is begun last should not keep everyone waiting."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Running servers, shared by all files that ask for the same."""
    with Servers(tmp_path_factory.mktemp("servers")) as all_of_them:
        yield all_of_them


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def server(request: pytest.FixtureRequest, servers: Servers) -> Server:
    """A running server, once in each async mode."""
    return servers.running(request.param)


@pytest.fixture(scope="session")
def one_server(servers: Servers) -> Server:
    """A running server as it comes, for what does not depend on the async mode."""
    return servers.running("eventlet")
