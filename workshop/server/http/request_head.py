"""The head of a request: where it ends, what of it is sound, and what is kept of it. `http.server`
parses it; here is what is asked beforehand, and refused.

What two readers could understand in two ways is not read at all.

A server in front of us might see the end of a request where we do not, and somebody else's request
would begin in the middle of it (RFC 9112, section 11.2).
"""

import re
from email.message import Message
from typing import Any

from workshop.server import limits

_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00-\x08\x0a-\x1f\x7f]*\r?\n")
_END = (b"\r\n", b"\n")
_HEAD_ENDS = (b"\n\r\n", b"\n\n")
LONGEST_END = max(map(len, _HEAD_ENDS))
"""Bytes of the longest end of a head."""
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,9})[ \t]*\r?\n", re.IGNORECASE)
_ANSWERED_FIRST = re.compile(rb"\n(?:expect|transfer-encoding):", re.IGNORECASE)
SOCKETS = "/socket.io/"
"""The path of requests that make a connection a socket."""
_OF_A_SOCKET = (
    *("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH"),
    *("HTTP_HOST", "HTTP_ORIGIN", "HTTP_COOKIE", "HTTP_CONNECTION", "HTTP_UPGRADE"),
    *("HTTP_SEC_WEBSOCKET_KEY", "HTTP_SEC_WEBSOCKET_VERSION"),
    *("wsgi.input", "werkzeug.socket", "eventlet.input", "eventlet.posthooks"),
)
_ONCE = ("Content-Length", "Transfer-Encoding", "Host")


class HeadLines:
    """A file of which the lines of a head are read; `is_sound` until one is not, or they are too
    long together.
    """

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = limits.HEAD_BYTES
        self.is_sound = True

    def readline(self, size: int = -1) -> bytes:
        """As the file's, up to what is too long."""
        line: bytes = self._file.readline(size)
        self._left -= len(line)
        is_one = line in _END or _LINE.fullmatch(line) is not None
        self.is_sound = self.is_sound and is_one and self._left >= 0
        return line if self._left >= 0 else b""


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


def of_a_socket(environ: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a request for as long as its socket lasts: little, for there are many."""
    asks = environ["PATH_INFO"].startswith(SOCKETS) and "HTTP_UPGRADE" in environ
    return {name: environ[name] for name in _OF_A_SOCKET if name in environ} if asks else environ


def whole_of(ahead: bytes, start: int = 0) -> int | None:
    """How many bytes of this request are to be waited for in the accept queue, 0 for what will
    never be a request. None while its head has no end; up to `start` there is none.
    """
    if not ahead[:1].isalpha() or len(ahead) >= limits.PEEKED_BYTES:
        return 0  # the end; or no HTTP, and a browser that tries TLS first should learn it at once
    ends = [at + len(end) for end in _HEAD_ENDS if (at := ahead.find(end, start)) >= 0]
    if not ends:
        return None
    head = ahead[: min(ends)]
    length = _LENGTH.search(head)
    return 0 if _ANSWERED_FIRST.search(head) else len(head) + (int(length[1]) if length else 0)
