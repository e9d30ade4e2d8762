"""The row lock of a session: on PostgreSQL one worker at a time writes to it."""

import sqlalchemy as sa

from workshop.store import tables


def lock_session_row(connection: sa.Connection, code: str) -> None:
    """Take the lock until the end of the transaction, waiting for other workers.

    What is read after this is what the last one left. SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        mine = sa.select(tables.session.c.code).where(tables.session.c.code == code)
        connection.execute(mine.with_for_update())
