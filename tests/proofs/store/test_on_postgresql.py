"""The store keeps to its contract on PostgreSQL, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.contract import *  # noqa: F403 the tests
from tests.store.stores import OnSql, Whereabouts
from tests.support.postgres import Postgres
from workshop.store.engine import open_engine
from workshop.store.tables import metadata


@pytest.fixture(scope="module")
def database(cluster: Postgres) -> Postgres:
    """The cluster's own, with its tables made."""
    open_engine(cluster.url).dispose()
    return cluster


@pytest.fixture
def place(database: Postgres, tmp_path: Path) -> Iterator[Whereabouts]:
    """Its tables are empty."""
    tables = ", ".join(f'"{name}"' for name in metadata.tables)
    database.ask(f"TRUNCATE {tables}")
    here = OnSql(database.url, tmp_path / "keys")
    yield here
    here.leave()
