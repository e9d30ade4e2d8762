"""The mapping of days: the latest day this server has seen, and the dates of each session."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from workshop.domain.voting.retention import Life
from workshop.domain.voting.session import AskingState, SessionState
from workshop.store import tables
from workshop.store.identity import read_value, write_value

_DAY = "day"


def latest_day(connection: sa.Connection) -> date:
    """The latest day this server has seen; the calendar's first if it has seen none."""
    day = read_value(connection, _DAY)
    return date.fromisoformat(day) if day else date.min


def note_day(connection: sa.Connection, day: date) -> date:
    """Note this day, unless a later one was seen already. Returns the latest."""
    latest = latest_day(connection)
    if day > latest:
        write_value(connection, _DAY, day.isoformat())
    return max(day, latest)


def reset_day(connection: sa.Connection, day: date) -> None:
    """Set today, whatever was seen before; later dates of sessions are moved back to it."""
    write_value(connection, _DAY, day.isoformat())
    session = tables.session.c
    for column in (session.used_on, session.ended_on):
        connection.execute(sa.update(tables.session).where(column > day).values({column: day}))
    connection.execute(sa.update(tables.session).values(due_since=None))


def day_columns(state: SessionState, today: date) -> dict[str, object]:
    """The dates in the row of a session that changes today and is in this state then."""
    session, day = tables.session.c, sa.literal(today, sa.Date)
    used = {"used_on": sa.case((session.used_on > day, session.used_on), else_=day)}
    return used | (
        {"ended_on": sa.func.coalesce(session.ended_on, day)} if state is SessionState.ENDED else {}
    )


def read_lives(connection: sa.Connection, code: str | None = None) -> Iterable[Life]:
    """The dates of every session, or of this one."""
    session = tables.session.c
    open_now = set(
        connection.scalars(
            sa.select(tables.asking.c.session).where(
                tables.asking.c.state == AskingState.OPEN.value
            )
        )
    )
    columns = (session.code, session.used_on, session.ended_on, session.due_since, session.progress)
    every = sa.select(*columns)
    rows = connection.execute(every.where(session.code == code) if code else every)
    return [
        Life(
            row.code,
            row.used_on,
            row.ended_on,
            row.due_since,
            row.code in open_now,
            _simulated(row.progress),
        )
        for row in rows
    ]


def list_as_due(connection: sa.Connection, code: str, since: date | None) -> None:
    """Note since when a session is due to be deleted; None: it is not."""
    connection.execute(
        sa.update(tables.session).where(tables.session.c.code == code).values(due_since=since)
    )


def _simulated(progress: dict[str, object]) -> bool:
    return bool(progress.get("is_rehearsal"))
