"""One venue for all files of this room: two workers take seconds to start."""

from collections.abc import Iterator

import pytest

from tests.proofs.cluster.venue import Venue, demand, running
from tests.support.postgres import running as postgres


@pytest.fixture(scope="session")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    demand("redis-server")
    demand("haproxy")
    with postgres() as cluster, running(tmp_path_factory.mktemp("venue"), cluster) as two_workers:
        yield two_workers
