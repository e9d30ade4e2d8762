"""The systems that the invariants are checked on: the reference model and the store we ship."""

from pathlib import Path

import pytest
from hypothesis import Phase

from tests.support.fakes import MemoryStore
from tests.unit.domain.system import System
from workshop.facilitation.ports import SessionStore
from workshop.plans.form import read_plan
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing
from workshop.store.store import SqlStore


def embedded_store(folder: Path) -> SqlStore:
    """The store as it is in service, but for the real threads that keep the disk from stopping
    sockets.
    """
    return SqlStore(
        open_engine(f"sqlite:///{folder}/db"),
        KeyRing(folder / "keys"),
        lambda work: work(),
        read_plan,
    )


@pytest.fixture(params=["memory", "sqlite"])
def system(request: pytest.FixtureRequest, tmp_path: Path) -> System:
    """Every room of the reference model has a store of its own; the rooms on disk share one, as in
    service.
    """
    if request.param == "memory":
        return System(MemoryStore)
    store = embedded_store(tmp_path)
    return System(
        lambda: store, is_replayable=False, examples=1, phases=(Phase.explicit, Phase.generate)
    )


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SessionStore:
    """One store of each kind."""
    return MemoryStore() if request.param == "memory" else embedded_store(tmp_path)
