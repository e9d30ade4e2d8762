"""One venue for all files of this room: two workers take seconds to start."""

from collections.abc import Iterator

import pytest

from tests.proofs.cluster.venue import Venue, demand, running
from tests.proofs.conftest import NewDatabase


@pytest.fixture(scope="session")
def venue(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[Venue]:
    demand("redis-server")
    demand("haproxy")
    with running(tmp_path_factory.mktemp("venue"), new_database("venue")) as two_workers:
        yield two_workers
