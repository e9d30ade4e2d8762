"""The real store on a real SQLite file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from workshop.plans.form import read_plan
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing
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
    engines: list[sa.Engine] = []

    def start() -> SqlStore:
        for engine in engines:
            engine.dispose()
        engines.append(open_engine(f"sqlite:///{data / 'workshop.sqlite3'}"))
        return SqlStore(engines[-1], KeyRing(data / "keys"), lambda work: work(), read_plan)

    yield start
    for engine in engines:
        engine.dispose()


@pytest.fixture
def store(open_store: OpenStore) -> SqlStore:
    return open_store()
