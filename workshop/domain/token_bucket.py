"""A token bucket: the rule of a rate limit.

It refills evenly, so that an honest burst passes and a flood does not.
"""

from dataclasses import dataclass
from typing import NamedTuple

from workshop.domain.errors import RateLimited


@dataclass(frozen=True)
class Rate:
    """A rate: so many a second in the long run, and `at_once` after a rest."""

    a_second: float
    at_once: int


class TokenBucket(NamedTuple):
    """The tokens `left` at a moment, in seconds of any clock that never runs backwards."""

    left: float
    at: float

    def taken(self, pace: Rate, now: float) -> "TokenBucket":
        """The bucket with one token less. Raises RateLimited when it is empty."""
        left = self._refilled(pace, now)
        if left < 1:
            raise RateLimited()
        return TokenBucket(left - 1, now)

    def is_full(self, pace: Rate, now: float) -> bool:
        """Whether it is full again, so that it may be dropped."""
        return self._refilled(pace, now) >= pace.at_once

    def _refilled(self, pace: Rate, now: float) -> float:
        return min(float(pace.at_once), self.left + pace.a_second * (now - self.at))
