"""What one connection may send: small frames, not too many. Who sends more is cut off, and can connect again.

Our own phones send one frame at a time and wait for its answer, so no honest phone comes near these limits.
"""

from typing import Any

import simple_websocket
from engineio.async_drivers.threading import SimpleWebSocketWSGI

from workshop.domain.errors import RateLimited
from workshop.domain.pace import Pace
from workshop.live.broadcaster import FACILITATOR
from workshop.live.wires import cut, follow
from workshop.pacing import Pacing
from workshop.ports import Clock

LARGEST_FRAME = 8 * 1024
LARGEST_OF_A_PHONE = 2 * 1024
MOST_WAITING = 64
PHONES = Pace(a_second=2, at_once=10)
DESKS = Pace(a_second=10, at_once=40)


def guard_frames(server: Any, clock: Clock) -> None:
    """Look at every frame before the library reads it: size and pace, by connection."""
    hear = server.eio.handlers["message"]
    paces = {True: Pacing(clock, DESKS), False: Pacing(clock, PHONES)}

    def message(eio_sid: str, data: str | bytes) -> None:
        is_desk = isinstance(data, str) and data[1:].startswith(f"{FACILITATOR},")
        if _is_small(data, is_desk) and _is_in_time(paces[is_desk], eio_sid):
            hear(eio_sid, data)
        else:
            cut(server.eio.sockets.get(eio_sid))

    def left(eio_sid: str, *_: object) -> None:
        for pacing in paces.values():
            pacing.forget(eio_sid)

    server.eio.on("message", message)
    follow(server, "disconnect", left)


def _is_small(data: str | bytes, is_desk: bool) -> bool:
    return isinstance(data, str) and len(data.encode()) <= (LARGEST_FRAME if is_desk else LARGEST_OF_A_PHONE)


def _is_in_time(pacing: Pacing, eio_sid: str) -> bool:
    try:
        pacing.check(eio_sid)
    except RateLimited:
        return False
    return True


class SmallFrames(SimpleWebSocketWSGI):  # type: ignore[misc]  # python-engineio is untyped
    """The threaded server's socket. The library looks at a frame's size only once all of it is in memory."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """As the library, on a socket that takes small frames only."""
        self.ws = _SmallFrameServer(environ, max_message_size=LARGEST_FRAME)
        self.app(self)
        if self.ws.mode == "gunicorn":
            raise StopIteration
        raise ConnectionError  # how werkzeug is told that this socket is ours no more


class _SmallFrameServer(simple_websocket.Server):  # type: ignore[misc]  # untyped
    """Reads no further ahead than a few messages: one that floods is cut off, not stored."""

    def _handle_events(self) -> bool:
        goes_on: bool = super()._handle_events() and len(self.input_buffer) <= MOST_WAITING
        if not goes_on:
            self.connected = False  # the library wakes its reader before it says so: that one would sleep on for ever
            self.event.set()
        return goes_on
