"""The broadcaster: sends state, turnout and results to the rooms of a session.

The only file that emits to more than one connection; takes releases, never tallies.
"""

from collections.abc import Sequence
from typing import Any

from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Session
from workshop.domain.voting.turnout import Turnout
from workshop.facilitation.service import JOIN_CODE_LENGTH
from workshop.presenter.presenter import Presenter
from workshop.presenter.state import is_revealed
from workshop.protocol.audiences import AUDIENCES, FACILITATOR, PARTICIPANT, SCREEN, desk_room


class SocketBroadcaster:
    """`ports.Broadcaster` on python-socketio.

    The room of a session is named by its code, in each namespace.
    """

    def __init__(self, server: Any, presenter: Presenter) -> None:
        self._server = server
        self._presenter = presenter

    def session_changed(
        self, session: Session, undoable: str | None, revealed: Sequence[Release]
    ) -> None:
        """Send the present state, the same bytes to everyone of an audience."""
        states = {
            PARTICIPANT: self._presenter.for_participants(session),
            SCREEN: self._presenter.for_screen(session, revealed),
            FACILITATOR: self._presenter.for_facilitator(session, undoable, revealed),
        }
        for namespace, state in states.items():
            self._emit("session_changed", state, session, namespace)

    def turnout_changed(self, session: Session, turnout: Turnout) -> None:
        """Send the turnout to screen and facilitator alike: the desk sees what the wall sees."""
        payload = self._presenter.turnout(session, turnout)
        for namespace in (SCREEN, FACILITATOR):
            self._emit("turnout_changed", payload, session, namespace)

    def results_released(self, session: Session, release: Release) -> None:
        """Send a release; phones get it only once it is revealed.

        Otherwise somebody could watch for their own vote to show.
        """
        payload = self._presenter.results(session, release)
        for namespace in (SCREEN, FACILITATOR):
            self._emit("results_released", payload, session, namespace)
        if is_revealed(session):
            to_phones = self._presenter.results_for_participants(session, release)
            self._emit("results_released", to_phones, session, PARTICIPANT)

    def sessions(self) -> set[str]:
        """Codes of the sessions with a connection."""
        rooms = {
            room
            for audience in AUDIENCES
            for room in list(self._server.manager.rooms.get(audience, ()))
        }
        return {room for room in rooms if room and len(room) == JOIN_CODE_LENGTH}

    def desks(self, code: str) -> set[str]:
        """Ids of the desks of a session with a connection."""
        rooms = [room for room in list(self._server.manager.rooms.get(FACILITATOR, ())) if room]
        return {
            room.removeprefix(desk_room(code, ""))
            for room in rooms
            if room.startswith(desk_room(code, ""))
        }

    def connected_walls(self, code: str) -> int:
        """How many walls of a session are connected."""
        return sum(1 for _ in self._server.manager.get_participants(SCREEN, code))

    def desk_closed(self, code: str, desk_id: str) -> None:
        """Close the connections of one desk."""
        self._let_go(FACILITATOR, desk_room(code, desk_id))

    def session_deleted(self, code: str) -> None:
        """Close every connection of a deleted session."""
        for namespace in AUDIENCES:
            self._let_go(namespace, code)

    def _let_go(self, namespace: str, room: str) -> None:
        for sid, _ in list(self._server.manager.get_participants(namespace, room)):
            self._server.disconnect(sid, namespace=namespace)

    def _emit(self, event: str, payload: dict[str, Any], session: Session, namespace: str) -> None:
        self._server.emit(event, payload, room=session.code, namespace=namespace)
