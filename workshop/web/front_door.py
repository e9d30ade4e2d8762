"""What is checked before anything else, for pages and sockets alike: the Host, and the Origin where it is proof."""

import io
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request

from workshop.addresses import base_urls, served_hosts
from workshop.cookies import OPENING_COOKIE, facilitator_cookie, participant_cookie
from workshop.domain.errors import ForeignHost, ForeignOrigin
from workshop.web.access import bearer
from workshop.wording.refusals import explain

_REFRESH_SECONDS = 2.0
_OUR_COOKIES = (participant_cookie(""), facilitator_cookie(""), OPENING_COOKIE)

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

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Refuse foreign hosts; offer no compression on sockets (it triples a phone's memory)."""
        if not self._addresses.serves(environ.get("HTTP_HOST", "")):
            start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [explain(ForeignHost()).encode()]
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        environ["wsgi.errors"] = self._unheard
        return self._app(environ, start_response)


def guard_origins(app: Flask, addresses: OurAddresses) -> None:
    """State changes come from our own pages: always where a cookie is the proof, and never from a foreign one."""

    @app.before_request
    def check() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        origin = request.headers.get("Origin")
        has_key = bool(bearer()) and request.path.startswith("/api/")
        by_cookie = not has_key and any(name.startswith(_OUR_COOKIES) for name in request.cookies)
        if (origin is not None or by_cookie) and not addresses.is_ours(origin):
            raise ForeignOrigin()
