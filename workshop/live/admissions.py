"""Sockets that have proved nothing are let go after a while; and one proof holds a few sockets, the newest.

A phone on bad Wi-Fi leaves dead sockets behind, a person has a tab or two: a handful is enough for both.
"""

import socket
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Any

from workshop.doorman import CONNECTION, Doorman, hang_up, has_spoken
from workshop.live.wires import cut, follow
from workshop.ports import Clock

MOST_UNPROVEN, MOST_UNPROVEN_THREADED = 700, 200  # a room of 600 comes back at once; a thread weighs more
PROOF_SECONDS = 10.0


class Admissions:
    """By Engine.IO connection, which outlives what it connects to."""

    def __init__(self, server: Any, clock: Clock) -> None:
        self._server = server
        most = MOST_UNPROVEN_THREADED if server.eio.async_mode == "threading" else MOST_UNPROVEN
        self._doorman: Doorman[str] = Doorman(clock, self._let_go, most, self._has_spoken)
        self._wires: dict[str, socket.socket] = {}
        self._held: dict[Hashable, dict[str, str]] = {}  # by proof: each Socket.IO connection, and what it came by
        self._proofs: dict[str, Hashable] = {}
        self._lock = Lock()
        follow(server, "connect", self._came)
        follow(server, "disconnect", self._left)
        self.sweep = self._doorman.sweep

    def admit(self, sid: str, namespace: str, proof: Hashable, most: int) -> None:
        """This connection has proved something; of more than `most` with the same proof, the oldest is let go."""
        connection = self._server.manager.eio_sid_from_sid(sid, namespace)
        with self._lock:
            held = self._held.setdefault(proof, {})
            held[sid] = connection
            self._proofs[sid] = proof
            oldest = next(iter(held.values())) if len(held) > most else None
        self._doorman.is_heard(connection)
        if oldest:
            self._let_go(oldest)

    def leave(self, sid: str) -> None:
        """It has let go of what it proved, and may prove something again if it is still there."""
        with self._lock:
            proof = self._proofs.pop(sid, None)
            held = self._held.get(proof, {})
            connection = held.pop(sid, None)
            if not held:
                self._held.pop(proof, None)
        if connection and connection in self._server.eio.sockets:
            self._doorman.waits(connection, PROOF_SECONDS)

    def sockets(self) -> int:
        """How many are connected, those not counted that were let go and are on their way out."""
        return len(self._wires)

    def _came(self, connection: str, environ: Mapping[str, Any]) -> None:
        if CONNECTION in environ:
            self._wires[connection] = environ[CONNECTION]
        self._doorman.waits(connection, PROOF_SECONDS)

    def _left(self, connection: str, *_: object) -> None:
        self._wires.pop(connection, None)
        self._doorman.is_heard(connection)

    def _let_go(self, connection: str) -> None:
        wire = self._wires.get(connection)
        cut(self._server.eio.sockets.get(connection))
        if wire:
            hang_up(wire)  # the library's reader would sleep on until something comes

    def _has_spoken(self, connection: str) -> bool:
        wire = self._wires.get(connection)
        return wire is not None and has_spoken(wire)
