"""The time of a server under test: it stands until the test lets it pass, so that no tick, undo
window or rate limit depends on how fast the machine is.
"""

import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from workshop.domain.voting.disclosure import TICK_SECONDS

RUNNING_TICK_SECONDS = 0.2
"""Of a server whose ticks run by themselves: for browsers, which wait by themselves too."""


class StandingClock:
    """`ports.Clock`: whoever sleeps moves it, else it stands until it is moved."""

    def __init__(self) -> None:
        self._start = datetime.now(UTC)
        self._passed = 0.0
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return 1000.0 + self._passed

    def seconds(self) -> int:
        return int(self._start.timestamp() + self._passed)

    def sleep(self, seconds: float) -> None:
        self.move(seconds)
        time.sleep(0)  # others have their turn

    def today(self) -> date:
        return (self._start + timedelta(seconds=self._passed)).date()

    def move(self, seconds: float) -> None:
        """Let so much time pass on the clock."""
        with self._lock:
            self._passed += seconds


class StandingScheduler:
    """`ports.Scheduler`: what is due runs when the test lets time pass, in order."""

    def __init__(self) -> None:
        self._now = 0.0
        self._order = count()
        self._due: list[tuple[float, int, float, Callable[[], bool]]] = []
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def every(self, seconds: float, action: Callable[[], bool]) -> None:
        with self._lock:
            self._due.append((self._now + seconds, next(self._order), seconds, action))

    def pass_time(self, seconds: float, move: Callable[[float], None]) -> None:
        """Let so much time pass; the clock is moved to each action before it runs."""
        with self._turn:
            end = self._now + seconds
            while (due := self._next(end)) is not None:
                at, _, period, action = due
                move(max(0.0, at - self._now))
                self._now = max(self._now, at)
                if action():
                    self.every(period, action)
            move(end - self._now)
            self._now = end

    def mark(self) -> int:
        """Where we are; what is registered from now on can be dropped."""
        return next(self._order)

    def drop_since(self, mark: int) -> None:
        """Drop what was registered since, which a finished test has left behind."""
        with self._lock:
            self._due = [due for due in self._due if due[1] < mark]

    def _next(self, end: float) -> tuple[float, int, float, Callable[[], bool]] | None:
        with self._lock:
            due = min(self._due, default=None)
            if due is None or due[0] > end:
                return None
            self._due.remove(due)
            return due


class Time(Protocol):
    """What a test can do with the time of a server."""

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass there; what was due has run when this returns."""

    def mark(self) -> int:
        """Where we are: see `drop_since`."""

    def drop_since(self, mark: int) -> None:
        """What a test that is over left to be done later is not done."""


class StandingTime:
    """`Time` in this process: one clock and one scheduler for all use cases of one server."""

    def __init__(self) -> None:
        self.clock = StandingClock()
        self.scheduler = StandingScheduler()
        self.mark = self.scheduler.mark
        self.drop_since = self.scheduler.drop_since

    def pass_time(self, seconds: float) -> None:
        self.scheduler.pass_time(seconds, self.clock.move)

    def tick(self) -> None:
        """A tick while the clock stands: undo windows stay open for slow browsers."""
        self.scheduler.pass_time(TICK_SECONDS, lambda _: None)


class DistantTime:
    """`Time` of a server in another process, by way of a socket in the file system."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pass_time(self, seconds: float) -> None:
        self._ask(f"pass_time {seconds}")

    def mark(self) -> int:
        return self._ask("mark 0")

    def drop_since(self, mark: int) -> None:
        self._ask(f"drop_since {mark}")

    def _ask(self, order: str) -> int:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self._path))
            line.sendall(f"{order}\n".encode())
            return int(line.makefile().readline())


def obey(times: StandingTime, path: Path) -> None:
    """Serve `DistantTime`'s orders for ever."""
    orders: dict[str, Callable[[float], Any]] = {
        "pass_time": times.pass_time,
        "mark": lambda _: times.mark(),
        "drop_since": lambda mark: times.drop_since(int(mark)),
    }
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        while True:
            line, _ = listener.accept()
            with line, line.makefile() as said:
                order, _, number = said.readline().partition(" ")
                line.sendall(b"%d\n" % (orders[order](float(number)) or 0))


TIMES: dict[str, Time] = {}
"""By a server's address. Of one that is not here the time is the system's."""


def let_pass(base: str, seconds: float = TICK_SECONDS) -> bool:
    """Let time pass at the server of this address; False if its time is the system's."""
    if base not in TIMES:
        return False
    TIMES[base].pass_time(seconds)
    return True
