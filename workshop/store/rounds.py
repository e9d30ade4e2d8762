"""Queries over askings, and the deletion of a session's rows."""

from collections.abc import Iterable

import sqlalchemy as sa

from workshop.domain.voting.session import Asking, AskingState
from workshop.store import tables
from workshop.store.mapping import asking_from

_OF_ASKINGS = (tables.ballot, tables.marked_off, tables.release)
_OF_SESSIONS = (
    *(tables.asking, tables.participant, tables.newcomer, tables.slip, tables.facilitator_key),
    *(tables.agreement, tables.written),
)


def is_open(connection: sa.Connection, asking_id: str) -> bool:
    """Whether this asking takes ballots."""
    state = connection.scalar(
        sa.select(tables.asking.c.state).where(tables.asking.c.id == asking_id)
    )
    return bool(state == AskingState.OPEN.value)


def open_askings(connection: sa.Connection) -> list[tuple[str, Asking]]:
    """Every asking that takes ballots, with its session's code."""
    rows = connection.execute(
        sa.select(tables.asking).where(tables.asking.c.state == AskingState.OPEN.value)
    )
    return [(row.session, asking_from(row._mapping)) for row in rows]


def asking_ids(connection: sa.Connection, code: str) -> Iterable[str]:
    """The askings of a session."""
    return connection.scalars(
        sa.select(tables.asking.c.id).where(tables.asking.c.session == code)
    ).all()


def delete_rows(connection: sa.Connection, code: str) -> None:
    """Delete every row about a session."""
    mine = sa.select(tables.asking.c.id).where(tables.asking.c.session == code)
    for table in _OF_ASKINGS:
        connection.execute(sa.delete(table).where(table.c.asking.in_(mine)))
    for table in _OF_SESSIONS:
        connection.execute(sa.delete(table).where(table.c.session == code))
    connection.execute(sa.delete(tables.session).where(tables.session.c.code == code))
