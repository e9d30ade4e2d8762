"""The store: `ports.SessionStore` on SQLAlchemy Core.

Every piece of work runs in turn, and off the green threads: `offload` hands it to a real thread where there are green
ones (`wsgi.py` says which), so that a flush of the disk never stops a socket.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

import sqlalchemy as sa

from workshop.domain.ballot_box import Ballot
from workshop.domain.desk import Desk
from workshop.domain.errors import NotJoined, ServerStopping, StoreUnavailable, UnknownSession, WrongKey
from workshop.domain.participant import PartnerGroup
from workshop.domain.plan import Plan
from workshop.domain.release import Release
from workshop.domain.roll import Mark
from workshop.domain.session import Asking, AskingState, Place, Session
from workshop.ports import Transaction
from workshop.store import tables
from workshop.store.box import read_releases
from workshop.store.casting import Casting, Looking, cast_all, look_all
from workshop.store.desks import add_desk, desk_of
from workshop.store.engine import checkpoint
from workshop.store.joining import Joining, groups_of, join_all
from workshop.store.keys import KeyRing
from workshop.store.line import Line
from workshop.store.records import asking_from, session_row
from workshop.store.sealing import hashed
from workshop.store.together import A, Together, Work, commit
from workshop.store.transaction import SqlTransaction, count_joined
from workshop.store.turns import take_turn

T = TypeVar("T")
log = logging.getLogger(__name__)


class Offload(Protocol):
    """Runs a blocking piece of work where it stops nobody, and returns what it returned or raises what it raised."""

    def __call__(self, work: Callable[[], T]) -> T: ...


class SqlStore:
    """Keeps sessions in a database, and the keys of their open askings beside it."""

    def __init__(self, engine: sa.Engine, keys: KeyRing, offload: Offload, read_plan: Callable[[object], Plan]) -> None:
        self._engine = engine
        self._keys = keys
        self._offload = offload
        self._read_plan = read_plan
        self._turn = Line()
        self._joinings: Together[Joining] = Together(self._turn, self._writing(join_all))
        self._castings: Together[Casting] = Together(
            self._turn, self._writing(lambda connection, batch: cast_all(connection, keys, batch))
        )
        self._lookings: Together[Looking] = Together(self._turn, self._all(look_all))
        self._sessions: dict[str, Session] = {}  # what is on disk; this process is the only one that writes
        self._groups: dict[tuple[str, bytes], PartnerGroup] = {}  # what is on disk, for phones that come back
        self._is_sharp = True
        self.finish_forgetting()
        self._forget_stray_keys()

    # ---- sessions

    def add(self, session: Session, facilitator_key: str, opened_on: date) -> None:
        """Keep a new session."""

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.insert(tables.session).values(session_row(session, opened_on)))
            add_desk(connection, session.code, "", facilitator_key)

        self._in_turn(work)
        self._sessions[session.code] = session

    def session(self, code: str) -> Session:
        """The session with this code. Raises UnknownSession."""
        return self._sessions.get(code) or self.transact(code, lambda transaction: transaction.session())

    def check(self) -> None:
        """Ask the database for nothing, and make and destroy a key on the disk. Raises StoreUnavailable."""

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.select(sa.literal(1)))
            self._keys.check()

        self._in_turn(work)

    def transact(self, code: str, work: Callable[[Transaction], T]) -> T:
        """Run the work in one transaction; what it kept is visible to others once it is committed."""

        def run() -> T:
            with self._engine.begin() as connection:
                transaction = SqlTransaction(connection, self._keys, code, self._read_plan)
                result = work(transaction)
            if transaction.latest:
                self._sessions[code] = transaction.latest
            if transaction.has_deleted_words:
                checkpoint(self._engine)  # what was deleted is gone from the log, too
            return result

        return self._turned(run)

    def forget(self, asking_id: str) -> None:
        """Destroy ballots, marks and key of a closed asking; an open one is left alone."""
        self._turned(lambda: self._forget(asking_id))

    def finish_forgetting(self) -> None:
        """Forget closed askings that are not forgotten: whoever closed them died before it was done."""
        left = (tables.asking.c.state != AskingState.OPEN.value) & ~tables.asking.c.forgotten
        for asking_id in self._in_turn(lambda c: c.scalars(sa.select(tables.asking.c.id).where(left)).all()):
            self.forget(asking_id)

    def leads(self) -> bool:
        """Whether open askings tick here: always, where nobody else serves."""
        return True

    def blur(self) -> None:
        """Fold the log into the database if anyone joined or voted: in it every commit lies in order of arrival."""
        if self._is_sharp:
            self._is_sharp = False  # first: what arrives meanwhile makes it sharp again
            self._turned(lambda: checkpoint(self._engine))

    def can_open(self, asking: Asking) -> bool:
        """Whether its key is here; a backup restored in mid-question has none."""
        return self._keys.sealer(asking.id) is not None

    def unfinished(self) -> list[tuple[str, Asking]]:
        """Open askings with their session's code."""
        rows = self._in_turn(lambda c: c.execute(_askings_in(AskingState.OPEN)).all())
        return [(row.session, asking_from(row._mapping)) for row in rows]

    def delete(self, code: str) -> None:
        """Forget everything about a session, its keys first: from then on nothing left behind can be read."""

        def work(connection: sa.Connection) -> None:
            mine = sa.select(tables.asking.c.id).where(tables.asking.c.session == code)
            for table in (tables.ballot, tables.marked_off, tables.release):
                connection.execute(sa.delete(table).where(table.c.asking.in_(mine)))
            of_people = (tables.participant, tables.newcomer, tables.slip, tables.facilitator_key)
            for table in (tables.asking, *of_people, tables.agreement, tables.written):
                connection.execute(sa.delete(table).where(table.c.session == code))
            connection.execute(sa.delete(tables.session).where(tables.session.c.code == code))
            self._sessions.pop(code, None)
            self._groups = {known: group for known, group in self._groups.items() if known[0] != code}

        def run() -> None:
            with self._engine.begin() as connection:
                take_turn(connection, code)
                self._keys.forget_all(_asking_ids(connection, code))
                work(connection)
            checkpoint(self._engine)

        self._turned(run)

    def opened_before(self, day: date) -> Iterable[str]:
        """Codes of the sessions opened before this day."""
        old = sa.select(tables.session.c.code).where(tables.session.c.opened_on < day)
        return list(self._in_turn(lambda connection: connection.scalars(old).all()))

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
        self._joinings.do(Joining(code, token, group, slip))
        self._groups.pop((code, hashed(token)), None)

    def group_of(self, code: str, token: str) -> PartnerGroup:
        """The group of a participant. Raises NotJoined."""
        known = (code, hashed(token))
        if known not in self._groups:
            group = self._read_group(code, token)
            if group is None:
                raise NotJoined()
            self._groups[known] = group
        return self._groups[known]

    def joined(self, code: str) -> int:
        """How many people have joined."""
        return self._in_turn(lambda connection: count_joined(connection, code)).total

    def releases(self, asking_id: str) -> list[Release]:
        """The releases of an asking so far, in order."""
        return self._in_turn(lambda connection: read_releases(connection, tables.release.c.asking == asking_id))

    def mark_of(self, asking: Asking, token: str) -> Mark | None:
        """A participant's mark in an asking; None if there is none, or it is forgotten."""
        sealer = self._keys.sealer(asking.id)
        if sealer is None:
            return None
        looking = Looking(asking.id, sealer.mark(token))
        self._lookings.do(looking)
        return looking.held

    def cast(self, code: str, token: str, place: Place, ballot: Ballot, number: int) -> None:
        """Mark off and cast, durably; see `casting`."""
        self._castings.do(Casting(code, token, place, ballot, number))

    def close(self) -> None:
        """Settle the ballots and the newcomers that wait, fold the log into the database, and take nothing any more."""
        with self._turn:
            self._joinings.do_all()
            self._castings.do_all()
            self._offload(lambda: checkpoint(self._engine))
            self._engine.dispose()
            self._offload = _closed

    # ---- helpers

    def _in_turn(self, work: Callable[[sa.Connection], T]) -> T:
        def run() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        return self._turned(run)

    def _read_group(self, code: str, token: str) -> PartnerGroup | None:
        return self._in_turn(lambda connection: groups_of(connection, code, [token]).get(hashed(token)))

    def _turned(self, work: Callable[[], T]) -> T:
        try:
            with self._turn:
                return self._offload(work)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            _log_fault(error)
            raise StoreUnavailable() from error

    def _all(self, work: Work[A]) -> Callable[[Sequence[A]], None]:
        def do(batch: Sequence[A]) -> None:
            fault = self._offload(lambda: commit(self._engine, batch, work))
            if fault:
                _log_fault(fault)

        return do

    def _writing(self, work: Work[A]) -> Callable[[Sequence[A]], None]:
        do = self._all(work)

        def write(batch: Sequence[A]) -> None:
            self._is_sharp = True
            do(batch)

        return write

    def _forget(self, asking_id: str) -> None:
        """Ballots and marks, then the key, then the log: at every point in between, start-up can finish the rest."""
        with self._engine.begin() as connection:
            state = connection.scalar(sa.select(tables.asking.c.state).where(tables.asking.c.id == asking_id))
            if state == AskingState.OPEN.value:
                return
            for table in (tables.ballot, tables.marked_off):
                connection.execute(sa.delete(table).where(table.c.asking == asking_id))
        self._keys.forget(asking_id)
        checkpoint(self._engine)
        with self._engine.begin() as connection:
            done = sa.update(tables.asking).where(tables.asking.c.id == asking_id).values(forgotten=True)
            connection.execute(done)

    def _forget_stray_keys(self) -> None:
        """Keys of askings that never came to be."""
        known = set(self._in_turn(lambda connection: connection.scalars(sa.select(tables.asking.c.id)).all()))
        for asking_id in self._keys.held() - known:
            self.forget(asking_id)


def _closed(work: Callable[[], T]) -> T:
    raise ServerStopping()


def _log_fault(error: Exception) -> None:
    log.error("the store refused: %s", error.__class__.__name__)  # its message could quote a row


def _askings_in(state: AskingState) -> sa.Select[tuple[object, ...]]:
    return sa.select(tables.asking).where(tables.asking.c.state == state.value)


def _asking_ids(connection: sa.Connection, code: str) -> list[str]:
    return list(connection.scalars(sa.select(tables.asking.c.id).where(tables.asking.c.session == code)))
