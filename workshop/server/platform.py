"""The platform: an async mode with its server, its WebSockets and its way to run what blocks.

Choosing eventlet patches the standard library, so it comes before the rest of the program is
imported; this module imports nothing that takes a lock or opens a socket.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workshop.facilitation.ports import Clock, Scheduler
    from workshop.server.http.middleware import WsgiApp
    from workshop.store.store import Offload


@dataclass(frozen=True)
class Site:
    """What a platform serves, and where."""

    app: "WsgiApp"
    host: str
    port: int
    clock: "Clock"
    scheduler: "Scheduler"
    sockets: Callable[[], int]
    """How many WebSockets are connected."""


@dataclass(frozen=True)
class Platform:
    """One async mode."""

    async_mode: str
    """As python-socketio names it."""
    websocket: type[Any]
    """Engine.IO's driver for WebSockets."""
    offload: "Offload"
    """Runs what blocks where it stops no other connection."""
    serve: Callable[[Site], None]
    """Serves until the process ends."""


def choose(async_mode: str) -> Platform:
    """The platform of this name; eventlet's patches the standard library."""
    if async_mode == "eventlet":
        from workshop.server.eventlet_server import EVENTLET

        return EVENTLET
    from workshop.server.threaded_server import THREADING

    return THREADING
