"""WSGI middleware in front of pages and sockets: the Host is checked, the whole request is
received, and only then does it get a slot.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Semaphore
from typing import Any

from workshop.domain.errors import ForeignHost, MalformedRequest, Refusal
from workshop.server import limits
from workshop.server.http.addresses import ServedAddresses
from workshop.server.http.request_deadline import RECEIVED, RESPONSE_BEGINS
from workshop.server.http.request_head import SOCKETS
from workshop.server.http.request_slots import SLOT, RequestSlots
from workshop.wording.refusals import explain

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Dropped(io.TextIOBase):
    """A file that takes what servers write about a broken socket, a client's address in it, and
    keeps nothing.
    """

    def write(self, text: str) -> int:
        """As if written."""
        return len(text)


@dataclass(frozen=True)
class BodySizes:
    """In bytes: up to `small`, any number is taken in at once; beyond `largest`, none is."""

    small: int
    largest: int


class RequestGate:
    """The middleware. `bodies` says which are read into memory."""

    def __init__(self, app: WsgiApp, addresses: ServedAddresses, bodies: BodySizes) -> None:
        self._app = app
        self._bodies = bodies
        self._addresses = addresses
        self._dropped = _Dropped()
        self._slots = RequestSlots()
        self._large = Semaphore(limits.LARGE_BODIES_AT_ONCE)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Refuse foreign hosts; receive the whole request before anything works on it; wait for a
        slot.

        """
        environ["wsgi.errors"] = self._dropped
        received = environ.get(RECEIVED, lambda *_: None)
        start_response = _keeping_its_word(environ, start_response)
        if not self._addresses.serves(environ.get("HTTP_HOST", "")):
            return _refuse(start_response, "421 Misdirected Request", ForeignHost())
        if environ["PATH_INFO"].startswith(SOCKETS):
            received()
            environ.pop(
                "HTTP_SEC_WEBSOCKET_EXTENSIONS", None
            )  # compression triples a phone's memory
            return self._app(environ, start_response)
        if "HTTP_TRANSFER_ENCODING" in environ:
            problem = MalformedRequest(
                at="body", problem="say its length, and send it in one piece"
            )
            return _refuse(start_response, "411 Length Required", problem)
        if not self._receive(environ, received):
            return _refuse(
                start_response,
                "400 Bad Request",
                MalformedRequest(at="body", problem="it is not all here"),
            )
        slot = environ[SLOT] = self._slots.take()
        try:
            return self._app(environ, start_response)
        finally:
            slot.release()

    def _receive(self, environ: dict[str, Any], received: Callable[..., None]) -> bool:
        """Take in the body. One too large stays where it is: the views refuse it by its length."""
        length = _length(environ)
        if length > self._bodies.largest:
            received(limits.LARGE_BODY_SECONDS)
            return True
        if length <= self._bodies.small:
            is_here = _take_in(environ, length)
        else:
            with self._large:
                received(limits.LARGE_BODY_SECONDS)
                is_here = _take_in(environ, length)
        received()
        return is_here


def _keeping_its_word(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> Callable[..., Any]:
    """Where an answer says that the connection ends, it does: the server is told, and says so
    itself.
    """
    begins = environ.get(RESPONSE_BEGINS)
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
