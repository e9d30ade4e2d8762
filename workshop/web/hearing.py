"""Connections that are slow to say what they want: what both servers' request handlers share.

A request is heard when its head and its body are here: only then does anything work on it.
"""

import socket
from typing import Any

from workshop.doorman import CONNECTION, Doorman, hang_up, has_spoken
from workshop.ports import Clock

MOST_UNHEARD, MOST_UNHEARD_THREADED = 800, 200  # a hall that comes back at once; a thread weighs more
FIRST_SECONDS = 10.0
NEXT_SECONDS = 60.0
"""For the next request on a connection that has had its answer."""
LARGE_SECONDS = 60.0
HEARD = "workshop.heard"
"""Where a request's environment keeps what is to be called once it is heard, with how long it may still take before."""


def connections_doorman(clock: Clock, *, threaded: bool) -> Doorman[socket.socket]:
    """For a server's connections."""
    return Doorman(clock, hang_up, MOST_UNHEARD_THREADED if threaded else MOST_UNHEARD, has_spoken)


class Hearing:
    """Mixed into a request handler of `http.server`'s kind. `doorman` is set by who makes the server."""

    doorman: Doorman[socket.socket]
    connection: socket.socket
    close_connection: bool
    has_answered = False

    def handle_one_request(self) -> None:
        """As the library, watched until the request is heard."""
        self.doorman.waits(self.connection, NEXT_SECONDS if self.has_answered else FIRST_SECONDS)
        try:
            super().handle_one_request()  # type: ignore[misc]
        finally:
            self.doorman.is_heard(self.connection)
            self.has_answered = True
            if "Upgrade" in (getattr(self, "headers", None) or ()):
                self.close_connection = True  # it was a socket, and has ended: no request follows

    def heard(self, still: float = 0.0) -> None:
        """The request is here, or its head is and the rest may take `still` so many seconds."""
        if still:
            self.doorman.waits(self.connection, still)
        else:
            self.doorman.is_heard(self.connection)

    def with_hearing(self, environ: dict[str, Any]) -> dict[str, Any]:
        """The environment of this request."""
        return {**environ, HEARD: self.heard, CONNECTION: self.connection}
