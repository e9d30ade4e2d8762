"""The head of a request, line by line: what two readers could understand in two ways is not read at all.

A server in front of us might see the end of a request where we do not, and somebody else's request would begin in
the middle of it (RFC 9112, section 11.2).
"""

import re
from email.message import Message
from typing import Any

_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00-\x08\x0a-\x1f\x7f]*\r?\n")
_END = (b"\r\n", b"\n")
_ONCE = ("Content-Length", "Transfer-Encoding", "Host")


class HeadLines:
    """A file of which the lines of a head are read; `is_sound` until one is not."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.is_sound = True

    def readline(self, size: int = -1) -> bytes:
        """As the file's."""
        line: bytes = self._file.readline(size)
        self.is_sound = self.is_sound and (line in _END or _LINE.fullmatch(line) is not None)
        return line


def is_clear(headers: Message, version: str) -> bool:
    """Whether these say in one way only how long the request is, and for whom."""
    said = {name: headers.get_all(name, []) for name in _ONCE}
    if any(len(values) > 1 for values in said.values()):
        return False
    lengths, encodings = said["Content-Length"], said["Transfer-Encoding"]
    if any(not (length.isascii() and length.isdecimal()) for length in lengths):
        return False
    if encodings:
        return not lengths and version == "HTTP/1.1" and encodings[0].lower() == "chunked"
    return True
