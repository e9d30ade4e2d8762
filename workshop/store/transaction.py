"""A transaction on one session: `ports.Transaction` on SQL, all or nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from workshop.domain.errors import UnknownSession
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.desk import Desk
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Asking, Session
from workshop.domain.voting.slips import Slip
from workshop.domain.voting.written_answer import WrittenAnswer
from workshop.store import tables
from workshop.store.ballot_box import SqlBox
from workshop.store.desks import add_desk, drop_desk, read_desks
from workshop.store.keys import KeyRing
from workshop.store.mapping import (
    agreement_rows,
    agreements_from,
    asking_from,
    asking_row,
    progress_row,
    session_from,
    written_from,
    written_rows,
)
from workshop.store.newcomers import count_newcomers, forget_newcomers
from workshop.store.retention import day_columns
from workshop.store.row_lock import lock_session_row
from workshop.store.slips import add_slips, read_slips


class SqlTransaction:
    """One database transaction.

    `latest` is the session as it will be once this is committed. `has_deleted_words`: an agreement
    or a written answer is gone or rewritten, and still lies in the database's log.
    `has_forgotten_groups`: the rows of participants were rewritten, and what they said still lies
    there, too.
    """

    def __init__(
        self,
        connection: sa.Connection,
        keys: KeyRing,
        code: str,
        today: date,
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._code = code
        self._today = today
        self.latest: Session | None = None
        self.has_deleted_words = False
        self.has_forgotten_groups = False

    def session(self) -> Session:
        """The session as it is. Raises UnknownSession."""
        lock_session_row(self._connection, self._code)
        row = self._connection.execute(
            sa.select(tables.session).where(tables.session.c.code == self._code)
        ).one_or_none()
        if row is None:
            raise UnknownSession()
        self.latest = session_from(
            row._mapping, self._askings(), self._agreements(), self._written()
        )
        return self.latest

    def keep(self, session: Session) -> Session:
        """Save the session, one version later."""
        kept = replace(session, version=session.version + 1)
        row = progress_row(kept) | day_columns(kept.state, self._today)
        self._connection.execute(
            sa.update(tables.session).where(tables.session.c.code == self._code).values(row)
        )
        self._keep_askings(kept)
        self._keep_words(
            tables.agreement, agreement_rows(kept), self._rows(tables.agreement, "position")
        )
        self._keep_words(tables.written, written_rows(kept), self._rows(tables.written, "id"))
        self.latest = kept
        return kept

    def joined(self) -> int:
        """How many people have joined."""
        return count_joined(self._connection, self._code).total

    def newcomers(self) -> int:
        """How many people joined or changed groups since the last snapshot."""
        return count_newcomers(self._connection, self._code)

    def snapshot(self) -> Joined:
        """How many people have joined, by group; from now on nobody is a newcomer."""
        forget_newcomers(self._connection, self._code)
        return count_joined(self._connection, self._code)

    def forget_groups(self) -> None:
        """Set everyone's group to "neither" at the end, and drop slips and newcomers."""
        mine, neither = tables.participant.c.session == self._code, PartnerGroup.NEITHER.value
        self._connection.execute(sa.update(tables.participant).where(mine).values(group=neither))
        forget_newcomers(self._connection, self._code)
        self.drop_slips()
        self.has_forgotten_groups = True

    def slips(self) -> list[Slip]:
        """The session's slips, in the order of their random codes."""
        return read_slips(self._connection, self._code)

    def add_slips(self, slips: Iterable[Slip]) -> None:
        """Add new slips."""
        add_slips(self._connection, self._code, slips)

    def drop_slips(self) -> None:
        """Destroy every slip of the session."""
        self._connection.execute(sa.delete(tables.slip).where(tables.slip.c.session == self._code))

    def desks(self) -> list[Desk]:
        """The session's desks."""
        return read_desks(self._connection, self._code)

    def add_desk(self, name: str, key: str) -> Desk:
        """Keep another desk."""
        return add_desk(self._connection, self._code, name, key)

    def drop_desk(self, desk_id: str) -> None:
        """Forget a desk's key."""
        drop_desk(self._connection, self._code, desk_id)

    def box(self, asking: Asking) -> SqlBox:
        """The ballot box of an asking."""
        return SqlBox(self._connection, asking.id, self._keys)

    def final_releases(self) -> list[Release]:
        """The last release of every closed asking, in the order the askings were opened."""
        rows = self._connection.scalars(
            sa.select(tables.release.c.picture)
            .join(tables.asking, tables.asking.c.id == tables.release.c.asking)
            .where(tables.asking.c.session == self._code, tables.release.c.final)
            .order_by(tables.asking.c.position)
        )
        return [Release.from_payload(picture) for picture in rows]

    def _askings(self) -> tuple[Asking, ...]:
        mine = sa.select(tables.asking).where(tables.asking.c.session == self._code)
        rows = self._connection.execute(mine.order_by(tables.asking.c.position))
        return tuple(asking_from(row._mapping) for row in rows)

    def _agreements(self) -> dict[str, Agreement]:
        return agreements_from(self._rows(tables.agreement, "position"))

    def _written(self) -> dict[str, WrittenAnswer]:
        return written_from(self._rows(tables.written, "id"))

    def _rows(self, table: sa.Table, order: str) -> list[dict[str, Any]]:
        mine = sa.select(table).where(table.c.session == self._code).order_by(table.c[order])
        return [dict(row._mapping) for row in self._connection.execute(mine)]

    def _keep_words(
        self, table: sa.Table, rows: list[dict[str, Any]], before: list[dict[str, Any]]
    ) -> None:
        """Rewrite the session's rows in a small table, if any has changed."""
        if rows == before:
            return
        self.has_deleted_words = self.has_deleted_words or bool(before)
        self._connection.execute(sa.delete(table).where(table.c.session == self._code))
        if rows:
            self._connection.execute(sa.insert(table), rows)

    def _keep_askings(self, session: Session) -> None:
        before = {asking.id: asking for asking in self._askings()}
        for asking in session.askings:
            if asking.id not in before:
                self._open(session, asking)
            elif asking != before[asking.id]:
                self._update(session, asking)

    def _open(self, session: Session, asking: Asking) -> None:
        self._keys.create(asking.id)
        row = asking_row(session, asking) | {"forgotten": False}
        self._connection.execute(sa.insert(tables.asking).values(row))

    def _update(self, session: Session, asking: Asking) -> None:
        row = asking_row(session, asking)
        self._connection.execute(
            sa.update(tables.asking).where(tables.asking.c.id == asking.id).values(row)
        )


def count_joined(connection: sa.Connection, code: str) -> Joined:
    """How many people have joined a session, by group."""
    participant = tables.participant
    counted = sa.select(participant.c.group, sa.func.count()).where(participant.c.session == code)
    rows = connection.execute(counted.group_by(participant.c.group))
    return Joined.counted({group: size for group, size in rows})
