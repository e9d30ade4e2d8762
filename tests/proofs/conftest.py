"""One PostgreSQL for all proofs of a run that ask for one."""

from collections.abc import Iterator

import pytest

from tests.support.postgres import Postgres, running


@pytest.fixture(scope="session")
def cluster() -> Iterator[Postgres]:
    with running() as postgres:
        yield postgres
