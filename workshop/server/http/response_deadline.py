"""Response deadlines: an answer that is not taken in time is cut off, and so is the oldest where
too much waits.

What is not taken lies in the system's memory: little for each, bounded for all, and not for long.
"""

import contextlib
import socket
from dataclasses import dataclass
from threading import Lock

from workshop.facilitation.ports import Clock
from workshop.server import limits
from workshop.server.http.idle_connections import cut_off, untaken


@dataclass
class _Answer:
    connection: socket.socket
    until: float | None = None
    """When it must be taken; None while it is still being written: then the connection's own time
    runs.
    """
    is_alone: bool = False
    """Whether whoever wrote it has left, and only we hold the connection."""


class ResponseDeadlines:
    """Of one server. `sweep` is called every second."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock = clock
        self._most = most
        self._answers: dict[socket.socket, _Answer] = {}
        self._lock = Lock()

    def begins(self, connection: socket.socket) -> None:
        """An answer begins to be written."""
        with self._lock:
            self._answers.pop(connection, None)
            self._answers[connection] = _Answer(connection)
            crowd = list(self._answers) if len(self._answers) > self._most else []
        oldest = next((one for one in crowd if one is not connection and untaken(one)), None)
        if oldest is not None:
            self._cut(oldest)

    def is_written(self, connection: socket.socket) -> None:
        """The last of it has been handed to the system."""
        with self._lock:
            if answer := self._answers.get(connection):
                answer.until = self._clock.monotonic() + limits.RESPONSE_SECONDS

    def is_taken(self, connection: socket.socket) -> None:
        """The other side goes on, or has left."""
        with self._lock:
            self._answers.pop(connection, None)

    def is_left(self, connection: socket.socket) -> None:
        """Whoever wrote it is about to close the connection: what is still on its way is watched
        without them.
        """
        self.is_taken(connection)
        if not untaken(connection):
            return
        with contextlib.suppress(OSError):
            ours = connection.dup()
            connection.shutdown(socket.SHUT_WR)
            with self._lock:
                self._answers[ours] = _Answer(
                    ours, self._clock.monotonic() + limits.RESPONSE_SECONDS, is_alone=True
                )

    def sweep(self) -> bool:
        """Cut off what is not taken. True: to be done again."""
        now, on_their_way = self._clock.monotonic(), 0
        with self._lock:
            answers = list(self._answers.values())
        for answer in reversed(
            answers
        ):  # the newest first: what is too much in all is that of the oldest
            left = untaken(answer.connection)
            on_their_way += left
            if left and (
                on_their_way > limits.MOST_UNTAKEN_BYTES
                or (answer.until is not None and answer.until <= now)
            ):
                on_their_way -= left
                self._cut(answer.connection)
            elif not left and answer.until is not None:
                self._let_go(answer.connection)
        return True

    def _cut(self, connection: socket.socket) -> None:
        cut_off(connection)
        self._let_go(connection)

    def _let_go(self, connection: socket.socket) -> None:
        with self._lock:
            answer = self._answers.pop(connection, None)
        if answer and answer.is_alone:
            connection.close()


def bound(listener: socket.socket) -> None:
    """Bound what the system keeps for each connection that this socket will accept."""
    for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        listener.setsockopt(socket.SOL_SOCKET, buffer, limits.SOCKET_BUFFER_BYTES)
    with contextlib.suppress(
        AttributeError, OSError
    ):  # Linux: also for what is still to be sent after the end
        listener.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(limits.RESPONSE_SECONDS * 1000)
        )
