"""Secure deletion: removes keys, rows, and what the database's own log says of them."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from workshop.domain.voting.retention import Life
from workshop.store import tables
from workshop.store.backups import delete_migration_backups
from workshop.store.engine import checkpoint
from workshop.store.key_order import DirtySessions
from workshop.store.keys import KeyRing
from workshop.store.retention import read_lives
from workshop.store.rounds import asking_ids, delete_rows, is_open
from workshop.store.row_lock import lock_session_row


class SecureDeletion:
    """Deletes from one database and its keys; called by who holds the store's lock.

    `grown` is what is stored there in the order of arrival.
    """

    def __init__(self, engine: sa.Engine, keys: KeyRing, grown: DirtySessions) -> None:
        self._engine = engine
        self._keys = keys
        self._grown = grown

    def fold(self) -> None:
        """Remove every trace of deleted rows and of the order of arrival from the disk.

        A backup made before a migration has them, too: it is deleted with the first thing there is
        to forget.
        """
        if self._engine.dialect.name == "sqlite" and self._engine.url.database:
            delete_migration_backups(Path(self._engine.url.database))
        self.lay_in_order()

    def lay_in_order(self) -> None:
        """Fold the log into the database, and rewrite in key order what lies as it arrived."""
        checkpoint(self._engine)
        if self._grown and self._engine.dialect.name == "sqlite":
            with self._engine.begin() as connection:
                self._grown.rewrite(connection)
            checkpoint(self._engine)
        self._grown.lies_in_order()

    def forget(self, asking_id: str) -> None:
        """Destroy an asking's key, then its ballots and marks, then the log.

        At every point in between, start-up can finish the rest. The key first: from then on the
        rest is noise, also where a full disk keeps it for a while.
        """
        with self._engine.begin() as connection:
            if is_open(connection, asking_id):
                return
        self._keys.forget(asking_id)
        with self._engine.begin() as connection:
            for table in (tables.ballot, tables.marked_off):
                connection.execute(sa.delete(table).where(table.c.asking == asking_id))
        self.fold()
        with self._engine.begin() as connection:
            done = (
                sa.update(tables.asking)
                .where(tables.asking.c.id == asking_id)
                .values(forgotten=True)
            )
            connection.execute(done)

    def delete(self, code: str, may_go: Callable[[Life], bool] = lambda _: True) -> bool:
        """Delete a session, its keys first, if it may go as things stand now; whether it did."""
        with self._engine.begin() as connection:
            lock_session_row(connection, code)
            if not all(may_go(life) for life in read_lives(connection, code)):
                return False
            self._keys.forget_all(asking_ids(connection, code))
            delete_rows(connection, code)
        self.fold()
        return True
