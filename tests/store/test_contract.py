"""Every store keeps to the contract: the reference model, and SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.contract import *  # noqa: F403 the tests
from tests.store.stores import InMemory, OnSqlite, Whereabouts


@pytest.fixture(params=["memory", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Whereabouts]:
    here: Whereabouts = InMemory() if request.param == "memory" else OnSqlite(tmp_path)
    yield here
    here.leave()
