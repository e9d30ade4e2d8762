"""Does things later: one background task per loop, green or not, as the server's async mode has it."""

import logging
import time
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)


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
    except Exception as error:  # the next tick must come, whatever this one met
        log.error("a background task failed: %s", error.__class__.__name__)
        return True
