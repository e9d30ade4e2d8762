"""The mapping between desks and rows; a facilitator's key is kept as its hash only."""

import hmac
from collections.abc import Iterable

import sqlalchemy as sa

from workshop.domain.errors import WrongKey
from workshop.domain.voting.desk import Desk
from workshop.store.sealing import hashed
from workshop.store.tables import facilitator_key

_ID_BYTES = 8


def read_desks(connection: sa.Connection, code: str) -> list[Desk]:
    """The desks of a session: the first has no name, and the others follow by name."""
    return sorted(
        (desk for _, desk in _held(connection, code)), key=lambda desk: (desk.name, desk.id)
    )


def add_desk(connection: sa.Connection, code: str, name: str, key: str) -> Desk:
    """Keep a new desk."""
    row = {"session": code, "key_hash": hashed(key), "name": name}
    connection.execute(sa.insert(facilitator_key).values(row))
    return Desk(_id(hashed(key)), name)


def drop_desk(connection: sa.Connection, code: str, desk_id: str) -> None:
    """Forget a desk's key."""
    for key_hash, desk in _held(connection, code):
        if desk.id == desk_id:
            this = (facilitator_key.c.session == code) & (facilitator_key.c.key_hash == key_hash)
            connection.execute(sa.delete(facilitator_key).where(this))


def desk_of(connection: sa.Connection, code: str, key: str) -> Desk:
    """The desk this key opens. Raises WrongKey."""
    for key_hash, desk in _held(connection, code):
        if hmac.compare_digest(key_hash, hashed(key)):
            return desk
    raise WrongKey()


def _held(connection: sa.Connection, code: str) -> Iterable[tuple[bytes, Desk]]:
    rows = connection.execute(sa.select(facilitator_key).where(facilitator_key.c.session == code))
    return [(row.key_hash, Desk(_id(row.key_hash), row.name)) for row in rows]


def _id(key_hash: bytes) -> str:
    """The desk's id, from the hash of a 256-bit key: knowing it does not help to find the key."""
    return key_hash[:_ID_BYTES].hex()
