"""Batched joins: many newcomers in one commit.

Each is told when that is on disk.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from workshop.domain.errors import Refusal, SessionEnded, UnknownSession
from workshop.domain.voting.participant import Joined, PartnerGroup, check_room
from workshop.domain.voting.session import SessionState
from workshop.domain.voting.slips import takes_slip
from workshop.store import tables
from workshop.store.group_commit import PendingWrite
from workshop.store.newcomers import note_newcomers
from workshop.store.row_lock import lock_session_row
from workshop.store.sealing import hashed
from workshop.store.slips import spend_slip
from workshop.store.transaction import count_joined


@dataclass(eq=False)
class JoinWrite(PendingWrite):
    """Somebody who joins or changes groups.

    `slip` is the code on their slip, where one is needed.
    """

    code: str
    token: str
    group: PartnerGroup
    slip: str = ""


def write_joins(
    connection: sa.Connection, batch: Sequence[JoinWrite]
) -> Mapping[JoinWrite, Exception]:
    """Note a batch of joins; returns those it refused, with the reason."""
    by_code: dict[str, list[JoinWrite]] = defaultdict(list)
    for joining in batch:
        by_code[joining.code].append(joining)
    refused: dict[JoinWrite, Exception] = {}
    for code in sorted(
        by_code
    ):  # one order for every worker, or two that hold a session each would wait for one another
        refused |= _join(connection, code, by_code[code])
    return refused


def _join(
    connection: sa.Connection, code: str, joinings: list[JoinWrite]
) -> dict[JoinWrite, Exception]:
    lock_session_row(connection, code)
    try:
        needs_slips = _needs_slips(connection, code)
    except Refusal as refusal:
        return dict.fromkeys(joinings, refusal)
    held = groups_of(connection, code, [joining.token for joining in joinings])
    here, chosen = count_joined(connection, code), dict(held)
    refused: dict[JoinWrite, Exception] = {}
    new: set[str] = set()
    for joining in joinings:
        token = hashed(joining.token)
        try:
            if token not in chosen:
                check_room(here)
            if needs_slips and takes_slip(joining.group, chosen.get(token)):
                spend_slip(connection, code, joining.slip, joining.group)
        except Refusal as refusal:
            refused[joining] = refusal
            continue
        if token not in chosen:
            here += Joined.counted({joining.group.value: 1})
        if chosen.get(token) is not joining.group:
            new.add(joining.token)
        chosen[token] = joining.group
    _write(connection, code, held, chosen)
    note_newcomers(connection, code, new)
    return refused


def _needs_slips(connection: sa.Connection, code: str) -> bool:
    """Whether people join with a slip.

    Raises UnknownSession, or SessionEnded.

    Groups are forgotten for good when a session ends.
    """
    session = tables.session
    row = connection.execute(
        sa.select(session.c.progress, session.c.state).where(session.c.code == code)
    ).one_or_none()
    if row is None:
        raise UnknownSession()
    if row.state == SessionState.ENDED.value:
        raise SessionEnded()
    return bool(row.progress.get("needs_slips"))


def _write(
    connection: sa.Connection,
    code: str,
    held: dict[bytes, PartnerGroup],
    chosen: dict[bytes, PartnerGroup],
) -> None:
    """Write in the order of the tokens' hashes, which is random: nothing tells who came first."""
    changed = sorted(token for token, group in chosen.items() if held.get(token) is not group)
    if left := [{"old": token} for token in changed if token in held]:
        this = (tables.participant.c.session == code) & (
            tables.participant.c.token_hash == sa.bindparam("old")
        )
        connection.execute(sa.delete(tables.participant).where(this), left)
    if changed:
        rows = [
            {"session": code, "token_hash": token, "group": chosen[token].value}
            for token in changed
        ]
        connection.execute(sa.insert(tables.participant), rows)


def groups_of(
    connection: sa.Connection, code: str, tokens: Iterable[str]
) -> dict[bytes, PartnerGroup]:
    """The groups of these participants, by the hashes of their tokens, without strangers."""
    participant = tables.participant
    known = sa.select(participant.c.token_hash, participant.c.group).where(
        participant.c.session == code,
        participant.c.token_hash.in_([hashed(token) for token in tokens]),
    )
    return {token_hash: PartnerGroup(group) for token_hash, group in connection.execute(known)}
