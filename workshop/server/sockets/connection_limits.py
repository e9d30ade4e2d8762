"""Connection limits of sockets: one that proves nothing is closed after a while, and the holders of
one proof keep a few, the newest.

A phone on bad Wi-Fi leaves dead sockets behind, a person has a tab or two: a handful is enough for
both. Phones bring their cookie when they connect: a room of six hundred that comes back at once is
never taken for a crowd of strangers.
"""

import socket
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from workshop.facilitation.ports import Clock
from workshop.protocol.audiences import FACILITATOR
from workshop.server import limits
from workshop.server.http.idle_connections import CONNECTION, IdleConnections, hang_up, has_unread
from workshop.server.sockets.engineio_hooks import cut, follow

Identify = Callable[[Mapping[str, Any]], Hashable | None]
"""Who somebody is by what they bring when they connect, or None for a stranger."""


class ConnectionLimits:
    """By Engine.IO connection, which outlives what it connects to."""

    def __init__(self, server: Any, clock: Clock, identify: Identify) -> None:
        self._server = server
        self._identify = identify
        self._idle: IdleConnections[str] = IdleConnections(
            clock, self._close, limits.MOST_UNPROVEN_SOCKETS, self._has_unread
        )
        self._sockets: dict[str, socket.socket] = {}
        self._held: dict[
            Hashable, dict[str, str]
        ] = {}  # by proof: what holds it, and what that came by
        self._proofs: dict[str, Hashable] = {}
        self._lock = Lock()
        follow(server, "connect", self._came)
        follow(server, "disconnect", self._left)
        self.sweep = self._idle.sweep

    def admit(self, sid: str, namespace: str, proof: Hashable, most: int) -> None:
        """This connection has proved something; of more than `most` with the same proof, the oldest
        is let go.
        """
        connection = self._server.manager.eio_sid_from_sid(sid, namespace)
        self._idle.release(connection)
        if namespace == FACILITATOR and connection in self._server.eio.sockets:
            self._server.eio.sockets[connection].budget.widen(limits.DESK_FRAMES)
        self._release(
            connection
        )  # no guest any more: a laptop's walls and desks may come with a participant's cookie
        self._hold(proof, sid, connection, most)

    def leave(self, sid: str) -> None:
        """It has let go of what it proved, and may prove something again if it is still there."""
        connection = self._release(sid)
        if connection and connection in self._server.eio.sockets:
            self._idle.expect(connection, limits.PROOF_SECONDS)

    def sockets(self) -> int:
        """How many are connected, those not counted that were let go and are on their way out."""
        return len(self._sockets)

    def _came(self, connection: str, environ: Mapping[str, Any]) -> None:
        if CONNECTION in environ:
            self._sockets[connection] = environ[CONNECTION]
        guest = self._identify(environ)
        if guest is None:
            self._idle.expect(connection, limits.PROOF_SECONDS)
        else:
            self._hold(("guest", guest), connection, connection, limits.MOST_SOCKETS_OF_A_GUEST)

    def _left(self, connection: str, *_: object) -> None:
        self._sockets.pop(connection, None)
        self._idle.release(connection)
        self._release(connection)

    def _hold(self, proof: Hashable, key: str, connection: str, most: int) -> None:
        with self._lock:
            held = self._held.setdefault(proof, {})
            held[key] = connection
            self._proofs[key] = proof
            oldest = next(iter(held.values())) if len(held) > most else None
        if oldest:
            self._close(oldest)

    def _release(self, key: str) -> str | None:
        """What the key held, by which connection."""
        with self._lock:
            proof = self._proofs.pop(key, None)
            held = self._held.get(proof, {})
            connection = held.pop(key, None)
            if not held:
                self._held.pop(proof, None)
        return connection

    def _close(self, connection: str) -> None:
        wire = self._sockets.get(connection)
        cut(self._server.eio.sockets.get(connection))
        if wire:
            hang_up(wire)  # the library's reader would sleep on until something comes

    def _has_unread(self, connection: str) -> bool:
        wire = self._sockets.get(connection)
        return wire is not None and has_unread(wire)
