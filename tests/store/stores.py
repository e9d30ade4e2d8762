"""Stores as they are in service, and the places where they keep what they keep."""

from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from tests.support.fakes import MemoryStore
from workshop.facilitation.ports import SessionStore
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing
from workshop.store.store import SqlStore

DATABASE = "workshop.sqlite3"


def store_on(engine: sa.Engine, keys: KeyRing) -> SqlStore:
    """The store as it is in service, but for the threads that keep the disk from stopping
    sockets.
    """
    return SqlStore(engine, keys, lambda work: work())


def sqlite_store(folder: Path) -> SqlStore:
    """The store on the SQLite database of this folder, as a start finds it."""
    return store_on(open_engine(f"sqlite:///{folder / DATABASE}"), KeyRing(folder / "keys"))


class Whereabouts(Protocol):
    """Where a store keeps what it keeps."""

    def start(self) -> SessionStore:
        """The store as the next start finds it: whoever had it before has lost it."""

    def leave(self) -> None:
        """Let go of it."""


class InMemory:
    """The reference model, which keeps its memory over a restart."""

    def __init__(self) -> None:
        self._store = MemoryStore()

    def start(self) -> SessionStore:
        return self._store.restarted()

    def leave(self) -> None:
        """It goes by itself."""


class OnSql:
    """A database, and a folder of keys beside it."""

    def __init__(self, url: str, keys: Path) -> None:
        self._url, self._keys = url, keys
        self._engines: list[sa.Engine] = []

    def start(self) -> SqlStore:
        self.leave()
        self._engines.append(open_engine(self._url))
        return store_on(self._engines[-1], KeyRing(self._keys))

    def leave(self) -> None:
        for engine in self._engines:
            engine.dispose()


class OnSqlite(OnSql):
    """A folder with both in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"sqlite:///{folder / DATABASE}", folder / "keys")
