"""Who does something too often is asked to wait: by participant or by connection, never by address, for a whole room
shares one.
"""

from threading import Lock

from workshop.domain.pace import Bucket, Pace
from workshop.ports import Clock

MOST_BUCKETS = 10_000
"""More than this many, and those that are full again are dropped: they are as good as new ones."""


class Pacing:
    """A bucket for each key, in this process's memory only."""

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._clock = clock
        self._pace = pace
        self._buckets: dict[str, Bucket] = {}
        self._lock = Lock()

    def check(self, key: str) -> None:
        """Once more for this key. Raises RateLimited."""
        now = self._clock.monotonic()
        with self._lock:
            if len(self._buckets) > MOST_BUCKETS:
                self._buckets = {key: one for key, one in self._buckets.items() if not one.is_full(self._pace, now)}
            bucket = self._buckets.get(key, Bucket(self._pace.at_once, now))
            self._buckets[key] = bucket.taken(self._pace, now)

    def forget(self, key: str) -> None:
        """The key is gone for good."""
        self._buckets.pop(key, None)
