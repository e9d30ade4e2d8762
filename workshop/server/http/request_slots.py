"""Request slots: few HTTP requests are at work at once, first come first served, so that page loads
never delay a vote.

Votes come by socket and take no slot. A request that waits costs nothing, and nobody is refused.
"""

from threading import Semaphore

from flask import request

from workshop.server import limits

SLOT = "workshop.slot"
"""Where a request's environment keeps its slot."""


def release_slot() -> None:
    """This request is about to wait for something else: let the next one work."""
    request.environ[SLOT].release()


class RequestSlots:
    """Shared by all requests of this process."""

    def __init__(self, slots: int = limits.REQUEST_SLOTS) -> None:
        self._free = Semaphore(slots)

    def take(self) -> "RequestSlot":
        """Wait for a slot."""
        self._free.acquire()
        return RequestSlot(self._free)


class RequestSlot:
    """One request's; released once, however often it is called."""

    def __init__(self, free: Semaphore) -> None:
        self._free: Semaphore | None = free

    def release(self) -> None:
        """Let the next one work."""
        free, self._free = self._free, None
        if free:
            free.release()
