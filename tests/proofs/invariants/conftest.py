"""The systems that the invariants are checked on: the reference model and the store we ship."""

from pathlib import Path

import pytest
from hypothesis import Phase

from tests.proofs.invariants.system import System
from tests.store.stores import sqlite_store
from tests.support.fakes import MemoryStore
from tests.support.trials import trials
from workshop.facilitation.ports import SessionStore


@pytest.fixture(params=["memory", "sqlite"])
def system(request: pytest.FixtureRequest, tmp_path: Path) -> System:
    """Every room of the reference model has a store of its own; the rooms on disk share one, as in
    service.
    """
    if request.param == "memory":
        return System(MemoryStore)
    store = sqlite_store(tmp_path)
    return System(
        lambda: store,
        is_replayable=False,
        examples=trials(1, 20),
        phases=trials((Phase.explicit,), (Phase.explicit, Phase.generate)),
    )


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SessionStore:
    """One store of each kind."""
    return MemoryStore() if request.param == "memory" else sqlite_store(tmp_path)
