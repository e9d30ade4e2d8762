"""Stores as they are in service, each on a database and a folder of its own."""

from pathlib import Path

import sqlalchemy as sa

from workshop.plans.form import read_plan
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing
from workshop.store.store import SqlStore

DATABASE = "workshop.sqlite3"


def store_on(engine: sa.Engine, keys: KeyRing) -> SqlStore:
    """The store as it is in service, but for the threads that keep the disk from stopping
    sockets.
    """
    return SqlStore(engine, keys, lambda work: work(), read_plan)


def sqlite_store(folder: Path) -> SqlStore:
    """The store on the SQLite database of this folder, as a start finds it."""
    return store_on(open_engine(f"sqlite:///{folder / DATABASE}"), KeyRing(folder / "keys"))
