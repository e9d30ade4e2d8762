"""The roll: who has voted in an asking, and with which number; never what.

A mark is found by a key that dies with the asking (`store.sealing`); nothing here names a person or
a time.
"""

from dataclasses import dataclass, replace

from workshop.domain.errors import BallotLocked, StaleBallot


@dataclass(frozen=True)
class Mark:
    """One participant marked off in one asking.

    `pool` is that of the first ballot, whatever group is chosen later.
    """

    pool: str
    last_number: int
    locked: bool = False


def mark_off(held: Mark | None, pool: str, number: int) -> Mark:
    """The mark after a ballot with this number; the very same mark for a repeated delivery.

    `held` is the participant's mark so far, None before their first ballot. Raises StaleBallot for
    a late retransmission and BallotLocked once a release was drawn from the pool the ballot lies
    in: were a later change accepted, two successive releases would differ by exactly that one
    person.
    """
    if held is None:
        return Mark(pool, number)
    if number < held.last_number:
        raise StaleBallot()
    if number == held.last_number:
        return held
    if held.locked:
        raise BallotLocked()
    return replace(held, last_number=number)
