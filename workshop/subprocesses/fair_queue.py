"""A fair queue: limited work at once, first come first served per key, keys in turn.

A client that asks for much waits behind its own requests; everyone else behind one of them at most.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

from workshop.domain.errors import ServerBusy

CHECK_SECONDS = 0.5
"""How often a waiting request is checked for being still wanted."""


@dataclass(frozen=True)
class QueueLimits:
    """The limits of a queue.

    `at_once` run in total, `each` of them for one key; `waiting` wait in total, `each_waiting` of
    them for one key.
    """

    at_once: int
    each: int
    waiting: int
    each_waiting: int


@dataclass(eq=False)
class _Place:
    whose: str
    is_up: Event = field(default_factory=Event)


class FairQueue:
    """The queue, shared by all threads of this process."""

    def __init__(self, most: QueueLimits) -> None:
        self._most = most
        self._lock = Lock()
        self._lines: dict[str, deque[_Place]] = {}
        self._at_work: Counter[str] = Counter()

    @contextmanager
    def turn(self, whose: str, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """Wait for a turn and hold it during the block.

        `whose` is the key.

        Raises ServerBusy where too many wait, or when `is_wanted` says no.
        """
        place = self._stand(whose)
        try:
            while not place.is_up.wait(CHECK_SECONDS) and is_wanted():
                pass
            if not (place.is_up.is_set() and is_wanted()):
                raise ServerBusy()
            yield
        finally:
            self._leave(place)

    def _stand(self, whose: str) -> _Place:
        place = _Place(whose)
        with self._lock:
            waiting = sum(map(len, self._lines.values()))
            line = self._lines.get(whose, deque())
            if waiting >= self._most.waiting or len(line) >= self._most.each_waiting:
                raise ServerBusy()
            line.append(place)
            self._lines[whose] = line
            self._call()
        return place

    def _leave(self, place: _Place) -> None:
        with self._lock:
            if place.is_up.is_set():
                self._at_work[place.whose] -= 1
            else:
                self._lines[place.whose].remove(place)
                self._drop_if_empty(place.whose)
            self._at_work += Counter()  # drops those that are at zero
            self._call()

    def _call(self) -> None:
        """Start as much of the waiting work as may run."""
        while self._at_work.total() < self._most.at_once and (whose := self._next()) is not None:
            line = self._lines.pop(whose)
            line.popleft().is_up.set()
            self._at_work[whose] += 1
            if line:
                self._lines[whose] = line  # at the end: the others come first

    def _next(self) -> str | None:
        return next(
            (whose for whose in self._lines if self._at_work[whose] < self._most.each), None
        )

    def _drop_if_empty(self, whose: str) -> None:
        if not self._lines[whose]:
            del self._lines[whose]
