"""The program in the test's own process: pages are asked for by a function call, sockets by a real
connection to a thread. Starting it takes a twentieth of a second, and its time is the test's.

Only the async mode `threading` can be had here; as processes (tests/support/servers) both are.
"""

import json
import os
import socket
import threading
from collections.abc import Callable
from contextvars import copy_context
from http.client import HTTPMessage
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote_to_bytes, urlsplit

import requests
import requests.adapters
import urllib3
from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

import workshop.app
from tests.support.servers import settings_for
from tests.support.timing import TIMES, StandingTime
from workshop.app import SYSTEM_TIME, Timing, Workshop
from workshop.config import Config
from workshop.export import render
from workshop.export.file_cache import FileRequest
from workshop.export.renderers import Renderers
from workshop.plans.checkers import Checkers
from workshop.plans.results_file import read_report
from workshop.server.platform import choose
from workshop.start import greeting

APPS: dict[str, Flask] = {}
"""The apps that run here, by host and port."""


def in_process(config: Config, timing: Timing = SYSTEM_TIME) -> Workshop:
    """The program with these settings, on threads; nothing listens, and nothing is patched."""
    return workshop.app.build(config, choose("threading"), timing)


class InProcess:
    """A server like `servers.Server`, with settings of its own, that can be stopped and started
    again on the same data.
    """

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.listener = _listener()
        self.port: int = self.listener.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"{data.name}-{self.port}.log"
        self.settings = settings_for(data, self.port, "threading") | settings

    def __enter__(self) -> "InProcess":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self.listener.close()

    def start(self) -> None:
        """Build and serve; as a program would, say how to lead."""
        config = Config.from_environment(self.settings)
        self.time = StandingTime()
        timing = Timing(self.time.clock, lambda _: self.time.scheduler)
        with patch.multiple(workshop.app, Checkers=_checkers, Renderers=_Renderers):
            self.workshop = in_process(config, timing)
        self.log.write_text(greeting(config))
        self._serve()
        APPS[f"127.0.0.1:{self.port}"] = self.workshop.app
        TIMES[self.base] = self.time

    def stop(self) -> None:
        """In good order: what waits is kept, sockets are closed, the data folder is free."""
        del APPS[f"127.0.0.1:{self.port}"], TIMES[self.base]
        self.workshop.stop()
        for connection in list(self.workshop.server.eio.sockets.values()):
            connection.close(wait=False)
        self._server.shutdown()
        self._server.server_close()
        data_lock: Any = self.workshop.held[0]
        os.close(data_lock)

    def _serve(self) -> None:
        descriptor = self.listener.fileno()
        self._server = _Threads(
            "127.0.0.1", self.port, self.workshop.app, _Quiet, fd=os.dup(descriptor)
        )
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()


class _Threads(ThreadedWSGIServer):
    """A thread for each connection; none of them is waited for."""

    block_on_close = False


class _Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log(self, *_: object) -> None: ...


def _listener() -> socket.socket:
    """Bound and listening: nobody else can take the port between choosing and using it."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(256)
    return listener


class _Renderers(Renderers):
    """Draws here: a process for each file would cost half a second. What such a process is for is
    shown in tests/unit/export/test_subprocess.py.
    """

    def _drawn(self, order: FileRequest) -> bytes:
        return render(order.name, read_report(json.loads(order.document)))


_SHARED: list[Checkers] = []


def _checkers(environment: Any, offload: Any, now: Callable[[], float]) -> Checkers:
    """One pair for all servers of this process: each would start processes of its own."""
    if not _SHARED:
        _SHARED.append(Checkers(environment, offload, now))
    return _SHARED[0]


class WsgiAdapter(requests.adapters.BaseAdapter):
    """How `requests` asks an app of this process: as a server would, without the network."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        answer: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            answer.update(status=status, headers=headers)
            return None

        def asked() -> bytes:
            pieces = APPS[parts.netloc](_environ(request), start_response)
            try:
                return b"".join(pieces)
            finally:
                getattr(pieces, "close", lambda: None)()

        body = copy_context().run(asked)  # the language it speaks is not the test's
        return _response(request, answer["status"], answer["headers"], body)

    def close(self) -> None: ...


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    parts = urlsplit(request.url or "")
    body: Any = request.body or b""
    if not isinstance(body, str | bytes):
        body = b"".join(body)  # sent in pieces
    raw = body.encode() if isinstance(body, str) else body
    headers = {"Host": parts.netloc, **request.headers}
    named = {
        f"HTTP_{name.upper().replace('-', '_')}": _latin(value) for name, value in headers.items()
    }
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return {
        **named,
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "REQUEST_URI": target,
        "RAW_URI": target,
        "CONTENT_TYPE": named.get("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": named.get("HTTP_CONTENT_LENGTH", ""),
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_PORT": "0",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(parts.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(raw),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _latin(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _had(message: HTTPMessage) -> Any:
    """What the library looks at for cookies."""
    return SimpleNamespace(msg=message, isclosed=lambda: True)


def _response(
    request: requests.PreparedRequest, status: str, headers: list[tuple[str, str]], body: bytes
) -> requests.Response:
    message = HTTPMessage()
    for name, value in headers:
        message.add_header(name, value)
    raw = urllib3.HTTPResponse(
        body=BytesIO(body),
        headers=urllib3.HTTPHeaderDict(headers),
        status=int(status.split()[0]),
        reason=status.partition(" ")[2],
        preload_content=False,
        original_response=_had(message),
        request_method=request.method,
    )
    return requests.adapters.HTTPAdapter().build_response(request, raw)


_over_the_network = requests.Session.get_adapter
_adapter = WsgiAdapter()


def _get_adapter(session: requests.Session, url: str) -> Any:
    return _adapter if urlsplit(url).netloc in APPS else _over_the_network(session, url)


requests.Session.get_adapter = _get_adapter  # type: ignore[method-assign,assignment]
