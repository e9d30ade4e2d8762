"""The server's half of WebSocket (RFC 6455) without a socket: bytes in, messages out, frames back.

The protocol is wsproto's; the limits are ours. For small texts: what is compressed, binary, larger
than agreed or in too many fragments ends the connection.
"""

from collections.abc import Callable, Iterator
from typing import Any

from wsproto.frame_protocol import CloseReason, Frame, FrameProtocol, Opcode, ParseFailed
from wsproto.utilities import generate_accept_token

from workshop.server import limits

_KEY_CHARACTERS = 24  # sixteen bytes in Base64
_writer = FrameProtocol(client=False, extensions=[])  # keeps nothing between whole messages


def switching(key: str) -> bytes | None:
    """The head of the answer that makes a request with this key a WebSocket (section 4.2); None for
    what is no key.
    """
    if len(key) != _KEY_CHARACTERS or not key.isascii() or not key.isprintable():
        return None
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + generate_accept_token(key.encode()) + b"\r\n\r\n"
    )


class ProtocolFault(Exception):
    """The other side does not keep to the protocol, or to our limits; `status` is what it is
    told.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class MessageReader:
    """Reads what one connection sends, up to `largest` bytes a message. Holds a message and a read
    at most.

    `spend` is called for every frame, and for bytes that complete none; what it raises ends the
    reading.
    """

    def __init__(self, largest: int, spend: Callable[[], None] = lambda: None) -> None:
        self._protocol = FrameProtocol(client=False, extensions=[])
        self._largest = largest
        self._spend = spend
        self._pieces: list[str] = []
        self._bytes = self._fragments = 0

    def take(self, data: bytes) -> Iterator[tuple[Opcode, Any]]:
        """The messages that these bytes complete: a text, the bytes of a ping or pong, the status
        of a close. Raises ProtocolFault.
        """
        self._spend()
        self._protocol.receive_bytes(data)
        try:
            for at, frame in enumerate(self._protocol.received_frames()):
                if at:
                    self._spend()
                if frame.opcode is Opcode.CLOSE:
                    yield Opcode.CLOSE, frame.payload[0]
                elif frame.opcode in (Opcode.PING, Opcode.PONG):
                    yield frame.opcode, frame.payload
                elif (text := self._text_with(frame)) is not None:
                    yield Opcode.TEXT, text
        except ParseFailed as fault:
            raise ProtocolFault(fault.code) from None

    def _text_with(self, frame: Frame) -> str | None:
        """The text that is complete with this frame, or part of one."""
        if not isinstance(frame.payload, str):
            raise ProtocolFault(CloseReason.UNSUPPORTED_DATA)
        self._pieces.append(frame.payload)
        self._bytes += len(frame.payload.encode())
        self._fragments += frame.frame_finished
        if self._bytes > self._largest or self._fragments > limits.MOST_FRAGMENTS:
            raise ProtocolFault(CloseReason.MESSAGE_TOO_BIG)
        if not frame.message_finished:
            return None
        text, self._pieces, self._bytes, self._fragments = "".join(self._pieces), [], 0, 0
        return text


def text_frame(text: str) -> bytes:
    """A text in one frame."""
    return bytes(_writer.send_data(text))


def pong_frame(payload: bytes) -> bytes:
    """The answer to a ping."""
    return bytes(_writer.pong(payload))


def close_frame(status: int) -> bytes:
    """The frame that ends a connection, as a whole."""
    return bytes(_writer.close(status))
