"""What is checked before anything else, for pages and sockets alike: the Host, and the Origin where
it is proof.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Semaphore
from typing import Any

from workshop.domain.errors import ForeignHost, MalformedRequest, Refusal
from workshop.server import limits
from workshop.server.http.addresses import OurAddresses
from workshop.server.http.request_deadline import ANSWERS, HEARD
from workshop.server.http.request_head import SOCKETS
from workshop.server.http.request_slots import LANE, Lanes
from workshop.wording.refusals import explain

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Unheard(io.TextIOBase):
    """Takes what servers write about a broken socket, a client's address in it, and keeps
    nothing.
    """

    def write(self, text: str) -> int:
        """As if written."""
        return len(text)


@dataclass(frozen=True)
class BodySizes:
    """In bytes: up to `small`, any number is taken in at once; beyond `largest`, none is."""

    small: int
    largest: int


class FrontDoor:
    """WSGI middleware in front of pages and sockets."""

    def __init__(self, app: WsgiApp, addresses: OurAddresses, bodies: BodySizes) -> None:
        self._app = app
        self._bodies = bodies
        self._addresses = addresses
        self._unheard = _Unheard()
        self._lanes = Lanes()
        self._large = Semaphore(limits.LARGE_BODIES_AT_ONCE)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Refuse foreign hosts; hear the whole request before anything works on it; keep flooders
        in their lanes.

        """
        environ["wsgi.errors"] = self._unheard
        heard = environ.get(HEARD, lambda *_: None)
        start_response = _keeping_its_word(environ, start_response)
        if not self._addresses.serves(environ.get("HTTP_HOST", "")):
            return _refuse(start_response, "421 Misdirected Request", ForeignHost())
        if environ["PATH_INFO"].startswith(SOCKETS):
            heard()
            environ.pop(
                "HTTP_SEC_WEBSOCKET_EXTENSIONS", None
            )  # compression triples a phone's memory
            return self._app(environ, start_response)
        if "HTTP_TRANSFER_ENCODING" in environ:
            problem = MalformedRequest(
                at="body", problem="say its length, and send it in one piece"
            )
            return _refuse(start_response, "411 Length Required", problem)
        if not self._hear(environ, heard):
            return _refuse(
                start_response,
                "400 Bad Request",
                MalformedRequest(at="body", problem="it is not all here"),
            )
        lane = environ[LANE] = self._lanes.enter()
        try:
            return self._app(environ, start_response)
        finally:
            lane.leave()

    def _hear(self, environ: dict[str, Any], heard: Callable[..., None]) -> bool:
        """Take in the body. One too large stays where it is: the views refuse it by its length."""
        length = _length(environ)
        if length > self._bodies.largest:
            heard(limits.LARGE_BODY_SECONDS)
            return True
        if length <= self._bodies.small:
            is_here = _take_in(environ, length)
        else:
            with self._large:
                heard(limits.LARGE_BODY_SECONDS)
                is_here = _take_in(environ, length)
        heard()
        return is_here


def _keeping_its_word(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> Callable[..., Any]:
    """Where an answer says that the connection ends, it does: the server is told, and says so
    itself.
    """
    begins = environ.get(ANSWERS)
    if begins is None:
        return start_response

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        is_last = any(
            name.lower() == "connection" and value.lower() == "close" for name, value in headers
        )
        begins(is_last)
        kept = [header for header in headers if not is_last or header[0].lower() != "connection"]
        return start_response(status, kept, *error)

    return start


def _length(environ: dict[str, Any]) -> int:
    said = environ.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def _take_in(environ: dict[str, Any], length: int) -> bool:
    try:
        body = environ["wsgi.input"].read(length) if length else b""
    except OSError:
        return False
    environ["wsgi.input"] = io.BytesIO(body)
    return len(body) == length


def _refuse(start_response: Callable[..., Any], status: str, refusal: Refusal) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")])
    return [explain(refusal).encode()]
