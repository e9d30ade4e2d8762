"""The reference: `python -m bench.echo eventlet|threading PORT STATE`, a bare python-socketio
server in memory.

It speaks to the same phones by the same addresses and events, sends a state of the same size,
acknowledges each ballot at once, and keeps nothing: what remains is the cost of the async mode and
of python-socketio.
"""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

import socketio

from bench.phones import SPACE

ROOM = "everyone"
MOST_CONNECTIONS = 20_000
BACKLOG = 4096


class Echo(socketio.Namespace):  # type: ignore[misc]  # it has no types
    """Everyone is in one room."""

    def __init__(self, state: object) -> None:
        super().__init__(SPACE)
        self.state = state

    def on_connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Anybody may; the state follows."""
        self.enter_room(sid, ROOM)
        self.emit("session_changed", self.state, to=sid)

    def on_cast_ballot(self, sid: str, body: dict[str, Any]) -> dict[str, Any]:
        """Acknowledged, not kept."""
        return {"ok": True, "number": body["number"]}


class Pages:
    """The few addresses the benchmark asks for."""

    def __init__(self, echo: Echo) -> None:
        self._echo = echo

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Joining leads on, opening a question tells everyone, all else is well."""
        path = environ["PATH_INFO"]
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if path.endswith("/open_question"):
            self._echo.emit("session_changed", self._echo.state, room=ROOM)
        status = "303 See Other" if path.endswith("/join") else "200 OK"
        start_response(
            status, [("Content-Type", "application/json"), ("Set-Cookie", "participant=0")]
        )
        return [b'{"code": "ECHO", "facilitator_key": ""}']


def application(mode: str, state: object) -> Callable[..., Any]:
    """Socket.IO with the pages beside it. Refuses compression, as the program does."""
    server = socketio.Server(async_mode=mode, async_handlers=False, cors_allowed_origins="*")
    echo = Echo(state)
    server.register_namespace(echo)
    inner = socketio.WSGIApp(server, Pages(echo))

    def outer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        answer: Iterable[bytes] = inner(environ, start_response)
        return answer

    return outer


def serve_eventlet(port: int, state: object) -> None:
    """On eventlet's own server, as `wsgi.py` does."""
    import eventlet.wsgi

    eventlet.monkey_patch()
    line = eventlet.listen(("127.0.0.1", port), backlog=BACKLOG)
    eventlet.wsgi.server(
        line, application("eventlet", state), log_output=False, max_size=MOST_CONNECTIONS
    )


def serve_threading(port: int, state: object) -> None:
    """On Werkzeug's threaded server, as `wsgi.py` does."""
    import logging

    from werkzeug.serving import run_simple

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    run_simple("127.0.0.1", port, application("threading", state), threaded=True)


if __name__ == "__main__":
    serve = {"eventlet": serve_eventlet, "threading": serve_threading}[sys.argv[1]]
    serve(int(sys.argv[2]), json.loads(sys.argv[3]))
