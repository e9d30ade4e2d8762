"""The eventlet server: a green thread for each connection that has sent its request.

Importing this module patches the standard library, so it is imported before the rest of the
program (`platform.choose`), and nowhere else. eventlet is being retired upstream: no other file
names it, and WORKSHOP_ASYNC=threading does without.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # eventlet announces its retirement at every import
    import eventlet
eventlet.monkey_patch()  # before anything that opens a socket or takes a lock

from collections.abc import Callable  # noqa: E402  after the patching, as all that follows
from functools import partial  # noqa: E402
from typing import Any, TypeVar  # noqa: E402

from eventlet import tpool, wsgi  # noqa: E402

from workshop.server import limits  # noqa: E402
from workshop.server.http.accept_queue import AcceptQueue, PendingConnection  # noqa: E402
from workshop.server.http.request_deadline import Deadlines, RequestDeadline, watched  # noqa: E402
from workshop.server.http.response_deadline import bound  # noqa: E402
from workshop.server.platform import Platform, Site  # noqa: E402
from workshop.server.silent_logger import silent_logger  # noqa: E402
from workshop.server.sockets.socket_transport import WebSocketDriver  # noqa: E402

T = TypeVar("T")


class RequestHandler(RequestDeadline, wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet is untyped
    """eventlet's request handler, with deadlines.

    Logs nothing about requests it cannot read: the line would hold an address, a time and what was
    asked.
    """

    def __init__(self, deadlines: Deadlines, *connection: Any) -> None:
        self.deadlines = deadlines
        super().__init__(*connection)  # serves it, too

    def log_message(self, *_: object) -> None: ...

    def get_environ(self) -> dict[str, Any]:
        """As the library, with the way to say that the request is received."""
        return self.with_deadlines(super().get_environ())


class QueuedPool(eventlet.GreenPool):  # type: ignore[misc]
    """eventlet's pool of green threads, with an accept queue before it."""

    def __init__(self, most: int, queue: AcceptQueue) -> None:
        super().__init__(most)
        self._ready = eventlet.semaphore.Semaphore(0)
        self._queue = queue
        queue.on_ready = self._ready.release
        self._accepted = 0
        eventlet.spawn(self._start_ready)

    def spawn(self, serve: Any, connection: Any) -> PendingConnection:
        """Accept a connection: it gets a green thread once its request is here."""
        pending = self._queue.accept(connection[1].fd, (serve, connection), self._watch)
        self._accepted += 1
        if self._accepted % limits.ACCEPTED_AT_ONCE == 0:
            eventlet.sleep(0)
        return pending

    def _watch(self, connection: Any, then: Callable[[], None]) -> None:
        hub = eventlet.hubs.get_hub()

        def is_readable(_: int) -> None:
            hub.remove(listener)
            then()

        listener = hub.add(
            hub.READ, connection.fileno(), is_readable, lambda *_: None, lambda: None
        )

    def _start_ready(self) -> None:
        while True:
            self._ready.acquire()
            while self._queue.start_ready(super().spawn):
                eventlet.sleep(0)


class WebSocket(WebSocketDriver):
    """Engine.IO's driver for WebSockets on eventlet's server."""

    def carry(self, wire: Any, head: bytes) -> None:
        """As on any server; then eventlet's must not answer on this connection."""
        super().carry(wire, head)
        wsgi.WSGI_LOCAL.already_handled = True


def offload(work: Callable[[], T]) -> T:
    """Run what blocks in a real thread: here it would stop every other connection."""
    result: T = tpool.execute(work)
    return result


def serve(site: Site) -> None:
    """Serve until the process ends."""
    deadlines = watched(site, limits.MOST_IDLE, limits.MOST_RESPONSES)
    listener = eventlet.listen((site.host, site.port), backlog=limits.BACKLOG)
    bound(listener)
    wsgi.server(
        listener,
        site.app,
        custom_pool=QueuedPool(limits.MOST_CONNECTIONS, _accept_queue(site)),
        protocol=partial(RequestHandler, deadlines),
        socket_timeout=limits.RESPONSE_SECONDS,
        log=silent_logger(),
        log_output=False,
        debug=False,  # or what escapes us is told to whoever asked
    )


def _accept_queue(site: Site) -> AcceptQueue:
    queue = AcceptQueue(site.clock)
    site.scheduler.every(limits.SWEEP_SECONDS, queue.sweep)
    site.scheduler.every(limits.PARTIAL_SECONDS, queue.check_partial)
    return queue


EVENTLET = Platform("eventlet", WebSocket, offload, serve)
