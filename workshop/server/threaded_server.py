"""The threaded server: a thread for each connection, and a crowd at its door waits until there is
room.
"""

from collections.abc import Callable
from threading import Condition
from typing import Any, BinaryIO

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from workshop.server.http.request_deadline import Hearing

WAITING_CONNECTIONS = (
    4096  # a venue that comes back all at once; with 50, the rest try again a second later
)


class ThreadsInside(ThreadedWSGIServer):
    """A thread per connection; of a crowd at the door, nobody comes in before others have left."""

    MOST = 400
    """Threads besides those of sockets: they wait to be heard, are at work, have an answer that is
    not taken, or were let go and are on their way out.
    """
    PATIENCE_SECONDS = 0.005  # a socket that comes to be makes room too, and tells nobody
    request_queue_size = WAITING_CONNECTIONS

    def __init__(self, host: str, port: int, app: Flask, sockets: Callable[[], int]) -> None:
        super().__init__(host, port, app, HeardRequest)
        self._sockets = sockets
        self._inside = 0
        self._door = Condition()

    def process_request(self, *connection: Any) -> None:
        """As the library, once there is room."""
        with self._door:
            while self._inside - self._sockets() >= self.MOST:
                self._door.wait(self.PATIENCE_SECONDS)
            self._inside += 1
        super().process_request(*connection)

    def process_request_thread(self, *connection: Any) -> None:
        """As the library, in the connection's own thread."""
        try:
            super().process_request_thread(*connection)
        finally:
            with self._door:
                self._inside -= 1
                self._door.notify()


class HeardRequest(Hearing, WSGIRequestHandler):
    """The threaded server's request, watched until it is heard."""

    def make_environ(self) -> dict[str, Any]:
        """As the library, with the way to say that the request is heard. What follows it is not for
        the library: it would read for as long as something comes.
        """
        environ = self.with_hearing(super().make_environ())
        self.rfile = _Nothing(self.rfile)
        return environ


class _Nothing:
    """What is left to read of a file for those who should read no more of it."""

    def __init__(self, file: BinaryIO) -> None:
        self.close = file.close

    def read(self, _size: int = -1) -> bytes:
        """Nothing."""
        return b""
