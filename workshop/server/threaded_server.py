"""The threaded server: a thread for each connection; of a crowd, nobody is accepted before there is
room.
"""

import logging
from collections.abc import Callable
from threading import Condition
from typing import Any, BinaryIO, TypeVar

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from workshop.server import limits
from workshop.server.http.request_deadline import Deadlines, RequestDeadline, watched
from workshop.server.http.response_deadline import bound
from workshop.server.platform import Platform, Site
from workshop.server.sockets.frame_limits import LimitedWebSocketDriver

T = TypeVar("T")


class ThreadedServer(ThreadedWSGIServer):
    """werkzeug's threaded server, with a limit on its threads."""

    request_queue_size = limits.BACKLOG

    def __init__(self, site: Site, deadlines: Deadlines) -> None:
        super().__init__(site.host, site.port, site.app, RequestHandler)
        self._sockets = site.sockets
        self._deadlines = deadlines
        self._inside = 0
        self._room = Condition()

    def process_request(self, *connection: Any) -> None:
        """As the library, once there is room."""
        with self._room:
            while self._inside - self._sockets() >= limits.MOST_THREADS:
                self._room.wait(limits.LOOK_FOR_ROOM_SECONDS)
            self._inside += 1
        super().process_request(*connection)

    def process_request_thread(self, *connection: Any) -> None:
        """As the library, in the connection's own thread."""
        try:
            super().process_request_thread(*connection)
        finally:
            with self._room:
                self._inside -= 1
                self._room.notify()

    def finish_request(self, *connection: Any) -> None:
        """As the library, with the deadlines."""
        RequestHandler(self._deadlines, *connection, self)


class RequestHandler(RequestDeadline, WSGIRequestHandler):
    """werkzeug's request handler, with deadlines."""

    def __init__(self, deadlines: Deadlines, *connection: Any) -> None:
        self.deadlines = deadlines
        super().__init__(*connection)  # serves it, too

    def log(self, *_: object) -> None:
        """Nothing: a line would hold an address, a time and what was asked."""

    def make_environ(self) -> dict[str, Any]:
        """As the library, with the way to say that the request is received. What follows it is not
        for the library: it would read for as long as something comes.
        """
        environ = self.with_deadlines(super().make_environ())
        self.rfile = _Nothing(self.rfile)
        return environ


class _Nothing:
    """What is left to read of a file for those who should read no more of it."""

    def __init__(self, file: BinaryIO) -> None:
        self.close = file.close

    def read(self, _size: int = -1) -> bytes:
        """Nothing."""
        return b""


def offload(work: Callable[[], T]) -> T:
    """Run what blocks here: this thread is one connection's alone."""
    return work()


def serve(site: Site) -> None:
    """Serve until the process ends."""
    logging.getLogger("werkzeug").setLevel(
        logging.CRITICAL + 1
    )  # its lines say which address asked for what, when
    server = ThreadedServer(
        site, watched(site, limits.MOST_IDLE_THREADED, limits.MOST_RESPONSES_THREADED)
    )
    bound(server.socket)
    server.serve_forever()


THREADING = Platform("threading", LimitedWebSocketDriver, offload, serve)
