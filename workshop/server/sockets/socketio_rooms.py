"""A Socket.IO room manager that is safe for threads, and no slower however many clients there are.

python-socketio checks and then sets, without a lock: in threading mode, when the first phones of an
empty room come at the same moment, one replaces the other's room, and the ballots of the phone that
lost it are dropped without an answer. And to let one client go it looks through every room, of
which each client is one: a thousand who leave at once cost a million looks. Here each client's
rooms are known, and no client is a room.
"""

from collections.abc import Iterator
from threading import RLock
from typing import Any

from bidict import ValueDuplicationError
from socketio import Manager


class RoomManager(Manager):  # type: ignore[misc]  # python-socketio is untyped
    """The library's manager of rooms, one change at a time, each as quick as the first."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = RLock()
        self._rooms_of: dict[tuple[str, str], set[str]] = {}
        self._coming: set[tuple[str, str]] = set()
        self._leaving: set[tuple[str, str]] = set()

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """A client that has yet to prove itself; None if this connection is one already."""
        with self._lock:
            sid: str = self.server.eio.generate_id()
            try:
                super().basic_enter_room(sid, namespace, None, eio_sid)
            except ValueDuplicationError:
                return None
            self._coming.add((namespace, sid))
            return sid

    def connect(self, sid: str, namespace: str) -> str | None:
        """The client has proved itself."""
        with self._lock:
            here = (
                sid if self.is_pre_connected(sid, namespace) else self.pre_connect(sid, namespace)
            )
            self._coming.discard((namespace, here or ""))
            return here

    def is_pre_connected(self, sid: str, namespace: str) -> bool:
        """Whether the client has yet to prove itself."""
        return (namespace, sid) in self._coming

    def is_connected(self, sid: str, namespace: str) -> bool:
        """Whether the client has proved itself, and is not about to leave."""
        client = (namespace, sid)
        return (
            client not in self._coming
            and client not in self._leaving
            and self.is_sid_room(namespace, sid)
        )

    def pre_disconnect(self, sid: str, namespace: str) -> Any:
        """The client is about to leave; its connection."""
        with self._lock:
            self._leaving.add((namespace, sid))
            return self.eio_sid_from_sid(sid, namespace)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        """The client has left all its rooms."""
        client = (namespace, sid)
        with self._lock:
            for room in (*self._rooms_of.pop(client, ()), None):
                super().basic_leave_room(sid, namespace, room)
            self.callbacks.pop(sid, None)
            self._coming.discard(client)
            self._leaving.discard(client)

    def basic_enter_room(
        self, sid: str, namespace: str, room: str, eio_sid: str | None = None
    ) -> None:
        """As the library, alone."""
        with self._lock:
            super().basic_enter_room(sid, namespace, room, eio_sid)
            self._rooms_of.setdefault((namespace, sid), set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str) -> None:
        """As the library, alone."""
        with self._lock:
            super().basic_leave_room(sid, namespace, room)
            self._rooms_of.get((namespace, sid), set()).discard(room)

    def get_participants(self, namespace: str, room: str | None) -> Iterator[tuple[str, str]]:
        """Everyone in the room as it is now, or one client by its name; who comes or goes
        meanwhile disturbs nobody.
        """
        with self._lock:
            if room is not None and self.is_sid_room(namespace, room):
                return iter([(room, self.eio_sid_from_sid(room, namespace))])
            return iter(list(super().get_participants(namespace, room)))

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        """The rooms of a client."""
        return sorted(self._rooms_of.get((namespace, sid), ()))
