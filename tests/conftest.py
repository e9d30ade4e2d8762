"""Fixtures shared by the rooms: a real server in each async mode, and one that most tests of pages
can share.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support import profiles, trials

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.groups import ByGroup
    from tests.support.in_process import InProcess
    from tests.support.servers import Timed
    from tests.support.shared_servers import Servers

LONGEST = (
    *("test_access.py", "test_workshop.py", "test_legibility.py", "test_desk.py", "test_arc.py"),
    *("test_mutation.py", "test_bodies.py", "test_strangers.py", "test_disk.py", "test_workers.py"),
    *("test_talk.py", "test_wall.py", "test_reach.py", "test_phone.py", "test_languages.py"),
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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> "ByGroup":
    """A file stays together, and so do files that share what is dear to start."""
    from tests.support.groups import ByGroup

    return ByGroup(config, log)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Servers]":
    """Running servers, shared by all files that ask for the same."""
    # the whole program: only tests of it wait for that
    from tests.support.shared_servers import Servers

    with Servers(tmp_path_factory.mktemp("servers")) as all_of_them:
        yield all_of_them


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A running Chromium, one for each process of the run."""
    from tests.browser.venue import chromium

    with chromium() as running:
        yield running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`server` is in this process, once; marked `both_modes`, it is a process in each mode."""
    if "server" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_modes"):
        metafunc.parametrize("server", ["eventlet", "threading"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, servers: "Servers") -> "InProcess | Timed":
    """A running server whose time stands until the test lets it pass."""
    mode = getattr(request, "param", None)
    return servers.timed(mode) if mode else servers.in_process()


@pytest.fixture(scope="session")
def one_server(servers: "Servers") -> "InProcess":
    """The one in this process, for what does not depend on the async mode."""
    return servers.in_process()
