"""Frame limits: a socket may send small frames, and not too many; one that sends more is closed,
and can connect again.

Every frame counts, whatever is in it and whether or not anything is proved yet. Our own phones send
one at a time and wait for its answer, so no honest phone comes near these limits.
"""

from collections.abc import Callable, Iterator
from typing import Any

import simple_websocket
from engineio.async_drivers.threading import SimpleWebSocketWSGI
from wsproto.events import Request

from workshop.domain.errors import RateLimited
from workshop.facilitation.ports import Clock
from workshop.facilitation.rate_limit import Budget
from workshop.protocol.audiences import FACILITATOR
from workshop.server import limits
from workshop.server.http.idle_connections import cut_off
from workshop.server.sockets.engineio_hooks import cut, follow

_SOCKETS = ("werkzeug.socket", "gunicorn.socket")


def limit_frames(server: Any, clock: Clock) -> None:
    """Give every connection what its wire takes each frame from, and look at the size before the
    library reads it.
    """
    hear = server.eio.handlers["message"]

    def message(eio_sid: str, data: str | bytes) -> None:
        if _is_small(data):
            hear(eio_sid, data)
        else:
            cut(server.eio.sockets.get(eio_sid))

    def came(eio_sid: str, *_: object) -> None:
        server.eio.sockets[eio_sid].budget = Budget(clock, limits.PHONE_FRAMES)

    server.eio.on("message", message)
    follow(server, "connect", came)


def _is_small(data: str | bytes) -> bool:
    is_desk = isinstance(data, str) and data[1:].startswith(f"{FACILITATOR},")
    return isinstance(data, str) and len(data.encode()) <= (
        limits.FRAME_BYTES if is_desk else limits.PHONE_FRAME_BYTES
    )


class LimitedWebSocketDriver(SimpleWebSocketWSGI):  # type: ignore[misc]  # python-engineio is untyped
    """The threaded server's socket.

    The library looks at a frame's size only once all of it is in memory.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """As the library, on a socket that takes small frames only, and of which nothing is kept
        when it has ended.
        """
        ours = self.app.__self__
        seconds = ours.server.ping_interval + ours.server.ping_timeout
        whole = {name: _Whole(environ[name], seconds) for name in _SOCKETS if name in environ}
        try:
            self.ws = _SmallFrameServer({**environ, **whole}, ours.budget)
            self.app(self)
        finally:
            ours.close(wait=False, abort=True)
            ours.server.sockets.pop(
                ours.sid, None
            )  # the library would, were it not for the error below
        if self.ws.mode == "gunicorn":
            raise StopIteration
        raise ConnectionError  # how werkzeug is told that this socket is ours no more


class _Whole:
    """A connection on which the library's `send` sends all or ends it, and that may be silent for
    as long as a client that answers its pings.
    """

    def __init__(self, connection: Any, seconds: float) -> None:
        self._connection = connection
        connection.settimeout(seconds)
        self.recv, self.close = connection.recv, connection.close

    def send(self, data: bytes) -> None:
        """All of it, taken in time."""
        try:
            self._connection.sendall(data)
        except OSError:
            cut_off(self._connection)
            raise BrokenPipeError from None  # as the library knows it


class _SmallFrameServer(simple_websocket.Server):  # type: ignore[misc]  # untyped
    """Reads no further ahead than a few messages: one that floods is cut off, not stored."""

    def __init__(self, environ: dict[str, Any], budget: Budget) -> None:
        self._budget = budget
        super().__init__(environ, max_message_size=limits.FRAME_BYTES)

    def handshake(self) -> None:
        """As the library, which asks for events nowhere but where they are paid for."""
        self.ws.events = self._paid(self.ws.events)
        super().handshake()

    def _paid(self, events: Callable[[], Iterator[Any]]) -> Callable[[], Iterator[Any]]:
        def paid() -> Iterator[Any]:
            for event in events():
                if not isinstance(event, Request):
                    self._budget.spend()
                yield event

        return paid

    def _handle_events(self) -> bool:
        try:
            goes_on: bool = (
                super()._handle_events() and len(self.input_buffer) <= limits.MOST_MESSAGES_UNREAD
            )
        except RateLimited:
            goes_on = False
        if not goes_on:
            # the library wakes its reader before it says so: that one would sleep on for ever
            self.connected = False
            self.event.set()
        return goes_on
