"""Rewrites tables in the order of their random keys, so that no order of arrival is on disk.

SQLite keeps a table's pointers in the order of the keys, but puts a row's bytes wherever there is
room: the cells of a page lie as they were written, and so do the pages that long rows overflow
into. Whoever copies the file and saw who came when would read each one's side, and with the key
each one's answer. So the rows of whatever grew are taken out and put back in the order of their
keys, in one transaction; then their place tells no more than their keys do.

PostgreSQL appends: what its files tell is said in docs/deploying.md.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from workshop.store import tables

NEIGHBOURS = 100
"""More rows than a page of 4 KiB holds: with so many on either side, no page keeps cells of both
kinds, old and new.
"""

_DRAWN_BYTES = 8
_random_bytes = secrets.token_bytes
Row = tuple[Any, ...]


class DirtySessions:
    """The sessions with rows in order of arrival: those that people joined or voted in.

    At the start that is everything: whoever served before may have ended at any moment, or known no
    order.
    """

    def __init__(self) -> None:
        self._is_everything = True
        self._joined: set[str] = set()
        self._voted: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._is_everything or self._joined or self._voted)

    def join(self, codes: Iterable[str]) -> None:
        """People are about to join these sessions."""
        self._joined.update(codes)

    def vote(self, codes: Iterable[str]) -> None:
        """People are about to vote in these sessions."""
        self._voted.update(codes)

    def lies_in_order(self) -> None:
        """Note that all of it was rewritten, and is on disk."""
        self._is_everything = False
        self._joined.clear()
        self._voted.clear()

    def rewrite(self, connection: sa.Connection) -> None:
        """Rewrite the rows of all that grew in the order of their keys, within a transaction."""
        for table in tables.OF_PEOPLE:
            if self._is_everything:
                _put_back(connection, table, _read(connection, table, "true", ""))
            for owner in self._owners(connection, table):
                _put_back(connection, table, _around(connection, table, owner))

    def _owners(self, connection: sa.Connection, table: sa.Table) -> Iterable[str]:
        if self._is_everything:
            return ()
        if _keys(table)[0] == "session":
            return sorted(self._joined)
        asking = tables.asking
        ids = sa.select(asking.c.id).where(asking.c.session.in_(self._voted), ~asking.c.forgotten)
        return connection.scalars(ids).all()


def _around(connection: sa.Connection, table: sa.Table, owner: str) -> list[Row]:
    """The owner's rows in the order of their keys, with neighbours that may share a page."""
    first, second = _keys(table)
    mine = _read(connection, table, f'"{first}" = ?', "", owner)
    if not mine:
        return []
    end = f"LIMIT {NEIGHBOURS}"
    before = _read(
        connection, table, f'"{first}" < ?', f'"{first}" DESC, "{second}" DESC {end}', owner
    )
    after = _read(connection, table, f'"{first}" > ?', f'"{first}", "{second}" {end}', owner)
    return [*reversed(before), *mine, *after]


def _read(
    connection: sa.Connection, table: sa.Table, which: str, order: str, *owner: str
) -> list[Row]:
    order = order or ", ".join(f'"{key}"' for key in _keys(table))
    cursor = (
        connection.connection.cursor()
    )  # the driver's own: of ten thousand rows, none needs to be wrapped
    cursor.execute(f"SELECT * FROM {table.name} WHERE {which} ORDER BY {order}", owner)  # noqa: S608  names of our own
    return list(cursor.fetchall())


def _put_back(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Delete the rows in a random order, so that freed pages tell nothing; insert in key order."""
    if not rows:
        return
    first, second = _keys(table)
    places = ", ".join("?" * len(rows[0]))
    cursor = connection.connection.cursor()
    # Both are made of our own names only.
    gone = f'DELETE FROM {table.name} WHERE "{first}" = ? AND "{second}" = ?'  # noqa: S608
    back = f"INSERT INTO {table.name} VALUES ({places})"  # noqa: S608
    cursor.executemany(gone, _shuffled(rows))
    cursor.executemany(back, rows)


def _shuffled(rows: Sequence[Row]) -> list[Row]:
    """Their keys in a random order, drawn in one call: there may be ten thousand rows."""
    drawn = _random_bytes(_DRAWN_BYTES * len(rows))
    draws = [drawn[at : at + _DRAWN_BYTES] for at in range(0, len(drawn), _DRAWN_BYTES)]
    return [row[:2] for _, row in sorted(zip(draws, rows, strict=True))]


def _keys(table: sa.Table) -> tuple[str, str]:
    first, second = (column.name for column in table.primary_key.columns)
    return first, second
