"""What is checked before anything else, for pages and sockets alike: the Host, and the Origin where it is proof."""

import io
import time
from collections.abc import Callable, Iterable
from threading import Semaphore
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request

from workshop.domain.errors import ForeignHost, ForeignOrigin, MalformedRequest, Refusal
from workshop.server.http.addresses import base_urls, served_hosts
from workshop.server.http.request_deadline import ANSWERS, HEARD, LARGE_SECONDS
from workshop.server.http.request_slots import LANE, Lanes
from workshop.web.access import BALLOT_BYTES, OPENING_BYTES, bearer, cookie_names
from workshop.wording.refusals import explain

_REFRESH_SECONDS = 2.0
SOCKETS = "/socket.io/"
LARGE_AT_ONCE = 8
"""Bodies longer than a ballot's that are taken in at the same moment; the others wait on their own side."""

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class OurAddresses:
    """The addresses this server answers to; looked up again when a new one turns up (a laptop changes its Wi-Fi)."""

    def __init__(self, port: int, public_url: str) -> None:
        self._port = port
        self._public_url = public_url
        self._looked_up = 0.0
        self._hosts: frozenset[str] = frozenset()
        self._refresh()

    def serves(self, host: str) -> bool:
        """Whether a Host header names us."""
        return self._is_known(host.lower()) or (self._refresh() and self._is_known(host.lower()))

    def base_at(self, host: str) -> str | None:
        """Our address with this host, as the wall names it; None for a host that is not ours."""
        if host == urlsplit(self._public_url).netloc:
            return self._public_url
        return f"http://{host.lower()}" if self.serves(host) else None

    def choices(self) -> list[str]:
        """The addresses phones may use, the likeliest first: the public one, then those of this machine."""
        return list(dict.fromkeys([self._public_url, *base_urls(self._port)]))

    def is_ours(self, origin: str | None) -> bool:
        """Whether an Origin header is exactly one of ours; missing and `null` are not."""
        if not origin:
            return False
        scheme, _, host = origin.partition("://")
        public = urlsplit(self._public_url)
        if host == public.netloc:
            return scheme == public.scheme  # a plain http page under an https name could be anybody's
        return scheme == "http" and self.serves(host)

    def _is_known(self, host: str) -> bool:
        return host in self._hosts

    def _refresh(self) -> bool:
        if self._hosts and time.monotonic() - self._looked_up < _REFRESH_SECONDS:
            return False
        self._hosts = served_hosts(self._port, self._public_url)
        self._looked_up = time.monotonic()
        return True


class _Unheard(io.TextIOBase):
    """Takes what servers write about a broken socket, a client's address in it, and keeps nothing."""

    def write(self, text: str) -> int:
        """As if written."""
        return len(text)


class FrontDoor:
    """WSGI middleware in front of pages and sockets."""

    def __init__(self, app: WsgiApp, addresses: OurAddresses) -> None:
        self._app = app
        self._addresses = addresses
        self._unheard = _Unheard()
        self._lanes = Lanes()
        self._large = Semaphore(LARGE_AT_ONCE)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Refuse foreign hosts; hear the whole request before anything works on it; keep flooders in their lanes.

        On sockets no compression is offered: it triples a phone's memory.
        """
        environ["wsgi.errors"] = self._unheard
        heard = environ.get(HEARD, lambda *_: None)
        start_response = _keeping_its_word(environ, start_response)
        if not self._addresses.serves(environ.get("HTTP_HOST", "")):
            return _refuse(start_response, "421 Misdirected Request", ForeignHost())
        if environ["PATH_INFO"].startswith(SOCKETS):
            heard()
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            return self._app(environ, start_response)
        if "HTTP_TRANSFER_ENCODING" in environ:
            problem = MalformedRequest(at="body", problem="say its length, and send it in one piece")
            return _refuse(start_response, "411 Length Required", problem)
        if not self._hear(environ, heard):
            return _refuse(start_response, "400 Bad Request", MalformedRequest(at="body", problem="it is not all here"))
        lane = environ[LANE] = self._lanes.enter()
        try:
            return self._app(environ, start_response)
        finally:
            lane.leave()

    def _hear(self, environ: dict[str, Any], heard: Callable[..., None]) -> bool:
        """Take in the body. One too large stays where it is: the views refuse it by its length."""
        length = _length(environ)
        if length > OPENING_BYTES:
            heard(LARGE_SECONDS)
            return True
        if length <= BALLOT_BYTES:
            is_here = _take_in(environ, length)
        else:
            with self._large:
                heard(LARGE_SECONDS)
                is_here = _take_in(environ, length)
        heard()
        return is_here


def _keeping_its_word(environ: dict[str, Any], start_response: Callable[..., Any]) -> Callable[..., Any]:
    """Where an answer says that the connection ends, it does: the server is told, and says so itself."""
    begins = environ.get(ANSWERS)
    if begins is None:
        return start_response

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        is_last = any(name.lower() == "connection" and value.lower() == "close" for name, value in headers)
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


def guard_origins(app: Flask, addresses: OurAddresses) -> None:
    """State changes come from our own pages: always where a cookie is the proof, and never from a foreign one."""

    @app.before_request
    def check() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        origin = request.headers.get("Origin")
        has_key = bool(bearer()) and request.path.startswith("/api/")
        by_cookie = not has_key and cookie_names().are_ours(request.cookies)
        if (origin is not None or by_cookie) and not addresses.is_ours(origin):
            raise ForeignOrigin()
