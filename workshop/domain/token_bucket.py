"""How often one may do a thing: a token bucket.

It refills evenly: an honest burst passes, and a flood does not.
"""

from dataclasses import dataclass
from typing import NamedTuple

from workshop.domain.errors import RateLimited


@dataclass(frozen=True)
class Pace:
    """So many a second in the long run, and `at_once` after a rest."""

    a_second: float
    at_once: int


class Bucket(NamedTuple):
    """What is left at a moment, in seconds of any clock that never runs backwards."""

    left: float
    at: float

    def taken(self, pace: Pace, now: float) -> "Bucket":
        """One less. Raises RateLimited where none is left: then nothing is taken, and waiting
        helps.
        """
        left = self._refilled(pace, now)
        if left < 1:
            raise RateLimited()
        return Bucket(left - 1, now)

    def is_full(self, pace: Pace, now: float) -> bool:
        """Whether it is as good as new."""
        return self._refilled(pace, now) >= pace.at_once

    def _refilled(self, pace: Pace, now: float) -> float:
        return min(float(pace.at_once), self.left + pace.a_second * (now - self.at))
