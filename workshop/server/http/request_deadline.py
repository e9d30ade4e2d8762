"""The request deadline: a request gets its thread's work once its head and body are here, in time;
the next one is read when the answer has been taken.

Shared by both servers' request handlers. No browser of today sends a request before it has the
answer to the last one. Who does could keep a server busy with one connection that nobody else gets
a turn beside.
"""

import contextlib
import socket
import time
from dataclasses import dataclass
from typing import Any

from workshop.domain.errors import MalformedRequest, RateLimited
from workshop.facilitation.ports import Clock
from workshop.facilitation.rate_limit import ConnectionBudget
from workshop.server import limits
from workshop.server.http.idle_connections import (
    CONNECTION,
    IdleConnections,
    hang_up,
    has_unread,
    untaken,
)
from workshop.server.http.request_head import HeadLines, is_clear, of_a_socket
from workshop.server.http.response_deadline import ResponseDeadlines
from workshop.server.platform import Site
from workshop.wording.refusals import explain

RECEIVED = "workshop.received"
"""Where a request's environment keeps what is to be called once it is received, with how long it
may still take before.
"""
RESPONSE_BEGINS = "workshop.response_begins"
"""And what is to be called when its answer begins, with whether that says that the connection ends
with it.
"""

FREE_BUFFERS = "workshop.free_buffers"
"""And what is to be called when the connection has become a socket."""


@dataclass(frozen=True)
class Deadlines:
    """What a server watches its connections with, both ways."""

    idle: IdleConnections[socket.socket]
    answers: ResponseDeadlines
    clock: Clock


def watched(site: Site, most_idle: int, most_answers: int) -> Deadlines:
    """The deadlines of this site's connections, looked at every second from now on."""
    idle: IdleConnections[socket.socket] = IdleConnections(
        site.clock, hang_up, most_idle, has_unread
    )
    answers = ResponseDeadlines(site.clock, most_answers)
    for sweep in (idle.sweep, answers.sweep):
        site.scheduler.every(limits.SWEEP_SECONDS, sweep)
    return Deadlines(idle, answers, site.clock)


class RequestDeadline:
    """Mixed into a request handler of `http.server`'s kind.

    `deadlines` is set before it is made.
    """

    deadlines: Deadlines
    connection: socket.socket
    close_connection: bool
    headers: Any
    rfile: Any
    wfile: Any
    request_version: str
    timeout: float | None
    """Of `http.server`: for whatever is waited for on this connection, to be read or to be
    taken.
    """
    has_answered = False
    _is_here = False

    def setup(self) -> None:
        """As the library."""
        self.timeout = limits.RESPONSE_SECONDS
        super().setup()  # type: ignore[misc]
        self._requests = ConnectionBudget(self.deadlines.clock, limits.REQUESTS)

    def handle_one_request(self) -> None:
        """As the library, watched until the request is received.

        The others have their turn before the next one.
        """
        if self.has_answered:
            time.sleep(0)
        self._is_here = False
        first, later = limits.FIRST_REQUEST_SECONDS, limits.NEXT_REQUEST_SECONDS
        self.deadlines.idle.expect(self.connection, later if self.has_answered else first)
        try:
            super().handle_one_request()  # type: ignore[misc]
        finally:
            self.deadlines.idle.release(self.connection)
            self.deadlines.answers.is_written(self.connection)
            self.has_answered = True
            if "Upgrade" in (getattr(self, "headers", None) or ()):
                self.close_connection = True  # it was a socket, and has ended: no request follows

    def parse_request(self) -> bool:
        """As the library, but for what could be understood in two ways, and for who does not wait
        for an answer.
        """
        if self.has_answered and untaken(self.connection):
            self._is_here = self.close_connection = True
            return False
        self.deadlines.answers.is_taken(self.connection)
        file = self.rfile
        self.rfile = lines = HeadLines(file)
        try:
            if not super().parse_request():  # type: ignore[misc]
                return False
        finally:
            self.rfile = file
        if lines.is_sound and is_clear(self.headers, self.request_version):
            self._is_here = (
                self.headers.get("Content-Length", "0") == "0"
                and "Transfer-Encoding" not in self.headers
            )
            return True
        self._refuse_head()
        return False

    def received(self, still: float = 0.0) -> None:
        """The request is here, or its head is and the rest may take `still` so many seconds."""
        if still:
            self.deadlines.idle.expect(self.connection, still)
        else:
            self._is_here = True
            self.deadlines.idle.release(self.connection)

    def begin_response(self, is_last: bool) -> None:
        """Its answer begins: the last one on this connection where it says so, or where more has
        come already.
        """
        self.deadlines.answers.begins(self.connection)
        if is_last or not self._is_here or self._has_more() or self._is_spent():
            self.close_connection = True

    def with_deadlines(self, environ: dict[str, Any]) -> dict[str, Any]:
        """The environment of this request."""
        self._file = self.rfile
        return {
            **of_a_socket(environ),
            RECEIVED: self.received,
            RESPONSE_BEGINS: self.begin_response,
            CONNECTION: self.connection,
            FREE_BUFFERS: self.free_buffers,
        }

    def free_buffers(self) -> None:
        """Nothing more is read or written by way of this handler: the connection is a socket now.

        Its buffers are larger than all else that a phone costs.
        """
        self.close_connection = True
        self.headers = None
        self.rfile.close()
        self.wfile.close()

    def finish(self) -> None:
        """As the library, once what came too much has passed by; what is still on its way is left
        to the watch.
        """
        with contextlib.suppress(OSError, ValueError):
            self.wfile.flush()
        if not self._is_here:
            self._let_the_rest_pass()
        self.deadlines.answers.is_left(self.connection)
        super().finish()  # type: ignore[misc]

    def _refuse_head(self) -> None:
        said = explain(
            MalformedRequest(at="head", problem="it is too long, or can be read in two ways")
        ).encode()
        head = (
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain;"
            " charset=utf-8\r\n"
        )
        self.wfile.write(f"{head}Content-Length: {len(said)}\r\n\r\n".encode() + said)
        self.close_connection = True

    def _has_more(self) -> bool:
        patience = self.connection.gettimeout()
        self.connection.setblocking(False)
        try:
            return bool(self._file.peek(1))
        except (OSError, ValueError):
            return False
        finally:
            self.connection.settimeout(patience)

    def _is_spent(self) -> bool:
        try:
            self._requests.spend()
        except RateLimited:
            return True
        return False

    def _let_the_rest_pass(self) -> None:
        """A connection that is closed before all was read is reset, and the answer may be lost on
        its way.
        """
        self.deadlines.idle.expect(self.connection, limits.DRAIN_SECONDS)
        left = limits.DRAIN_BYTES
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while left > 0 and (piece := self.connection.recv(limits.DRAINED_AT_ONCE)):
                left -= len(piece)
                time.sleep(0)
        self.deadlines.idle.release(self.connection)
