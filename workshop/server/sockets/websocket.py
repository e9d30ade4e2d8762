"""The server's half of WebSocket (RFC 6455) without a socket: bytes in, messages out, frames back.

For small texts: what is compressed, binary, larger than agreed or in too many pieces ends the
connection.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from hashlib import sha1

from workshop.server import limits

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
NORMAL, PROTOCOL_ERROR, NOT_TAKEN, NOT_TEXT, TOO_LARGE = 1000, 1002, 1003, 1007, 1009
MOST_OF_A_CONTROL = 125
_FINAL, _RESERVED, _MASKED, _LENGTH = 0x80, 0x70, 0x80, 0x7F
_LENGTH_BYTES = {126: 2, 127: 8}
_MASK_BYTES = 4
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY_BYTES = 16
_STATUSES = {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}


def switching(key: str) -> bytes | None:
    """The head of the answer that makes a request with this key a WebSocket (section 4.2); None for
    what is no key.
    """
    try:
        if len(b64decode(key, validate=True)) != _KEY_BYTES:
            return None
    except (binascii.Error, ValueError):
        return None
    proof = b64encode(sha1(key.encode() + _GUID, usedforsecurity=False).digest())
    head = (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection:"
        b" Upgrade\r\nSec-WebSocket-Accept: "
    )
    return head + proof + b"\r\n\r\n"


class Broken(Exception):
    """The other side does not keep to the protocol, or to our limits; `status` is what it is
    told.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Incoming:
    """What one connection sends, up to `largest` bytes a message. Holds a message and a read at
    most.

    `spend` is called for every frame, and for bytes that complete none; what it raises ends the
    reading.
    """

    def __init__(self, largest: int, spend: Callable[[], None] = lambda: None) -> None:
        self._largest = largest
        self._spend = spend
        self._buffer = bytearray()
        self._pieces: list[bytes] = []

    def take(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The messages that these bytes complete, as opcode and payload. Raises Broken."""
        self._buffer += data
        self._spend()
        is_first = True
        while (frame := self._frame()) is not None:
            if not is_first:
                self._spend()
            is_first = False
            opcode, is_final, payload = frame
            if opcode < CLOSE:
                self._pieces.append(payload)
                if len(self._pieces) > limits.MOST_FRAGMENTS:
                    raise Broken(TOO_LARGE)
                if is_final:
                    whole, self._pieces = b"".join(self._pieces), []
                    yield TEXT, whole
            else:
                yield opcode, payload

    def _frame(self) -> tuple[int, int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        opcode, is_final, length = buffer[0] & 0xF, buffer[0] & _FINAL, buffer[1] & _LENGTH
        self._check(opcode, is_final, length)
        start = 2 + _LENGTH_BYTES.get(length, 0)
        if len(buffer) < start:
            return None
        if start > 2:
            length = int.from_bytes(buffer[2:start])
        if length + sum(map(len, self._pieces)) > self._largest:
            raise Broken(TOO_LARGE)
        end = start + _MASK_BYTES + length
        if len(buffer) < end:
            return None
        payload = unmasked(buffer[start + _MASK_BYTES : end], buffer[start : start + _MASK_BYTES])
        del buffer[:end]
        return opcode, is_final, payload

    def _check(self, opcode: int, is_final: int, length: int) -> None:
        if opcode == BINARY:
            raise Broken(NOT_TAKEN)
        is_control = opcode >= CLOSE
        is_sound = (
            opcode in (CONTINUATION, TEXT, CLOSE, PING, PONG)
            and not self._buffer[0] & _RESERVED
            and self._buffer[1] & _MASKED
            and (is_control or (opcode == CONTINUATION) == bool(self._pieces))
            and (not is_control or (is_final and length <= MOST_OF_A_CONTROL))
        )
        if not is_sound:
            raise Broken(PROTOCOL_ERROR)


def unmasked(payload: bytes | bytearray, mask: bytes | bytearray) -> bytes:
    """The payload, each byte XORed with its byte of the mask: as one large number, which is a
    hundred times quicker.
    """
    length = len(payload)
    masks = (mask * (length // _MASK_BYTES + 1))[:length]
    return (int.from_bytes(payload) ^ int.from_bytes(masks)).to_bytes(length)


def framed(opcode: int, payload: bytes) -> bytes:
    """A whole message in one frame; servers do not mask."""
    length = len(payload)
    if length <= MOST_OF_A_CONTROL:
        return bytes((_FINAL | opcode, length)) + payload
    if length < 1 << 16:
        return bytes((_FINAL | opcode, 126)) + length.to_bytes(2) + payload
    return bytes((_FINAL | opcode, 127)) + length.to_bytes(8) + payload


def farewell(status: int) -> bytes:
    """The frame that ends a connection."""
    return framed(CLOSE, status.to_bytes(2))


def status_in(payload: bytes) -> int:
    """Why the other side ends the connection, from its last frame. Raises Broken."""
    if not payload:
        return NORMAL
    status = int.from_bytes(payload[:2])
    if len(payload) == 1 or status not in _STATUSES:
        raise Broken(PROTOCOL_ERROR)
    text_of(payload[2:])
    return status


def text_of(payload: bytes) -> str:
    """The text of a message. Raises Broken."""
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise Broken(NOT_TEXT) from None
