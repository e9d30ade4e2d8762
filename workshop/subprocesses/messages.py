"""The framing of messages between two processes: four bytes of length, then the message."""

import struct
from typing import Protocol

_LENGTH = struct.Struct(">I")


class Source(Protocol):
    """The reading end of a pipe."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; empty at the end."""


class Sink(Protocol):
    """The writing end of a pipe."""

    def write(self, data: bytes, /) -> object:
        """Write all of this."""

    def flush(self) -> object:
        """Send what was written."""


def send(sink: Sink, message: bytes) -> None:
    """Send one message. Raises OSError where nobody reads."""
    sink.write(_LENGTH.pack(len(message)))
    sink.write(message)
    sink.flush()


def receive(source: Source) -> bytes | None:
    """The next message; None when the other side has gone, even in the middle of one."""
    head = _exactly(source, _LENGTH.size)
    return None if head is None else _exactly(source, _LENGTH.unpack(head)[0])


def _exactly(source: Source, size: int) -> bytes | None:
    """So many bytes, in however many reads.

    Asked for none, a pipe would wait for the next message.
    """
    pieces, missing = [], size
    while missing:
        piece = source.read(missing)
        if not piece:
            return None
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
