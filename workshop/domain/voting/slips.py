"""Slips: one-time codes on paper to join with, drawn from a hat for each side.

The server knows the codes, nobody knows who drew which. A slip is spent by joining, and nothing
links it to who spent it. They end double voting and planted phones: whoever comes back from another
browser needs another slip.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workshop.domain.errors import NeedsSlip, TooManySlips, UnknownSlip
from workshop.domain.voting.participant import PartnerGroup

HATS = (PartnerGroup.NORTHERN, PartnerGroup.SOUTHERN)
MOST_SLIPS = 1000


@dataclass(frozen=True)
class Slip:
    """One slip of a session."""

    code: str
    hat: PartnerGroup
    is_used: bool = False


def hats(northern: int, southern: int, already: int) -> Iterator[PartnerGroup]:
    """The side of each slip to be made, when so many exist already.

    Raises TooManySlips before any.
    """
    if already + northern + southern > MOST_SLIPS:
        raise TooManySlips(allowed=MOST_SLIPS)
    return (
        hat for hat, number in zip(HATS, (northern, southern), strict=True) for _ in range(number)
    )


def takes_slip(group: PartnerGroup, chosen: PartnerGroup | None) -> bool:
    """Whether choosing this group spends a slip.

    `chosen` is the participant's group so far, None for a newcomer. Without one, whoever is here
    may only leave the sides: else one slip would do for a vote on each.
    """
    return chosen is None or group not in (chosen, PartnerGroup.NEITHER)


def spend(slip: Slip | None, typed: str, group: PartnerGroup) -> Slip:
    """The slip, used.

    Raises NeedsSlip, or UnknownSlip for one that does not fit.

    `slip` is the one with the typed code, None if there is none. A slip of either side lets its
    holder join as "neither". UnknownSlip gives no reason: else whoever holds a code could ask which
    slips were spent.
    """
    if not typed:
        raise NeedsSlip()
    if slip is None or slip.is_used or group not in (slip.hat, PartnerGroup.NEITHER):
        raise UnknownSlip()
    return replace(slip, is_used=True)
