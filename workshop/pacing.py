"""Who does something too often is asked to wait: by participant or by connection, never by address, for a whole room
shares one.
"""

import time
from threading import Lock, Semaphore

from workshop.domain.errors import RateLimited
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
        self._most = MOST_BUCKETS
        self._lock = Lock()

    def check(self, key: str) -> None:
        """Once more for this key. Raises RateLimited."""
        now = self._clock.monotonic()
        with self._lock:
            if len(self._buckets) > self._most:
                self._buckets = {key: one for key, one in self._buckets.items() if not one.is_full(self._pace, now)}
                self._most = max(MOST_BUCKETS, 2 * len(self._buckets))  # or a full hall looks each time
            bucket = self._buckets.get(key, Bucket(self._pace.at_once, now))
            self._buckets[key] = bucket.taken(self._pace, now)

    def forget(self, key: str) -> None:
        """The key is gone for good."""
        self._buckets.pop(key, None)


class Budget:
    """What one connection may make us do: whatever arrives on it takes from it."""

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._clock = clock
        self.widen(pace)

    def widen(self, pace: Pace) -> None:
        """From now on it may do so much; nothing of that is spent yet."""
        self._pace = pace
        self._bucket = Bucket(float(pace.at_once), self._clock.monotonic())

    def spend(self) -> None:
        """One thing more. Raises RateLimited."""
        self._bucket = self._bucket.taken(self._pace, self._clock.monotonic())


class Line:
    """Guesses come to their turn one after the other, everyone's in one line: no lottery, and nobody is locked out.

    Not by address: a guesser has a thousand of them, and a venue has one.
    """

    PATIENCE_SECONDS = 10.0

    def __init__(self, clock: Clock, pace: Pace) -> None:
        self._pacing = Pacing(clock, pace)
        self._step_seconds = 1 / pace.a_second
        self._head = Lock()
        # As many as could come to their turn before they lose patience: a flood does not wait here.
        self._places = Semaphore(max(1, round(self.PATIENCE_SECONDS * pace.a_second)))

    def wait(self) -> None:
        """Return when it is this one's turn. Raises RateLimited where too many wait."""
        if not self._places.acquire(blocking=False):
            raise RateLimited()
        try:
            if not self._head.acquire(timeout=self.PATIENCE_SECONDS):
                raise RateLimited()
            try:
                while not self._is_turn():
                    time.sleep(self._step_seconds)
            finally:
                self._head.release()
        finally:
            self._places.release()

    def _is_turn(self) -> bool:
        try:
            self._pacing.check("")
        except RateLimited:
            return False
        return True
