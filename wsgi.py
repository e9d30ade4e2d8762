"""Chooses the async mode, builds the app, serves it: `python wsgi.py`, or any WSGI server on `wsgi:app`.

eventlet is being retired upstream, so it is named here and in the settings only; WORKSHOP_ASYNC=threading does without.
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
    sys.exit("These settings cannot be used:\n" + "\n".join(f"  {fault}" for fault in faulty.faults))

if config.async_mode == "eventlet":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eventlet announces its retirement at every import
        import eventlet
    eventlet.monkey_patch()  # before anything that opens a socket or takes a lock
    from engineio.async_drivers.eventlet import WebSocketWSGI
    from eventlet import tpool, websocket, wsgi

    from workshop.live.direct import DirectSockets
    from workshop.web.hearing import Hearing
    from workshop.web.upgrades import Upgrades

    class QuietProtocol(Hearing, Upgrades, wsgi.HttpProtocol):  # type: ignore[misc]  # eventlet is untyped
        """Says nothing about requests it cannot read: the line would hold an address, a time and what was asked."""

        def log_message(self, *_: object) -> None: ...

        def get_environ(self) -> dict[str, Any]:
            """As the library, with the way to say that the request is heard."""
            return self.with_hearing(super().get_environ())

    class OneByOne(eventlet.GreenPool):  # type: ignore[misc]
        """Each newcomer has come in before the next: of a crowd at the door, none fills the memory until its turn."""

        def spawn(self, *task: Any, **options: Any) -> Any:
            newcomer = super().spawn(*task, **options)
            eventlet.sleep(0)
            return newcomer

    class SmallMessage(websocket.RFC6455WebSocket.Message):  # type: ignore[misc]
        """The library limits each piece of a message, but not how many there are: memory would grow without end."""

        MOST_PIECES = 256

        def push(self, data: bytes, final: bool = False) -> None:
            super().push(data, final)
            if len(self.data) > self.MOST_PIECES or sum(map(len, self.data)) > self.max_frame_length:
                raise websocket.FailedConnectionError(1009, "That message is too long.")

    websocket.RFC6455WebSocket.Message = SmallMessage

    class OurSockets(WebSocketWSGI):  # type: ignore[misc]
        """The library's, which speak the standard only: the dialects before it know no limit."""

        def __init__(self, handler: Any, server: Any) -> None:
            super().__init__(handler, server)
            self.support_legacy_versions = False

    class OurDirectSockets(DirectSockets):
        def carry(self, wire: Any, head: bytes) -> None:
            super().carry(wire, head)
            wsgi.WSGI_LOCAL.already_handled = True  # nothing follows on this connection


def offload(work: Callable[[], T]) -> T:
    """Run what blocks in a real thread where threads are green; where they are real, here is fine."""
    if config.async_mode == "eventlet":
        result: T = tpool.execute(work)
        return result
    return work()


from workshop.app import SystemClock, UnusableDatabase, create_app  # noqa: E402  after the patching
from workshop.serving import MOST_CONNECTIONS, WAITING_CONNECTIONS, run_threaded, serve, unheard  # noqa: E402

try:
    app = create_app(config, offload)
except BlockingIOError:
    sys.exit(f"Another server already uses {config.data}. Stop it first, or give WORKSHOP_DATA another folder.")
except UnusableDatabase as problem:
    sys.exit(str(problem))


def run() -> None:
    """Serve until stopped."""
    if config.async_mode == "eventlet":
        QuietProtocol.doorman = app.extensions["doorman"]
        engine = app.extensions["socketio"].server.eio
        if config.wire == "direct":
            OurDirectSockets.clock = SystemClock()
            QuietProtocol.serves = app.extensions["addresses"].serves
            QuietProtocol.carries = staticmethod(lambda environ: engine._handle_connect(environ, None, "websocket"))
        engine._async["websocket"] = OurDirectSockets if config.wire == "direct" else OurSockets
        listener = eventlet.listen((config.host, config.port), backlog=WAITING_CONNECTIONS)
        options = {"protocol": QuietProtocol, "log": unheard(), "log_output": False}
        wsgi.server(listener, app, custom_pool=OneByOne(MOST_CONNECTIONS), **options)
    else:
        run_threaded(app, config)


if __name__ == "__main__":
    serve(config, app, run)
