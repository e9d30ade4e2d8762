"""Rate limits by participant or by connection; never by IP address, for a whole room shares one."""

from threading import Lock

from workshop.domain.token_bucket import Rate, TokenBucket
from workshop.facilitation.ports import Clock

MOST_BUCKETS = 10_000
"""Above this number, buckets that are full again are dropped: they equal new ones."""


class RateLimit:
    """A rate limit for each key, as token buckets in memory."""

    def __init__(self, clock: Clock, pace: Rate) -> None:
        self._clock = clock
        self._pace = pace
        self._buckets: dict[str, TokenBucket] = {}
        self._most = MOST_BUCKETS
        self._lock = Lock()

    def check(self, key: str) -> None:
        """Use one token of this key. Raises RateLimited when it has none."""
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
            bucket = self._buckets.get(key, TokenBucket(self._pace.at_once, now))
            self._buckets[key] = bucket.taken(self._pace, now)

    def forget(self, key: str) -> None:
        """Drop the bucket of a key that is gone for good."""
        self._buckets.pop(key, None)


class ConnectionBudget:
    """The rate limit of one connection: everything that arrives on it uses a token."""

    def __init__(self, clock: Clock, pace: Rate) -> None:
        self._clock = clock
        self._pace, self._bucket = pace, self._full(pace)

    def widen(self, pace: Rate) -> None:
        """Raise the limit. Nothing of the new one is spent yet, unless it is the same as before."""
        if pace != self._pace:
            self._pace, self._bucket = pace, self._full(pace)

    def spend(self) -> None:
        """Use one token. Raises RateLimited when there is none."""
        self._bucket = self._bucket.taken(self._pace, self._clock.monotonic())

    def _full(self, pace: Rate) -> TokenBucket:
        return TokenBucket(float(pace.at_once), self._clock.monotonic())
