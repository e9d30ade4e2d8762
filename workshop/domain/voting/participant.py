"""Participants: their partner groups, and how many of each group have joined."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workshop.domain.errors import RoomFull


class PartnerGroup(StrEnum):
    """The group a participant chose for themselves."""

    NORTHERN = "northern"
    SOUTHERN = "southern"
    NEITHER = "neither"


@dataclass(frozen=True)
class PendingJoin:
    """The group and slip code that somebody chose before their browser has returned a cookie."""

    group: PartnerGroup
    slip: str = ""


@dataclass(frozen=True)
class Proof:
    """What a browser's cookie holds: a participant's token, and before they are counted a wish."""

    token: str
    wish: PendingJoin | None = None


MOST_JOINED = 10_000
"""Upper limit of people in one session; more is abuse."""


def check_room(joined: "Joined") -> None:
    """Raises RoomFull when nobody more may join."""
    if joined.total >= MOST_JOINED:
        raise RoomFull(allowed=MOST_JOINED)


@dataclass(frozen=True)
class Joined:
    """How many people have joined, per group."""

    northern: int = 0
    southern: int = 0
    neither: int = 0

    @property
    def total(self) -> int:
        """Everyone who joined."""
        return self.northern + self.southern + self.neither

    def __add__(self, others: "Joined") -> "Joined":
        mine, theirs = self.as_numbers(), others.as_numbers()
        return Joined(**{group: mine[group] + theirs[group] for group in mine})

    @classmethod
    def counted(cls, numbers: Mapping[str, int]) -> "Joined":
        """From numbers by group; a missing group counts 0."""
        return cls(**{group.value: numbers.get(group.value, 0) for group in PartnerGroup})

    def as_numbers(self) -> dict[str, int]:
        """The numbers by group, as the wire and the store write them."""
        return {group.value: getattr(self, group.value) for group in PartnerGroup}
