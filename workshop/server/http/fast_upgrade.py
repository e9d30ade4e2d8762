"""The request that makes a connection a socket, read from its bytes when all of them are here.

A room that comes back at once is thousands of these and nothing else; the library takes each the
long way of a page. What is unusual in any way still goes that way, and is answered there.
"""

import re
from collections.abc import Callable
from typing import Any

from workshop.server.http.idle_connections import CONNECTION
from workshop.server.http.middleware import SOCKETS

_START = f"GET {SOCKETS}?".encode()
_END = b"\r\n\r\n"
_HEADER = re.compile(r"([A-Za-z0-9-]+):[ \t]*([^\x00-\x1f\x7f]*)")
_ASKED = re.compile(
    r"(?:[a-z]+=[A-Za-z0-9_.-]*&)*EIO=4&transport=websocket(?:&[a-z]+=[A-Za-z0-9_.-]*)*"
)
_KEY = re.compile(r"[A-Za-z0-9+/]{22}==")
_KEPT = (
    *("HTTP_CONNECTION", "HTTP_UPGRADE", "HTTP_SEC_WEBSOCKET_KEY", "HTTP_SEC_WEBSOCKET_VERSION"),
    *("HTTP_HOST", "HTTP_ORIGIN", "HTTP_COOKIE"),
)
_UNUSUAL = ("HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT")


class Upgrades:
    """Mixed into a request handler of `http.server`'s kind, before it.

    Who makes the server sets the two below.
    """

    carries: Callable[[dict[str, Any]], object] | None = None
    """Carries the socket that came with this environment until it ends.

    None: all go the library's way.
    """
    serves: Callable[[str], bool]
    """Whether a Host header names us."""
    connection: Any
    rfile: Any
    wfile: Any
    close_connection: Any

    def handle_one_request(self) -> None:
        """As the library, but for what asks for a socket in the way of every phone."""
        environ = self._upgrade() if self.carries else None
        if environ is None or self.carries is None:
            super().handle_one_request()  # type: ignore[misc]
            return
        self.close_connection = True
        self.heard()  # type: ignore[attr-defined]  # of Hearing
        self.rfile.close()  # their buffers are larger than all that a phone costs
        self.wfile.close()
        self.carries({**environ, CONNECTION: self.connection})

    def _upgrade(self) -> dict[str, Any] | None:
        try:
            environ = upgrade_in(self.rfile.peek(1))
        except TimeoutError:
            raise  # it has been silent for too long, and can be read no more
        except (OSError, ValueError):
            return None  # lost or closed: the library sees it, too
        return environ if environ and self.serves(environ.get("HTTP_HOST", "")) else None


def upgrade_in(ahead: bytes) -> dict[str, Any] | None:
    """The environment of a request for a socket, if these bytes are one, whole, and nothing
    else.
    """
    if not ahead.startswith(_START) or ahead.find(_END) != len(ahead) - len(_END):
        return None
    first, *lines = ahead[: -len(_END)].decode("latin-1").split("\r\n")
    asked, _, version = first[len(_START) :].partition(" ")
    headers = _headers(lines)
    if version != "HTTP/1.1" or not _ASKED.fullmatch(asked) or "sid=" in asked or headers is None:
        return None
    if not _asks_for_a_socket(headers):
        return None
    kept = {name: headers[name] for name in _KEPT if name in headers}
    return {"REQUEST_METHOD": "GET", "PATH_INFO": SOCKETS, "QUERY_STRING": asked, **kept}


def _asks_for_a_socket(headers: dict[str, str]) -> bool:
    return (
        headers.get("HTTP_UPGRADE", "").lower() == "websocket"
        and "upgrade"
        in [part.strip() for part in headers.get("HTTP_CONNECTION", "").lower().split(",")]
        and headers.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
        and _KEY.fullmatch(headers.get("HTTP_SEC_WEBSOCKET_KEY", "")) is not None
        and not any(name in headers for name in _UNUSUAL)
    )


def _headers(lines: list[str]) -> dict[str, str] | None:
    headers: dict[str, str] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        name = "HTTP_" + header[1].upper().replace("-", "_") if header else ""
        if header is None or name in headers:
            return None
        headers[name] = header[2].rstrip(" \t")
    return headers
