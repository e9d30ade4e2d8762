"""An Engine.IO WebSocket transport that writes to the non-blocking socket itself, and frames each
broadcast once for everyone who gets it.

python-engineio puts every packet in a queue, wakes a writer for every connection, and frames it
again for each. Here only what the network does not take at once waits, and whoever lets too much
wait is cut off. Reads in the connection's own green thread; imports no eventlet.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from engineio.exceptions import EngineIOError
from engineio.packet import MESSAGE, Packet
from wsproto.frame_protocol import CloseReason, Opcode

from workshop.domain.errors import RateLimited
from workshop.server import limits
from workshop.server.http.idle_connections import CONNECTION, cut_off, hang_up
from workshop.server.http.request_deadline import FREE_BUFFERS
from workshop.server.sockets.websocket import (
    MessageReader,
    ProtocolFault,
    close_frame,
    pong_frame,
    switching,
    text_frame,
)

VERSION = "13"
_MESSAGE = str(MESSAGE)
_CONNECT = f"{MESSAGE}0"


class WebSocketDriver:
    """Engine.IO's driver for WebSockets: shakes hands, and the connection is `SocketTransport` from
    then on.
    """

    def __init__(self, handler: Any, _server: Any) -> None:
        self._connection = handler.__self__

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Until the connection ends.

        Speaks the standard only: the dialects before it know no limit.
        """
        head = switching(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""))
        if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != VERSION or head is None:
            start_response(
                "400 Bad Request", [("Sec-WebSocket-Version", VERSION), ("Connection", "close")]
            )
            return []
        environ.get(FREE_BUFFERS, lambda: None)()
        self.carry(environ[CONNECTION], head)
        return []

    def carry(self, wire: Any, head: bytes) -> None:
        """Carry what is said on this green socket, which is told `head` first."""
        SocketTransport(self._connection, wire).carry(head)


class SocketTransport:
    """One Engine.IO connection on a socket that has shaken hands; every frame, and every read that
    brings none, takes from its budget.
    """

    def __init__(self, connection: Any, wire: Any) -> None:
        self._connection = connection
        self._server = connection.server
        self._wire = wire
        self._raw = wire.fd  # below the green socket: takes what it can, and never waits
        self._waiting: deque[bytes | memoryview] = deque()
        self._bytes_waiting = 0
        self._together: list[bytes] | None = None
        self._has_ended = False

    def carry(self, head: bytes = b"") -> None:
        """Until either side ends it; `head` is sent first.

        Closing the Engine.IO connection ends it from here.
        """
        connection = self._connection
        connection.connected = connection.upgraded = True
        self._wire.settimeout(self._server.ping_interval + self._server.ping_timeout)
        self._library_close = connection.close
        connection.send, connection.close = self.send, self.close
        try:
            self._put(head + b"".join(map(_frame_of, self._queued())))
            self._read()
        finally:
            self.close(abort=True, reason=self._server.reason.TRANSPORT_CLOSE)
            del connection.send, connection.close  # else each would keep the other alive

    def send(self, packet: Packet) -> None:
        """Send a packet. Raises SocketIsClosedError, as the library's does."""
        if self._connection.check_ping_timeout():
            self._put(_frame_of(packet))

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """As the library's, and the socket with it; never waits for what is on its way."""
        self._library_close(wait=False, abort=abort, reason=reason)
        self._end(CloseReason.NORMAL_CLOSURE)

    def _queued(self) -> Iterator[Packet]:
        while not self._connection.queue.empty():
            yield self._connection.queue.get()

    def _read(self) -> None:
        incoming = MessageReader(self._server.max_http_buffer_size, self._connection.budget.spend)
        try:
            while not self._has_ended and (data := self._next()):
                for opcode, payload in incoming.take(data):
                    self._take(opcode, payload)
        except ProtocolFault as fault:
            self._end(fault.status)
        except (OSError, EngineIOError, RateLimited):
            pass  # lost, closed from here, or too much of it: the connection ends

    def _next(self) -> bytes:
        """What comes next.

        Where it is here already, the others have their turn first: a read would not wait.
        """
        try:
            data: bytes = self._raw.recv(limits.READ_BYTES)
        except (BlockingIOError, InterruptedError):
            waited_for: bytes = self._wire.recv(limits.READ_BYTES)
            return waited_for
        self._server.sleep(0)
        return data

    def _take(self, opcode: Opcode, payload: Any) -> None:
        if self._has_ended:
            return  # it came with a goodbye, or when we had had enough
        if opcode is Opcode.TEXT:
            self._hear(payload)
        elif opcode is Opcode.CLOSE:
            self._end(payload)
        elif opcode is Opcode.PING:
            self._put(pong_frame(payload))

    def _hear(self, text: str) -> None:
        """What carries an event is handed on as it is; the library would look whether it is JSON
        first.
        """
        if text.startswith(_CONNECT):
            with self._all_at_once():
                self._tell(text)
        elif text.startswith(_MESSAGE):
            self._tell(text)
        elif text[:1].isdecimal():
            self._connection.receive(Packet(encoded_packet=text))
        else:
            raise ProtocolFault(CloseReason.PROTOCOL_ERROR)

    def _tell(self, text: str) -> None:
        self._server._trigger_event("message", self._connection.sid, text[1:], run_async=False)

    @contextlib.contextmanager
    def _all_at_once(self) -> Iterator[None]:
        """What a new client is told in several packets leaves in one piece."""
        frames = self._together = []
        try:
            yield
        finally:
            self._together = None
            self._put(b"".join(frames))

    def _put(self, frame: bytes) -> None:
        if self._has_ended or not frame:
            return
        if self._together is not None:
            self._together.append(frame)
            return
        sent = 0 if self._waiting else self._taken_of(frame)
        if sent < len(frame):
            self._wait(memoryview(frame)[sent:])

    def _taken_of(self, frame: bytes) -> int:
        try:
            taken: int = self._raw.send(frame)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError:
            return len(frame)  # it is lost; the reader is about to learn it
        return taken

    def _wait(self, rest: memoryview) -> None:
        self._waiting.append(rest)
        self._bytes_waiting += len(rest)
        if self._bytes_waiting > limits.MOST_BYTES_UNSENT:
            self._hang_up()
        elif len(self._waiting) == 1:
            self._server.start_background_task(self._write)

    def _write(self) -> None:
        """What waits, in its order; each stays in the queue until it is gone, so that nothing
        overtakes it.
        """
        try:
            while self._waiting and not self._has_ended:
                self._wire.sendall(self._waiting[0])
                if self._waiting:  # it may have been hung up meanwhile
                    self._bytes_waiting -= len(self._waiting.popleft())
        except OSError:
            self._hang_up()  # lost, or nothing was taken for too long

    def _end(self, status: int) -> None:
        if not self._has_ended:
            if not self._waiting:
                self._taken_of(close_frame(status))
            self._hang_up()

    def _hang_up(self) -> None:
        self._has_ended = True
        (cut_off if self._waiting else hang_up)(self._raw)  # its reader wakes, and ends
        self._waiting.clear()


def _frame_of(packet: Packet) -> bytes:
    """The packet's frame, made once: a packet that is sent to a room is the same for all."""
    frame: bytes | None = getattr(packet, "frame", None)
    if frame is None:
        frame = packet.frame = text_frame(packet.encode())
    return frame
