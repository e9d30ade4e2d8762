"""What both servers' request handlers share, for whoever may come: a request is heard when its head
and its body are here, and only then does anything work on it; the next one is read when the answer
has been taken.

No browser of today sends a request before it has the answer to the last one. Who does could keep a
server busy with one connection that nobody else gets a turn beside.
"""

import contextlib
import socket
import time
from typing import Any

from workshop.domain.errors import MalformedRequest, RateLimited
from workshop.domain.token_bucket import Pace
from workshop.facilitation.ports import Clock
from workshop.facilitation.rate_limit import Budget
from workshop.server.http.idle_connections import CONNECTION, Doorman, hang_up, has_spoken, untaken
from workshop.server.http.request_head import HeadLines, is_clear
from workshop.server.http.response_deadline import TAKING_SECONDS, Answers
from workshop.wording.refusals import explain

MOST_UNHEARD, MOST_UNHEARD_THREADED = (
    800,
    200,
)  # a hall that comes back at once; a thread weighs more
FIRST_SECONDS = 10.0
NEXT_SECONDS = 40.0
"""For the next request on a connection that has had its answer."""
LARGE_SECONDS = 60.0
PASSING_SECONDS = 20.0
"""For the rest of a body that nobody wants, so that whoever sends it reads why."""
MOST_PASSING = 16 * 1024 * 1024
REQUESTS = Pace(a_second=20, at_once=100)
"""Of one connection; then it ends with an answer that says so, and the next one waits at the door
like everybody's.
"""
HEARD = "workshop.heard"
"""Where a request's environment keeps what is to be called once it is heard, with how long it may
still take before.
"""
ANSWERS = "workshop.answers"
"""And what is to be called when its answer begins, with whether that says that the connection ends
with it.
"""
_PIECE = 16 * 1024


def connections_doorman(clock: Clock, *, threaded: bool) -> Doorman[socket.socket]:
    """For a server's connections."""
    return Doorman(clock, hang_up, MOST_UNHEARD_THREADED if threaded else MOST_UNHEARD, has_spoken)


class Hearing:
    """Mixed into a request handler of `http.server`'s kind.

    Who makes the server sets the first three.
    """

    doorman: Doorman[socket.socket]
    answers: Answers
    clock: Clock
    connection: socket.socket
    close_connection: bool
    headers: Any
    rfile: Any
    wfile: Any
    request_version: str
    timeout: float | None = TAKING_SECONDS
    """Of `http.server`: for whatever is waited for on this connection, to be read or to be
    taken.
    """
    has_answered = False
    _is_here = False

    def setup(self) -> None:
        """As the library."""
        super().setup()  # type: ignore[misc]
        self._requests = Budget(self.clock, REQUESTS)

    def handle_one_request(self) -> None:
        """As the library, watched until the request is heard.

        The others have their turn before the next one.
        """
        if self.has_answered:
            time.sleep(0)
        self._is_here = False
        self.doorman.waits(self.connection, NEXT_SECONDS if self.has_answered else FIRST_SECONDS)
        try:
            super().handle_one_request()  # type: ignore[misc]
        finally:
            self.doorman.is_heard(self.connection)
            self.answers.is_written(self.connection)
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
        self.answers.is_taken(self.connection)
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

    def heard(self, still: float = 0.0) -> None:
        """The request is here, or its head is and the rest may take `still` so many seconds."""
        if still:
            self.doorman.waits(self.connection, still)
        else:
            self._is_here = True
            self.doorman.is_heard(self.connection)

    def begins_answer(self, is_last: bool) -> None:
        """Its answer begins: the last one on this connection where it says so, or where more has
        come already.
        """
        self.answers.begins(self.connection)
        if is_last or not self._is_here or self._has_more() or self._is_spent():
            self.close_connection = True

    def with_hearing(self, environ: dict[str, Any]) -> dict[str, Any]:
        """The environment of this request."""
        self._file = self.rfile
        return {
            **environ,
            HEARD: self.heard,
            ANSWERS: self.begins_answer,
            CONNECTION: self.connection,
        }

    def finish(self) -> None:
        """As the library, once what came too much has passed by; what is still on its way is left
        to the watch.
        """
        with contextlib.suppress(OSError, ValueError):
            self.wfile.flush()
        if not self._is_here:
            self._let_the_rest_pass()
        self.answers.is_left(self.connection)
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
        self.doorman.waits(self.connection, PASSING_SECONDS)
        left = MOST_PASSING
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while left > 0 and (piece := self.connection.recv(_PIECE)):
                left -= len(piece)
                time.sleep(0)
        self.doorman.is_heard(self.connection)
