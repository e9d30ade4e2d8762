"""The mapping between slips and rows.

A slip's row says that it was used; never by whom, and not when.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.slips import Slip, spend
from workshop.store.tables import slip


def read_slips(connection: sa.Connection, code: str) -> list[Slip]:
    """The slips of a session, in the order of their random codes."""
    rows = connection.execute(sa.select(slip).where(slip.c.session == code).order_by(slip.c.code))
    return [_slip_from(row) for row in rows]


def add_slips(connection: sa.Connection, code: str, slips: Iterable[Slip]) -> None:
    """Keep new slips."""
    rows = [
        {"session": code, "code": one.code, "hat": one.hat.value, "is_used": one.is_used}
        for one in slips
    ]
    if rows:
        connection.execute(sa.insert(slip), rows)


def spend_slip(connection: sa.Connection, code: str, typed: str, group: PartnerGroup) -> None:
    """Use up the slip with the typed code. Raises what `domain.voting.slips.spend` does."""
    this = (slip.c.session == code) & (slip.c.code == typed)
    row = connection.execute(sa.select(slip).where(this)).one_or_none()
    used = spend(_slip_from(row) if row else None, typed, group)
    connection.execute(sa.update(slip).where(this).values(is_used=used.is_used))


def _slip_from(row: sa.Row[tuple[object, ...]]) -> Slip:
    return Slip(row.code, PartnerGroup(row.hat), row.is_used)
