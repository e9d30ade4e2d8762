"""A desk: one facilitator's access to a session, by a link that another desk can revoke."""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.domain.errors import OwnDesk, TooManyDesks, UnknownDesk, WrongKey

MOST_DESKS = 12
DESK_NAME_MOST = 60


@dataclass(frozen=True)
class Desk:
    """One desk. `id` tells desks apart and opens nothing; the first desk has an empty `name`."""

    id: str
    name: str = ""


def check_room(desks: Sequence[Desk]) -> None:
    """Raises TooManyDesks where a session has as many as may be."""
    if len(desks) >= MOST_DESKS:
        raise TooManyDesks(allowed=MOST_DESKS)


def to_close(desks: Sequence[Desk], desk_id: str, own: Desk) -> Desk:
    """The desk to close.

    Raises UnknownDesk, OwnDesk, WrongKey.

    Nobody can close their own, so that somebody always leads; nor can a desk that is closed itself.
    """
    if own not in desks:
        raise WrongKey()
    if desk_id == own.id:
        raise OwnDesk()
    found = next((desk for desk in desks if desk.id == desk_id), None)
    if found is None:
        raise UnknownDesk()
    return found
