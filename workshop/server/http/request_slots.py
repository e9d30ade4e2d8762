"""How many requests are worked on at once: few, so that a flood of them never stands between a vote
and its answer.

Votes come by socket and take no lane. A request that waits costs nothing; they pass in the order
they came, a bored person's and everyone else's, and nobody is refused.
"""

from threading import Semaphore

from flask import request

from workshop.server import limits

LANE = "workshop.lane"
"""Where a request's environment keeps its lane."""


def leave_lane() -> None:
    """This request is about to wait for something else: let the next one in."""
    request.environ[LANE].leave()


class Lanes:
    """Shared by all requests of this process."""

    def __init__(self, lanes: int = limits.REQUEST_SLOTS) -> None:
        self._free = Semaphore(lanes)

    def enter(self) -> "Lane":
        """Wait for a lane."""
        self._free.acquire()
        return Lane(self._free)


class Lane:
    """One request's; left once, however often it is said."""

    def __init__(self, free: Semaphore) -> None:
        self._free: Semaphore | None = free

    def leave(self) -> None:
        """Let the next one in."""
        free, self._free = self._free, None
        if free:
            free.release()
