"""The store keeps to its contract on PostgreSQL, too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proofs.conftest import NewDatabase
from tests.store.contract import *  # noqa: F403 the tests
from tests.store.stores import OnSql, Whereabouts
from tests.support.postgres import Postgres
from workshop.store.engine import open_engine
from workshop.store.tables import metadata


@pytest.fixture(scope="module")
def database(new_database: NewDatabase) -> Postgres:
    """With its tables made."""
    made = new_database("contract")
    open_engine(made.url).dispose()
    return made


@pytest.fixture
def place(database: Postgres, tmp_path: Path) -> Iterator[Whereabouts]:
    """Its tables are empty."""
    tables = ", ".join(f'"{name}"' for name in metadata.tables)
    database.ask(f"TRUNCATE {tables}")
    here = OnSql(database.url, tmp_path / "keys")
    yield here
    here.leave()
