"""The store: `ports.SessionStore` on SQLAlchemy Core.

One piece of work runs at a time, and in a real thread: `offload` hands it over where there are
green threads (`server/platform.py`), so that a flush of the disk never stops a socket.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Protocol, TypeVar

import sqlalchemy as sa

from workshop.domain.errors import (
    NotJoined,
    ServerStopping,
    StoreUnavailable,
    UnknownSession,
    WrongKey,
)
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.desk import Desk
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.release import Release
from workshop.domain.voting.retention import Life
from workshop.domain.voting.roll import Mark
from workshop.domain.voting.session import Asking, AskingState, Place, Session
from workshop.facilitation.ports import Transaction
from workshop.store import tables
from workshop.store.ballot_box import read_releases
from workshop.store.ballots import BallotWrite, MarkRead, read_marks, write_ballots
from workshop.store.desks import add_desk, desk_of
from workshop.store.fair_lock import FairLock
from workshop.store.forgetting import SecureDeletion
from workshop.store.group_commit import A, BatchWork, GroupCommit, commit
from workshop.store.key_order import DirtySessions
from workshop.store.keys import KeyRing
from workshop.store.lru_cache import LruCache
from workshop.store.mapping import session_row
from workshop.store.participants import JoinWrite, groups_of, write_joins
from workshop.store.retention import latest_day, list_as_due, note_day, read_lives
from workshop.store.rounds import is_open, open_askings
from workshop.store.sealing import hashed
from workshop.store.transaction import SqlTransaction, count_joined

T = TypeVar("T")
log = logging.getLogger(__name__)

SESSIONS_REMEMBERED = 300
"""How many sessions are cached."""


class Offload(Protocol):
    """Runs blocking work where it stops no other task; returns its result or raises."""

    def __call__(self, work: Callable[[], T]) -> T: ...


class SqlStore:
    """Keeps sessions in a database, and the keys of their open askings beside it."""

    def __init__(
        self,
        engine: sa.Engine,
        keys: KeyRing,
        offload: Offload,
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._offload = offload
        self._turn = FairLock()
        self._grown = DirtySessions()
        self._forgetting = SecureDeletion(engine, keys, self._grown)
        self._joinings: GroupCommit[JoinWrite] = GroupCommit(self._turn, self._all(self._join_all))
        self._castings: GroupCommit[BallotWrite] = GroupCommit(
            self._turn, self._all(self._cast_all)
        )
        self._lookings: GroupCommit[MarkRead] = GroupCommit(self._turn, self._all(read_marks))
        self._sessions: LruCache[str, Session] = LruCache(
            SESSIONS_REMEMBERED
        )  # what is on disk: only this process writes
        self._groups: LruCache[str, dict[bytes, PartnerGroup]] = LruCache(
            SESSIONS_REMEMBERED
        )  # for phones that come back
        self._today = self._in_turn(latest_day)
        self.finish_forgetting()
        self._forget_stray_keys()
        with suppress(StoreUnavailable):  # a full disk: at the next tick, then
            self._turned(self._forgetting.lay_in_order)

    # ---- sessions

    def add(self, session: Session, facilitator_key: str, opened_on: date) -> None:
        """Keep a new session."""

        def work(connection: sa.Connection) -> None:
            row = session_row(session, opened_on) | {"used_on": max(opened_on, self._today)}
            connection.execute(sa.insert(tables.session).values(row))
            add_desk(connection, session.code, "", facilitator_key)

        self._in_turn(work)
        self._sessions.put(session.code, session)

    def session(self, code: str) -> Session:
        """The session with this code. Raises UnknownSession."""
        return self._sessions.get(code) or self.transact(
            code, lambda transaction: transaction.session()
        )

    def check(self) -> None:
        """Try the database and the disk: an empty query, a key made and destroyed.

        Raises StoreUnavailable.
        """

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.select(sa.literal(1)))
            self._keys.check()

        self._in_turn(work)

    def transact(self, code: str, work: Callable[[Transaction], T]) -> T:
        """Do the work in one transaction; others see what it kept once that is committed."""

        def run() -> T:
            with self._engine.begin() as connection:
                transaction = SqlTransaction(connection, self._keys, code, self._today)
                result = work(transaction)
            if transaction.latest:
                self._sessions.put(code, transaction.latest)
            if transaction.has_forgotten_groups:
                self._grown.join([code])  # the next blur rewrites them
                self._groups.drop(code)
            if transaction.has_deleted_words:
                self._forgetting.fold()  # what was deleted is gone from the log, too
            return result

        return self._turned(run)

    def forget(self, asking_id: str) -> None:
        """Destroy ballots, marks and key of a closed asking; an open one is left alone."""
        self._turned(lambda: self._forgetting.forget(asking_id))

    def finish_forgetting(self) -> None:
        """Forget closed askings that are not forgotten: a crash may have come in between."""
        left = (tables.asking.c.state != AskingState.OPEN.value) & ~tables.asking.c.forgotten
        for asking_id in self._in_turn(
            lambda c: c.scalars(sa.select(tables.asking.c.id).where(left)).all()
        ):
            self.forget(asking_id)

    def leads(self) -> bool:
        """Whether this worker runs the ticks: always, where it serves alone."""
        return True

    def blur(self) -> None:
        """Remove the order of arrival from log and tables, if anyone joined or voted."""
        if self._grown:
            self._turned(self._forgetting.fold)

    def can_open(self, asking: Asking) -> bool:
        """Whether its key is here; a backup restored in mid-question has none.

        Raises StoreUnavailable if no key is here.
        """
        return self._turned(lambda: self._keys.has(asking.id))

    def unfinished(self) -> list[tuple[str, Asking]]:
        """Open askings with their session's code."""
        return self._in_turn(open_askings)

    def delete(self, code: str) -> None:
        """Delete a session, its keys first: from then on what is left cannot be read."""
        self._turned(lambda: self._delete(code))

    def delete_due(self, code: str, retention_days: int) -> bool:
        """The same, if it may go today as things stand now; whether it did."""
        return self._turned(
            lambda: self._delete(code, lambda life: life.may_go(self._today, retention_days))
        )

    def seen(self, day: date) -> date:
        """Note this day, and return the latest one that this server has seen."""
        self._today = self._in_turn(lambda connection: note_day(connection, day))
        return self._today

    def lives(self) -> Iterable[Life]:
        """The days of every session."""
        return self._in_turn(read_lives)

    def life(self, code: str) -> Life:
        """The days of this session. Raises UnknownSession."""
        found = list(self._in_turn(lambda connection: read_lives(connection, code)))
        if not found:
            raise UnknownSession()
        return found[0]

    def list_as_due(self, code: str, since: date | None) -> None:
        """Note since when a session is due to be deleted; None: it is not."""
        self._in_turn(lambda connection: list_as_due(connection, code, since))

    def rehearsals(self) -> Iterable[str]:
        """Codes of the rehearsals."""
        every = sa.select(tables.session.c.code, tables.session.c.progress)
        rows = self._in_turn(lambda connection: connection.execute(every).all())
        return [row.code for row in rows if row.progress.get("is_rehearsal")]

    def opened_on(self, code: str) -> date:
        """The day the session was opened. Raises UnknownSession."""
        opened = sa.select(tables.session.c.opened_on).where(tables.session.c.code == code)
        day: date | None = self._in_turn(lambda connection: connection.scalar(opened))
        if day is None:
            raise UnknownSession()
        return day

    def code_for_screen(self, key: str) -> str:
        """The code of the session a screen key opens. Raises WrongKey."""
        known = sa.select(tables.session.c.code).where(tables.session.c.screen_key == key)
        code: str | None = self._in_turn(lambda connection: connection.scalar(known))
        if code is None:
            raise WrongKey()
        return code

    def desk_of(self, code: str, key: str) -> Desk:
        """The desk that a facilitator's key of this session opens. Raises WrongKey."""
        return self._in_turn(lambda connection: desk_of(connection, code, key))

    # ---- participants and ballots

    def join(self, code: str, token: str, group: PartnerGroup, slip: str = "") -> None:
        """Note a participant, or their change of group; where slips are needed, spend one."""
        self._joinings.do(JoinWrite(code, token, group, slip))
        (self._groups.get(code) or {}).pop(hashed(token), None)

    def group_of(self, code: str, token: str) -> PartnerGroup:
        """The group of a participant. Raises NotJoined."""
        known = self._groups.get(code)
        group = known.get(hashed(token)) if known else None
        return group or self._look_up_group(code, token)

    def joined(self, code: str) -> int:
        """How many people have joined."""
        return self._in_turn(lambda connection: count_joined(connection, code)).total

    def releases(self, asking_id: str) -> list[Release]:
        """The releases of an asking so far, in order."""
        return self._in_turn(
            lambda connection: read_releases(connection, tables.release.c.asking == asking_id)
        )

    def mark_of(self, asking: Asking, token: str) -> Mark | None:
        """A participant's mark in an asking, or None. Raises StoreUnavailable."""
        try:
            looking = MarkRead(asking.id, self._keys.sealer(asking.id).mark(token))
        except OSError:
            if self._in_turn(lambda connection: is_open(connection, asking.id)):
                raise StoreUnavailable() from None
            return None
        self._lookings.do(looking)
        return looking.held

    def cast(self, code: str, token: str, place: Place, ballot: Ballot, number: int) -> None:
        """Mark off and cast, durably; see `ballots`."""
        self._castings.do(BallotWrite(code, token, place, ballot, number))

    def close(self) -> None:
        """Write the ballots and joins that wait, fold the log, and take nothing more."""
        with self._turn:
            self._joinings.do_all()
            self._castings.do_all()
            self._offload(self._forgetting.fold)
            self._engine.dispose()
            self._offload = _closed

    # ---- helpers

    def _in_turn(self, work: Callable[[sa.Connection], T]) -> T:
        def run() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        return self._turned(run)

    def _look_up_group(self, code: str, token: str) -> PartnerGroup:
        group = self._read_group(code, token)
        if group is None:
            raise NotJoined()
        known = self._groups.get(code)
        if known is None:
            known = {}
            self._groups.put(code, known)
        known[hashed(token)] = group
        return group

    def _read_group(self, code: str, token: str) -> PartnerGroup | None:
        return self._in_turn(
            lambda connection: groups_of(connection, code, [token]).get(hashed(token))
        )

    def _turned(self, work: Callable[[], T]) -> T:
        try:
            with self._turn:
                return self._offload(work)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            _log_fault(error)
            raise StoreUnavailable() from error

    def _all(self, work: BatchWork[A]) -> Callable[[Sequence[A]], None]:
        def do(batch: Sequence[A]) -> None:
            fault = self._offload(lambda: commit(self._engine, batch, work))
            if fault:
                _log_fault(fault)

        return do

    def _join_all(
        self, connection: sa.Connection, batch: Sequence[JoinWrite]
    ) -> Mapping[JoinWrite, Exception]:
        self._grown.join(joining.code for joining in batch)
        return write_joins(connection, batch)

    def _cast_all(
        self, connection: sa.Connection, batch: Sequence[BallotWrite]
    ) -> Mapping[BallotWrite, Exception]:
        self._grown.vote(casting.code for casting in batch)
        return write_ballots(connection, self._keys, batch)

    def _delete(self, code: str, may_go: Callable[[Life], bool] = lambda _: True) -> bool:
        is_gone = self._forgetting.delete(code, may_go)
        if is_gone:
            self._sessions.drop(code)
            self._groups.drop(code)
        return is_gone

    def _forget_stray_keys(self) -> None:
        """Destroy keys of askings that never came to be."""
        known = set(
            self._in_turn(
                lambda connection: connection.scalars(sa.select(tables.asking.c.id)).all()
            )
        )
        for asking_id in self._keys.held() - known:
            self.forget(asking_id)


def _closed(work: Callable[[], T]) -> T:
    raise ServerStopping()


def _log_fault(error: Exception) -> None:
    log.error("the store refused: %s", error.__class__.__name__)  # its message could quote a row
