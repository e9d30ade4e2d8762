"""Who has come and says nothing, or says it drop by drop, is let go: after a while, or at once when too many wait.

Used for connections that have not sent their request yet, and for sockets that have not proved anything yet.
"""

import array
import contextlib
import socket
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from workshop.ports import Clock

CONNECTION = "workshop.connection"
"""Where a request's environment keeps the connection it came by."""

K = TypeVar("K")


class Doorman(Generic[K]):
    """`let_go` ends a connection, from whatever thread; `has_spoken` tells that it only waits for us to listen."""

    def __init__(
        self,
        clock: Clock,
        let_go: Callable[[K], None],
        most: int,
        has_spoken: Callable[[K], bool] = lambda _: False,
    ) -> None:
        self._clock = clock
        self._let_go = let_go
        self._most = most
        self._has_spoken = has_spoken
        self._waiting: dict[K, float] = {}
        self._lock = Lock()

    def waits(self, who: K, seconds: float) -> None:
        """From now on, for so long at most. Where too many wait, the one who has waited longest goes."""
        with self._lock:
            self._waiting.pop(who, None)
            self._waiting[who] = self._clock.monotonic() + seconds
            crowd = list(self._waiting) if len(self._waiting) > self._most else []
        silent = next((one for one in crowd if one is not who and not self._has_spoken(one)), None)
        if silent is not None:
            self._dismiss(silent)

    def is_heard(self, who: K) -> None:
        """It said what it wants, or left."""
        with self._lock:
            self._waiting.pop(who, None)

    def sweep(self) -> bool:
        """Let go of who waited too long. True: to be done again."""
        now = self._clock.monotonic()
        with self._lock:
            late = [who for who, until in self._waiting.items() if until <= now]
        for who in late:
            self._dismiss(who)
        return True

    def _dismiss(self, who: K) -> None:
        self.is_heard(who)
        self._let_go(who)


def hang_up(connection: socket.socket) -> None:
    """End a connection that somebody else may be reading from."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)  # its own thread, green or not, sees the end, and closes it


def has_spoken(connection: socket.socket) -> bool:
    """Whether something has arrived that nobody has read yet: it is ours to hurry."""
    try:
        import fcntl
        import termios
    except ImportError:
        return False
    waiting = array.array("i", [0])
    try:
        fcntl.ioctl(connection.fileno(), termios.FIONREAD, waiting)
    except (OSError, ValueError):
        return False
    return waiting[0] > 0
