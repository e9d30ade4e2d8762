"""Background tasks, one per loop, green or not, as the async mode has it."""

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from workshop.domain.errors import ServerStopping
from workshop.server import limits

log = logging.getLogger(__name__)


class LoopLag:
    """Measures how late a task runs that should run now: what every vote and page waits when green
    threads do not yield.
    """

    def __init__(self, server: Any) -> None:
        self._server = server
        self._lags: deque[float] = deque(maxlen=limits.LAGS_KEPT)
        self._due = time.monotonic() + limits.LAG_SECONDS
        server.start_background_task(self._beat)

    def lag(self) -> float:
        """The longest wait of the last ten seconds, or of the beat that is overdue now; in
        seconds.
        """
        return max([*self._lags, time.monotonic() - self._due, 0.0])

    def _beat(self) -> None:
        while True:
            self._server.sleep(max(0.0, self._due - time.monotonic()))
            self._lags.append(time.monotonic() - self._due)
            self._due = time.monotonic() + limits.LAG_SECONDS


class BackgroundScheduler:
    """`ports.Scheduler` on python-socketio's background tasks."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def every(self, seconds: float, action: Callable[[], bool]) -> None:
        """Run the action at every multiple of so many seconds from now, until it returns False."""
        self._server.start_background_task(self._loop, seconds, action)

    def _loop(self, seconds: float, action: Callable[[], bool]) -> None:
        start, beats, goes_on = time.monotonic(), 1, True
        while goes_on:
            self._server.sleep(max(0.0, start + beats * seconds - time.monotonic()))
            beats += 1
            goes_on = _survive(action)


def _survive(action: Callable[[], bool]) -> bool:
    try:
        return action()
    except ServerStopping:
        return False
    except Exception as error:  # the next tick must come, whatever this one met
        log.error("a background task failed: %s", error.__class__.__name__)
        return True
