"""Newcomers: how many people joined, or changed groups, since the last snapshot.

Their marks are counted, and tell of nobody. A mark is made from the token, which is on no disk: it
cannot be joined to a participant, and knows no group. One person who goes to and fro is one
newcomer.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from workshop.store import tables
from workshop.store.sealing import newcomer_mark


def note_newcomers(connection: sa.Connection, code: str, tokens: Iterable[str]) -> None:
    """Note these people, in the order of their random marks; a noted one stays as it is."""
    marks = {newcomer_mark(token) for token in tokens}
    if not marks:
        return
    newcomer = tables.newcomer
    noted = sa.select(newcomer.c.mark).where(newcomer.c.session == code, newcomer.c.mark.in_(marks))
    new = sorted(marks - set(connection.scalars(noted)))
    if new:
        connection.execute(sa.insert(newcomer), [{"session": code, "mark": mark} for mark in new])


def count_newcomers(connection: sa.Connection, code: str) -> int:
    """How many newcomers a session has."""
    counted = (
        sa.select(sa.func.count())
        .select_from(tables.newcomer)
        .where(tables.newcomer.c.session == code)
    )
    return connection.scalar(counted) or 0


def forget_newcomers(connection: sa.Connection, code: str) -> None:
    """Forget the newcomers of this session."""
    connection.execute(sa.delete(tables.newcomer).where(tables.newcomer.c.session == code))
