"""Who does something too often is asked to wait: by participant or by connection, never by address,
for a whole room shares one.
"""

from threading import Lock

from workshop.domain.token_bucket import Bucket, Pace
from workshop.facilitation.ports import Clock

MOST_BUCKETS = 10_000
"""More than this many, and those that are full again are dropped: they are as good as new ones."""


class Pacing:
    """A bucket for each key, in this process's memory only."""

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._clock = clock
        self._pace = pace
        self._buckets: dict[str, Bucket] = {}
        self._most = MOST_BUCKETS
        self._lock = Lock()

    def check(self, key: str) -> None:
        """Once more for this key. Raises RateLimited."""
        now = self._clock.monotonic()
        with self._lock:
            if len(self._buckets) > self._most:
                self._buckets = {
                    key: one
                    for key, one in self._buckets.items()
                    if not one.is_full(self._pace, now)
                }
                self._most = max(
                    MOST_BUCKETS, 2 * len(self._buckets)
                )  # or a full hall looks each time
            bucket = self._buckets.get(key, Bucket(self._pace.at_once, now))
            self._buckets[key] = bucket.taken(self._pace, now)

    def forget(self, key: str) -> None:
        """The key is gone for good."""
        self._buckets.pop(key, None)


class Budget:
    """What one connection may make us do: whatever arrives on it takes from it."""

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._clock = clock
        self._pace, self._bucket = pace, self._full(pace)

    def widen(self, pace: Pace) -> None:
        """From now on it may do so much; nothing of that is spent yet, unless it was as wide
        before.
        """
        if pace != self._pace:
            self._pace, self._bucket = pace, self._full(pace)

    def spend(self) -> None:
        """One thing more. Raises RateLimited."""
        self._bucket = self._bucket.taken(self._pace, self._clock.monotonic())

    def _full(self, pace: Pace) -> Bucket:
        return Bucket(float(pace.at_once), self._clock.monotonic())
