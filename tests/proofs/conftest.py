"""One PostgreSQL for all proofs of a run that ask for one, each with a database of its own."""

from collections.abc import Callable, Iterator
from copy import copy

import pytest

from tests.support.postgres import Postgres, running

NewDatabase = Callable[[str], Postgres]


@pytest.fixture(scope="session")
def new_database() -> Iterator[NewDatabase]:
    """Makes an empty database of this name in the cluster that the run has started."""
    with running() as cluster:

        def make(name: str) -> Postgres:
            cluster.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cluster.ask(f"CREATE DATABASE {name}")
            made = copy(cluster)
            made.url = f"{cluster.url.rpartition('/')[0]}/{name}"
            return made

        yield make
