"""Idle connections are closed: each has a deadline; where too many wait, the oldest silent one is
closed at once.

Used for connections without a whole request yet, and for sockets that have proved nothing yet.
"""

import array
import contextlib
import socket
import struct
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from workshop.facilitation.ports import Clock

CONNECTION = "workshop.connection"
"""Where a request's environment keeps the connection it came by."""

_TCP_CLOSE = b"\x07"

K = TypeVar("K")


class IdleConnections(Generic[K]):
    """Deadlines by connection. `close` ends one, from whatever thread; `has_unread` tells that it
    only waits for us to read.
    """

    def __init__(
        self,
        clock: Clock,
        close: Callable[[K], None],
        most: int,
        has_unread: Callable[[K], bool] = lambda _: False,
    ) -> None:
        self._clock = clock
        self._close = close
        self._most = most
        self._has_unread = has_unread
        self._waiting: dict[K, float] = {}
        self._lock = Lock()

    def expect(self, key: K, seconds: float) -> None:
        """Something must come from it within so many seconds.

        Where too many wait, the oldest silent one is closed.
        """
        with self._lock:
            self._waiting.pop(key, None)
            self._waiting[key] = self._clock.monotonic() + seconds
            waiting = list(self._waiting) if len(self._waiting) > self._most else []
        oldest = next(
            (one for one in waiting if one is not key and not self._has_unread(one)), None
        )
        if oldest is not None:
            self._evict(oldest)

    def release(self, key: K) -> None:
        """It came, or the connection has ended."""
        with self._lock:
            self._waiting.pop(key, None)

    def sweep(self) -> bool:
        """Close those over their deadline. True: to be done again."""
        now = self._clock.monotonic()
        with self._lock:
            over = [key for key, until in self._waiting.items() if until <= now]
        for key in over:
            self._evict(key)
        return True

    def _evict(self, key: K) -> None:
        self.release(key)
        self._close(key)


def hang_up(connection: socket.socket) -> None:
    """End a connection that somebody else may be reading from."""
    with contextlib.suppress(OSError):
        connection.shutdown(
            socket.SHUT_RDWR
        )  # its own thread, green or not, sees the end, and closes it


def cut_off(connection: socket.socket) -> None:
    """Reset it: what is still on its way there is dropped, or it would lie in the system's memory
    for minutes.
    """
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    hang_up(connection)


def has_unread(connection: socket.socket) -> bool:
    """Whether something has arrived that nobody has read yet: it is ours to hurry."""
    return bool(unread(connection))


def unread(connection: socket.socket) -> int | None:
    """How many bytes have arrived that nobody has read yet; None where the system does not tell."""
    return _asked_of(connection, "FIONREAD")


def untaken(connection: socket.socket) -> int:
    """How many bytes of what was sent the other side has not taken yet; 0 where the system does not
    tell.
    """
    return (_asked_of(connection, "TIOCOUTQ") or 0) if _is_connected(connection) else 0


def _asked_of(connection: socket.socket, what: str) -> int | None:
    try:
        import fcntl
        import termios

        answer = array.array("i", [0])
        fcntl.ioctl(connection.fileno(), getattr(termios, what), answer)
    except (ImportError, AttributeError, OSError, ValueError):
        return None
    return answer[0]


def _is_connected(connection: socket.socket) -> bool:
    """Linux counts what a connection that is over has not sent, though it keeps nothing of it."""
    try:
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1) != _TCP_CLOSE
    except (AttributeError, OSError):
        return True
