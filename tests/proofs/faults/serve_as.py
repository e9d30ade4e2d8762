"""`python -m tests.proofs.faults.serve_as WHAT...`: the program with something changed, so that a
test can be made to fail.

`hasty` waits for seconds only; the others put back how it was before a fault was mended, or let
something escape.
"""

import os
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.servers import Server

ROOT = Path(__file__).resolve().parents[3]

HASTY_SECONDS = 2.0


def hasty() -> None:
    """Patience for a test: what is let go after tens of seconds goes after two."""
    from workshop.server import limits

    limits.RESPONSE_SECONDS = limits.FIRST_REQUEST_SECONDS = limits.DRAIN_SECONDS = HASTY_SECONDS


def busy_with_requests() -> None:
    """One request after the other, for as long as there is one."""
    from workshop.server.http import request_deadline

    def begin_response(self: Any, is_last: bool) -> None:
        self.close_connection = self.close_connection or is_last

    request_deadline.RequestDeadline.begin_response = begin_response  # type: ignore[method-assign]
    request_deadline.time = SimpleNamespace(sleep=lambda _: None)  # type: ignore[assignment]
    request_deadline.untaken = lambda _: 0


def trusting() -> None:
    """Whatever a head says, its first length is believed, and the next request begins behind it."""
    from workshop.server.http import request_deadline

    busy_with_requests()
    request_deadline.RequestDeadline.parse_request = lambda self: super(
        request_deadline.RequestDeadline, self
    ).parse_request()  # type: ignore[method-assign,misc]


def busy_with_packets() -> None:
    """One packet after the other; only messages were counted."""
    from workshop.server import limits
    from workshop.server.sockets import socket_transport

    socket_transport.SocketTransport._next = lambda self: self._wire.recv(limits.READ_BYTES)  # type: ignore[method-assign]
    reader = socket_transport.MessageReader
    socket_transport.MessageReader = lambda largest, _: reader(largest)  # type: ignore[assignment,misc]


def patient_with_readers() -> None:
    """Nobody is cut for not reading, and the system gives what it likes."""
    from workshop.server.http import response_deadline

    busy_with_requests()
    response_deadline.ResponseDeadlines.sweep = lambda _: True  # type: ignore[method-assign]
    response_deadline.bound = lambda _: None


def looking_at_everything() -> None:
    """Whoever has said half of it is looked at five times a second, all of it, and as many wait as
    like.
    """
    from workshop.server import limits
    from workshop.server.http import accept_queue

    limits.MOST_PARTIAL = limits.MOST_PENDING
    accept_queue.PendingConnection.has_more = lambda _: True  # type: ignore[method-assign]

    def is_ready(self: Any) -> bool:
        return accept_queue.whole_of(self.peek() or b"") is not None

    accept_queue.PendingConnection.is_ready = is_ready  # type: ignore[method-assign]


def escaping() -> None:
    """Something that nobody expected, at one address."""
    from workshop.server.http import middleware

    enter = middleware.RequestGate.__call__

    def call(self: Any, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/escape":
            raise LookupError("a line of ours")
        return enter(self, environ, start_response)

    middleware.RequestGate.__call__ = call  # type: ignore[method-assign]


def telling() -> None:
    """And whoever asked is told where."""
    from eventlet import wsgi

    escaping()
    serve = wsgi.server
    wsgi.server = lambda *arguments, **options: serve(*arguments, **{**options, "debug": True})


CHANGES: dict[str, Callable[[], None]] = {
    change.__name__: change
    for change in (
        *(
            hasty,
            busy_with_requests,
            trusting,
            busy_with_packets,
            patient_with_readers,
            looking_at_everything,
        ),
        *(escaping, telling),
    )
}


def changed(data: Path, mode: str, *changes: str) -> "Server":
    """A server that is so changed, to be started."""
    from tests.support.servers import Server

    server = Server(data, mode)
    server.program = ("-m", "tests.proofs.faults.serve_as", *changes)
    return server


def main(changes: list[str]) -> None:
    """Serve until stopped."""
    if os.environ.get("WORKSHOP_ASYNC") == "eventlet":
        import eventlet

        eventlet.monkey_patch()  # as the program does, before anything of it is loaded
    for change in changes:
        CHANGES[change]()
    sys.argv = [str(ROOT / "wsgi.py")]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
