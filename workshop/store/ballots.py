"""Batched writes of ballots: many in one commit.

A ballot is acknowledged when the commit that holds it is on disk.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from workshop.domain.errors import NotJoined, QuestionClosed, Refusal, StoreUnavailable
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Mode, pool_of
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.roll import Mark, mark_off
from workshop.domain.voting.session import AskingState, Place
from workshop.store import tables
from workshop.store.group_commit import PendingWrite
from workshop.store.keys import KeyRing
from workshop.store.participants import groups_of
from workshop.store.row_lock import lock_session_row
from workshop.store.sealing import Sealer, hashed


@dataclass(eq=False)
class BallotWrite(PendingWrite):
    """A ballot that waits to be written."""

    code: str
    token: str
    place: Place
    ballot: Ballot
    number: int


@dataclass(eq=False)
class MarkRead(PendingWrite):
    """A participant who is back and asks for their mark in an asking."""

    asking_id: str
    mark: bytes
    held: Mark | None = None


def write_ballots(
    connection: sa.Connection, keys: KeyRing, batch: Sequence[BallotWrite]
) -> Mapping[BallotWrite, Exception]:
    """Mark off and cast a batch of ballots; returns those it refused, with the reason."""
    refused: dict[BallotWrite, Exception] = {}
    for (code, place), castings in sorted(_by_asking(batch).items(), key=_by_code):
        refused |= _cast(connection, keys, code, place, castings)
    return refused


def read_marks(
    connection: sa.Connection, batch: Sequence[MarkRead]
) -> Mapping[MarkRead, Exception]:
    """Find the marks of a batch; refuses nobody."""
    by_asking: dict[str, list[MarkRead]] = defaultdict(list)
    for looking in batch:
        by_asking[looking.asking_id].append(looking)
    for asking_id, lookings in by_asking.items():
        held = _marks(connection, asking_id, [looking.mark for looking in lookings])
        for looking in lookings:
            looking.held = held.get(looking.mark)
    return {}


def _by_asking(batch: Iterable[BallotWrite]) -> dict[tuple[str, Place], list[BallotWrite]]:
    grouped: dict[tuple[str, Place], list[BallotWrite]] = defaultdict(list)
    for casting in batch:
        grouped[casting.code, casting.place].append(casting)
    return grouped


def _by_code(group: tuple[tuple[str, Place], list[BallotWrite]]) -> str:
    """The session's code, to sort by: in different orders, two workers could block each other."""
    return group[0][0]


def _cast(
    connection: sa.Connection, keys: KeyRing, code: str, place: Place, castings: list[BallotWrite]
) -> dict[BallotWrite, Exception]:
    lock_session_row(connection, code)
    asking = _open_asking(connection, code, place)
    if asking is None:
        return dict.fromkeys(castings, QuestionClosed())
    asking_id, mode = asking
    try:
        sealer = keys.sealer(asking_id)
    except OSError:  # away, and may be back: an open question is not closed by that
        return dict.fromkeys(castings, StoreUnavailable())
    groups = groups_of(connection, code, [casting.token for casting in castings])
    marks = _marks(connection, asking_id, [sealer.mark(casting.token) for casting in castings])
    refused: dict[BallotWrite, Exception] = {}
    writes = _Writes(asking_id)
    for casting in castings:
        try:
            mark = sealer.mark(casting.token)
            held = marks.get(mark)
            marked = mark_off(
                held, _pool(held, mode, groups.get(hashed(casting.token))), casting.number
            )
        except Refusal as refusal:
            refused[casting] = refusal
            continue
        if marked is not held:
            marks[mark] = marked
            writes.add(sealer, casting, mark, marked, is_first=held is None)
    writes.flush(connection)
    return refused


def _open_asking(connection: sa.Connection, code: str, place: Place) -> tuple[str, str] | None:
    asking = tables.asking
    row = connection.execute(
        sa.select(asking.c.id, asking.c.mode).where(
            asking.c.session == code,
            asking.c.question == place.question,
            asking.c["pass"] == place.passing.value,
            asking.c.round == place.round,
            asking.c.state == AskingState.OPEN.value,
        )
    ).one_or_none()
    return (row.id, row.mode) if row else None


def _marks(connection: sa.Connection, asking_id: str, marks: Sequence[bytes]) -> dict[bytes, Mark]:
    marked_off = tables.marked_off
    held = sa.select(marked_off).where(
        marked_off.c.asking == asking_id, marked_off.c.mark.in_(marks)
    )
    return {
        row.mark: Mark(row.group, row.last_number, row.locked) for row in connection.execute(held)
    }


def _pool(held: Mark | None, mode: str, group: PartnerGroup | None) -> str:
    if group is None:
        raise NotJoined()
    return held.pool if held else pool_of(Mode(mode), group)


class _Writes:
    """The rows of a batch for one asking.

    A later ballot of the same participant replaces the earlier one's rows.
    """

    def __init__(self, asking_id: str) -> None:
        self._id = asking_id
        self._marks: dict[bytes, dict[str, object]] = {}
        self._ballots: dict[bytes, dict[str, object]] = {}
        self._replaced: set[bytes] = set()

    def add(
        self, sealer: Sealer, casting: BallotWrite, mark: bytes, marked: Mark, *, is_first: bool
    ) -> None:
        seal_id = sealer.seal_id(casting.token)
        if not is_first:
            self._replaced |= {mark, seal_id}
        self._marks[mark] = {
            "asking": self._id,
            "mark": mark,
            "group": marked.pool,
            "last_number": marked.last_number,
            "locked": marked.locked,
        }
        self._ballots[seal_id] = {
            "asking": self._id,
            "seal_id": seal_id,
            "group": marked.pool,
            "sealed": sealer.seal(seal_id, casting.ballot),
        }

    def flush(self, connection: sa.Connection) -> None:
        self._put(connection, tables.marked_off, "mark", list(self._marks.values()))
        self._put(connection, tables.ballot, "seal_id", list(self._ballots.values()))

    def _put(
        self, connection: sa.Connection, table: sa.Table, key: str, rows: list[dict[str, object]]
    ) -> None:
        """Delete and insert, the same on every database, in the order of the random keys."""
        if not rows:
            return
        rows.sort(key=lambda row: row[key])  # type: ignore[arg-type,return-value]  # bytes
        old = [
            {"old_asking": self._id, "old_key": row[key]}
            for row in rows
            if row[key] in self._replaced
        ]
        if old:
            this = (table.c.asking == sa.bindparam("old_asking")) & (
                table.c[key] == sa.bindparam("old_key")
            )
            connection.execute(sa.delete(table).where(this), old)
        connection.execute(sa.insert(table), rows)
