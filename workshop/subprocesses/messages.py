"""How two processes talk through a pipe: each message is its length in four bytes, then itself."""

import struct
from typing import Protocol

_LENGTH = struct.Struct(">I")


class Source(Protocol):
    """The end of a pipe that is read."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes, none at its end."""


class Sink(Protocol):
    """The end of a pipe that is written to."""

    def write(self, data: bytes, /) -> object:
        """Take all of this."""

    def flush(self) -> object:
        """Send on what was taken."""


def send(sink: Sink, message: bytes) -> None:
    """One message. Raises OSError where nobody reads."""
    sink.write(_LENGTH.pack(len(message)))
    sink.write(message)
    sink.flush()


def receive(source: Source) -> bytes | None:
    """The next message, None where the other side has gone, also in the middle of one."""
    head = _exactly(source, _LENGTH.size)
    return None if head is None else _exactly(source, _LENGTH.unpack(head)[0])


def _exactly(source: Source, size: int) -> bytes | None:
    """So many bytes, however they come; to ask a pipe for none would wait for the next one."""
    pieces, missing = [], size
    while missing:
        piece = source.read(missing)
        if not piece:
            return None
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
