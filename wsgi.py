"""Chooses the async mode, builds the app, serves it: `python wsgi.py`, or any WSGI server on
`wsgi:app`.

eventlet is being retired upstream, so it is named here and in the settings only;
WORKSHOP_ASYNC=threading does without.
"""

import sys
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from workshop.config import Config, FaultyConfig

T = TypeVar("T")

try:
    config = Config.from_environment()
except FaultyConfig as faulty:
    sys.exit(
        "These settings cannot be used:\n" + "\n".join(f"  {fault}" for fault in faulty.faults)
    )

if config.async_mode == "eventlet":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eventlet announces its retirement at every import
        import eventlet
    eventlet.monkey_patch()  # before anything that opens a socket or takes a lock
    from engineio.async_drivers.eventlet import WebSocketWSGI
    from eventlet import tpool, websocket, wsgi

    from workshop.domain.errors import RateLimited
    from workshop.facilitation.rate_limit import Budget
    from workshop.server.http.accept_queue import Door, Newcomer
    from workshop.server.http.fast_upgrade import Upgrades
    from workshop.server.http.idle_connections import hang_up
    from workshop.server.http.request_deadline import Hearing
    from workshop.server.sockets.socket_transport import DirectSockets

    class QuietProtocol(Hearing, Upgrades, wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet is untyped
        """Says nothing about requests it cannot read: the line would hold an address, a time and
        what was asked.
        """

        def log_message(self, *_: object) -> None: ...

        def get_environ(self) -> dict[str, Any]:
            """As the library, with the way to say that the request is heard."""
            return self.with_hearing(super().get_environ())

    class Entrance(eventlet.GreenPool):  # type: ignore[misc]
        """The library's pool of green threads, with a door before it."""

        ACCEPTED_AT_ONCE = 64

        def __init__(self, most_inside: int, door: Door) -> None:
            super().__init__(most_inside)
            self._knocks = eventlet.semaphore.Semaphore(0)
            self._door = door
            door.knock = self._knocks.release
            self._accepted = 0
            eventlet.spawn(self._let_in)

        def spawn(self, serve: Any, connection: Any) -> Newcomer:
            newcomer = self._door.comes(connection[1].fd, (serve, connection), self._watch)
            self._accepted += 1
            if self._accepted % self.ACCEPTED_AT_ONCE == 0:
                eventlet.sleep(0)
            return newcomer

        def _watch(self, connection: Any, then: Callable[[], None]) -> None:
            hub = eventlet.hubs.get_hub()

            def speaks(_: int) -> None:
                hub.remove(listener)
                then()

            listener = hub.add(hub.READ, connection.fileno(), speaks, lambda *_: None, lambda: None)

        def _let_in(self) -> None:
            while True:
                self._knocks.acquire()
                while self._door.let_in(super().spawn):
                    eventlet.sleep(0)

    class SmallMessage(websocket.RFC6455WebSocket.Message):  # type: ignore[misc]
        """The library limits each piece of a message, but not how many there are: memory would grow
        without end.
        """

        MOST_PIECES = 256

        def push(self, data: bytes, final: bool = False) -> None:
            super().push(data, final)
            if (
                len(self.data) > self.MOST_PIECES
                or sum(map(len, self.data)) > self.max_frame_length
            ):
                raise websocket.FailedConnectionError(1009, "That message is too long.")

    websocket.RFC6455WebSocket.Message = SmallMessage

    class FairSocket(websocket.RFC6455WebSocket):  # type: ignore[misc]
        """Every frame takes from the connection's budget, and the others have their turn before the
        next.
        """

        budget: Budget

        def _recv_frame(self, message: Any = None) -> Any:
            frame = super()._recv_frame(message)
            try:
                self.budget.spend()
            except RateLimited:
                hang_up(self.socket)
                raise websocket.ConnectionClosedError() from None
            eventlet.sleep(0)
            return frame

    websocket.RFC6455WebSocket = FairSocket

    class OurSockets(WebSocketWSGI):  # type: ignore[misc]
        """The library's, which speak the standard only: the dialects before it know no limit."""

        def __init__(self, handler: Any, server: Any) -> None:
            super().__init__(handler, server)
            self.support_legacy_versions = False

        def _handle_hybi_request(self, environ: dict[str, Any]) -> FairSocket:
            opened: FairSocket = super()._handle_hybi_request(environ)
            opened.budget = self.handler.__self__.budget
            return opened

    class OurDirectSockets(DirectSockets):
        def carry(self, wire: Any, head: bytes) -> None:
            super().carry(wire, head)
            wsgi.WSGI_LOCAL.already_handled = True  # nothing follows on this connection


def offload(work: Callable[[], T]) -> T:
    """Run what blocks in a real thread where threads are green; where they are real, here is
    fine.
    """
    if config.async_mode == "eventlet":
        result: T = tpool.execute(work)
        return result
    return work()


from workshop.app import UnusableDatabase, create_app  # noqa: E402  after the patching
from workshop.server.http.response_deadline import TAKING_SECONDS, bound  # noqa: E402
from workshop.start import (  # noqa: E402
    MOST_CONNECTIONS,
    WAITING_CONNECTIONS,
    forbid_core_files,
    listen_to,
    run_threaded,
    serve,
    unheard,
)

forbid_core_files()
try:
    app = create_app(config, offload)
except BlockingIOError:
    sys.exit(
        f"Another server already uses {config.data}. Stop it first, or give WORKSHOP_DATA another"
        " folder."
    )
except UnusableDatabase as problem:
    sys.exit(str(problem))


def run() -> None:
    """Serve until stopped."""
    if config.async_mode == "eventlet":
        listen_to(QuietProtocol, app)
        engine = app.extensions["socketio"].server.eio
        if config.wire == "direct":
            QuietProtocol.serves = app.extensions["addresses"].serves
            QuietProtocol.carries = staticmethod(
                lambda environ: engine._handle_connect(environ, None, "websocket")
            )
        engine._async["websocket"] = OurDirectSockets if config.wire == "direct" else OurSockets
        listener = eventlet.listen((config.host, config.port), backlog=WAITING_CONNECTIONS)
        bound(listener)
        options = {"protocol": QuietProtocol, "log": unheard(), "log_output": False}
        options |= {
            "debug": False,
            "socket_timeout": TAKING_SECONDS,
        }  # or what escapes us is told to whoever asked
        wsgi.server(
            listener, app, custom_pool=Entrance(MOST_CONNECTIONS, app.extensions["door"]), **options
        )
    else:
        run_threaded(app, config)


if __name__ == "__main__":
    serve(config, app, run)
