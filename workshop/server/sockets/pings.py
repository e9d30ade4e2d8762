"""Pings from one task. python-engineio starts one beside every connection, and it sleeps on when
that has long ended: ten thousand strangers who were cut off at once would fill the memory all the
same.
"""

import time
from collections import deque
from typing import Any

from engineio.packet import PING, Packet

from workshop.server.sockets.engineio_hooks import follow

_PING = Packet(PING)


class Pings:
    """Everyone waits equally long, so who came first is pinged first."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._pause = float(server.eio.ping_interval)
        self._due: deque[tuple[float, str]] = deque()
        follow(server, "connect", self._take)
        server.start_background_task(self._beat)

    def _take(self, connection: str, *_: object) -> None:
        socket = self._server.eio.sockets[connection]
        socket.schedule_ping = lambda: self._schedule(
            connection
        )  # by name: a socket that ended is not kept

    def _schedule(self, connection: str) -> None:
        """The library asks for it at the start, and whenever a ping is answered."""
        socket = self._server.eio.sockets.get(connection)
        if socket and socket.last_ping:  # else one is due already
            socket.last_ping = None
            self._due.append((time.monotonic() + self._pause, connection))

    def _beat(self) -> None:
        while True:
            # Whoever is added during the longest sleep is not due before its end.
            self._server.sleep(
                max(0.0, self._due[0][0] - time.monotonic()) if self._due else self._pause
            )
            while self._due and self._due[0][0] <= time.monotonic():
                self._ping(self._due.popleft()[1])

    def _ping(self, connection: str) -> None:
        socket = self._server.eio.sockets.get(connection)
        if socket and not socket.closing and not socket.closed:
            socket.last_ping = time.time()  # the library looks here for who does not answer
            socket.send(_PING)
