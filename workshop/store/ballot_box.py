"""The ballot box of one asking, inside a transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.release import Release
from workshop.store.keys import KeyRing
from workshop.store.tables import ballot, marked_off, release


class SqlBox:
    """`ports.BallotBox` on SQL.

    Methods that read ballots raise KeyMissing while their key is not here; the rest needs none.
    """

    def __init__(self, connection: sa.Connection, asking_id: str, keys: KeyRing) -> None:
        self._connection = connection
        self._id = asking_id
        self._keys = keys

    def sizes(self) -> Mapping[str, int]:
        """Ballots lying in each pool."""
        self._keys.sealer(
            self._id
        )  # what cannot be read must not be drawn, and must not count as nothing
        counted = sa.select(ballot.c.group, sa.func.count()).where(ballot.c.asking == self._id)
        return {
            pool: size for pool, size in self._connection.execute(counted.group_by(ballot.c.group))
        }

    def take(self, pool: str, positions: Sequence[int]) -> list[Ballot]:
        """Open the ballots at these positions and remove them.

        Positions follow the seals' ids, which are random.
        """
        if not positions:
            return []
        sealer = self._keys.sealer(self._id)
        lying = self._lying(pool)
        drawn = [lying[position] for position in positions]
        this = (ballot.c.asking == self._id) & (ballot.c.seal_id == sa.bindparam("drawn"))
        self._connection.execute(
            sa.delete(ballot).where(this), [{"drawn": seal_id} for seal_id, _ in drawn]
        )
        return [sealer.open(seal_id, sealed) for seal_id, sealed in drawn]

    def lock(self, pool: str) -> None:
        """Lock every mark of the pool."""
        mine = (marked_off.c.asking == self._id) & (marked_off.c.group == pool)
        self._connection.execute(sa.update(marked_off).where(mine).values(locked=True))

    def voted(self) -> int:
        """How many participants are marked off."""
        counted = (
            sa.select(sa.func.count())
            .select_from(marked_off)
            .where(marked_off.c.asking == self._id)
        )
        return self._connection.scalar(counted) or 0

    def releases(self) -> list[Release]:
        """The releases so far, in order."""
        return read_releases(self._connection, release.c.asking == self._id)

    def add(self, picture: Release) -> None:
        """Append a release."""
        row = {
            "asking": self._id,
            "number": picture.number,
            "final": picture.final,
            "picture": picture.as_payload(),
        }
        self._connection.execute(sa.insert(release).values(row))

    def _lying(self, pool: str) -> list[tuple[bytes, bytes]]:
        mine = (ballot.c.asking == self._id) & (ballot.c.group == pool)
        rows = self._connection.execute(
            sa.select(ballot.c.seal_id, ballot.c.sealed).where(mine).order_by(ballot.c.seal_id)
        )
        return [(seal_id, sealed) for seal_id, sealed in rows]


def read_releases(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Release]:
    """The stored releases of one asking, in order."""
    rows: Any = connection.scalars(
        sa.select(release.c.picture).where(which).order_by(release.c.number)
    )
    return [Release.from_payload(picture) for picture in rows]
