"""A clock that many live by at the same time, one after the other: who sleeps is woken when their
moment has come.
"""

import heapq
from collections.abc import Callable
from datetime import date
from itertools import count

from greenlet import getcurrent, greenlet


class Town:
    """`ports.Clock`.

    Time stands while anybody does something, and no more than one of them does at a time.
    """

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleeping: list[tuple[float, int, greenlet]] = []
        self._order = count()
        self._hub = getcurrent()

    def monotonic(self) -> float:
        return self.now

    def seconds(self) -> int:
        return int(self.now)

    def today(self) -> date:
        return date(2026, 3, 1)

    def sleep(self, seconds: float) -> None:
        heapq.heappush(self._sleeping, (self.now + seconds, next(self._order), getcurrent()))
        self._hub.switch()

    def begin(self, life: Callable[[], object], after: float = 0.0) -> None:
        """Somebody lives here from so many seconds on."""
        heapq.heappush(
            self._sleeping, (self.now + after, next(self._order), greenlet(life, self._hub))
        )

    def live(self, seconds: float) -> None:
        """So much time goes by; whoever still sleeps then sleeps on."""
        end = self.now + seconds
        while self._sleeping and self._sleeping[0][0] <= end:
            self.now, _, somebody = heapq.heappop(self._sleeping)
            somebody.switch()
        self.now = end
