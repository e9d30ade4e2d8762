"""Who is in which room, safe for threads: the library's own checks and then sets, without a lock.

In threading mode, when the first phones of an empty room come at the same moment, one replaces the other's room;
the phone that lost it is still there, but its ballots are dropped without an answer.
"""

from collections.abc import Iterator
from threading import RLock
from typing import Any

from socketio import Manager


class LockedRooms(Manager):  # type: ignore[misc]  # python-socketio is untyped
    """The library's manager of rooms, one change at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = RLock()

    def pre_connect(self, eio_sid: str, namespace: str) -> Any:
        """As the library, alone."""
        with self._lock:
            return super().pre_connect(eio_sid, namespace)

    def connect(self, eio_sid: str, namespace: str) -> Any:
        """As the library, alone."""
        with self._lock:
            return super().connect(eio_sid, namespace)

    def pre_disconnect(self, sid: str, namespace: str) -> Any:
        """As the library, alone."""
        with self._lock:
            return super().pre_disconnect(sid, namespace)

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """As the library, alone."""
        with self._lock:
            super().basic_disconnect(sid, namespace, **kwargs)

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        """As the library, alone."""
        with self._lock:
            super().basic_enter_room(sid, namespace, room, eio_sid)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """As the library, alone."""
        with self._lock:
            super().basic_leave_room(sid, namespace, room)

    def get_participants(self, namespace: str, room: str | None) -> Iterator[tuple[str, str]]:
        """Everyone in the room as it is now; who comes or goes meanwhile disturbs nobody."""
        with self._lock:
            return iter(list(super().get_participants(namespace, room)))
