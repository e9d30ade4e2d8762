"""Who has come and says nothing, or says it drop by drop, is let go: after a while, or at once when
too many wait.

Used for connections that have not sent their request yet, and for sockets that have not proved
anything yet.
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


class Doorman(Generic[K]):
    """`let_go` ends a connection, from whatever thread; `has_spoken` tells that it only waits for
    us to listen.
    """

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
        """From now on, for so long at most.

        Where too many wait, the one who has waited longest goes.
        """
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
        connection.shutdown(
            socket.SHUT_RDWR
        )  # its own thread, green or not, sees the end, and closes it


def cut_off(connection: socket.socket) -> None:
    """End it, and throw away what is still on its way there: it would lie in the system's memory
    for minutes.
    """
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    hang_up(connection)


def has_spoken(connection: socket.socket) -> bool:
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
