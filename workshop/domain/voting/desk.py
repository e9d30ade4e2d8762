"""A desk: one facilitator's way into a session, by a link of its own that another desk can
close.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.domain.errors import OwnDesk, TooManyDesks, UnknownDesk, WrongKey

MOST_DESKS = 12
DESK_NAME_MOST = 60


@dataclass(frozen=True)
class Desk:
    """`id` tells desks apart and opens nothing; `name` is what it was called when made, empty for
    the first.
    """

    id: str
    name: str = ""


def check_room(desks: Sequence[Desk]) -> None:
    """Raises TooManyDesks where a session has as many as may be."""
    if len(desks) >= MOST_DESKS:
        raise TooManyDesks(allowed=MOST_DESKS)


def to_close(desks: Sequence[Desk], desk_id: str, own: Desk) -> Desk:
    """The desk to close. Never one's own, so that somebody always leads; nor by one that was closed
    itself.

    Raises UnknownDesk, OwnDesk, WrongKey.
    """
    if own not in desks:
        raise WrongKey()
    if desk_id == own.id:
        raise OwnDesk()
    found = next((desk for desk in desks if desk.id == desk_id), None)
    if found is None:
        raise UnknownDesk()
    return found
