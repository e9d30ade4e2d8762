"""The store in service on a SQLite file, opened as often as a test likes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.stores import OnSqlite
from workshop.store.store import SqlStore

OpenStore = Callable[[], SqlStore]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions"
    folder.mkdir()
    return folder


@pytest.fixture
def open_store(data: Path) -> Iterator[OpenStore]:
    """Opens the store on the same folder, each time as a server that has just started."""
    place = OnSqlite(data)
    yield place.start
    place.leave()


@pytest.fixture
def store(open_store: OpenStore) -> SqlStore:
    return open_store()
