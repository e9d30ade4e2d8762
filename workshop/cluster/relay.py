"""The relay between workers: each re-reads the store and notifies its own clients.

A message holds only a session's code and that something changed; each worker reads the rest from
the store. So everyone is sent the same bytes, and Redis sees no answer, no text, no token and no
address. The turnout as it was last told is the one thing that is in no store, and is sent along:
walls have shown it already.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from workshop.cluster.pubsub import PubSub
from workshop.domain.errors import Unavailable, UnknownSession
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Place, Session
from workshop.domain.voting.turnout import Turnout
from workshop.facilitation.service import Facilitation
from workshop.live.broadcaster import SocketBroadcaster

WALLS_GOOD_SECONDS = 5.0


class SharedBroadcaster:
    """`ports.Broadcaster` of one worker among several."""

    def __init__(self, own: SocketBroadcaster, pubsub: PubSub) -> None:
        self._own = own
        self._pubsub = pubsub
        self.walls_elsewhere: dict[str, tuple[float, Mapping[str, int]]] = {}
        """By worker: when it told, and the number of walls by session."""

    def session_changed(
        self, session: Session, undoable: str | None, revealed: Sequence[Release]
    ) -> None:
        """Send the present state, here and at the other workers."""
        self._own.session_changed(session, undoable, revealed)
        self._pubsub.tell("state", session.code)

    def turnout_changed(self, session: Session, turnout: Turnout) -> None:
        """Send the turnout, here and at the other workers."""
        self._own.turnout_changed(session, turnout)
        self._pubsub.tell("turnout", session.code, turnout=asdict(turnout))

    def results_released(self, session: Session, release: Release) -> None:
        """Send a stored release, here and at the other workers."""
        self._own.results_released(session, release)
        self._pubsub.tell("release", session.code)

    def connected_walls(self, code: str) -> int:
        """How many walls are connected, to any worker."""
        since = time.monotonic() - WALLS_GOOD_SECONDS
        elsewhere = [
            walls.get(code, 0)
            for told_at, walls in self.walls_elsewhere.values()
            if told_at > since
        ]
        return self._own.connected_walls(code) + sum(elsewhere)

    def desk_closed(self, code: str, desk_id: str) -> None:
        """Close every connection that used the key of this desk."""
        self._own.desk_closed(code, desk_id)
        self._pubsub.tell("desk", code, desk=desk_id)

    def session_deleted(self, code: str) -> None:
        """Close every connection of a deleted session."""
        self._own.session_deleted(code)
        self._pubsub.tell("deleted", code)


class Relay:
    """Receives the messages of other workers, and sends what they are about to our own clients."""

    def __init__(
        self,
        facilitation: Facilitation,
        own: SocketBroadcaster,
        shared: SharedBroadcaster,
        pubsub: PubSub,
        leads: Callable[[], bool],
    ) -> None:
        self._facilitation = facilitation
        self._own = own
        self._shared = shared
        self._pubsub = pubsub
        self._leads = leads
        self._owed: set[str] = set()
        self._seen: dict[str, tuple[int, int]] = {}

    def listen(self) -> None:
        """Start to receive."""
        about_sessions = {"state": self._state, "release": self._release, "turnout": self._turnout}
        listeners = {kind: self._of_session(tell) for kind, tell in about_sessions.items()}
        self._pubsub.hear(
            {**listeners, "desk": self._desk, "deleted": self._deleted, "beat": self._beat},
            self._missed,
        )

    def beat(self) -> None:
        """Tell the others every second what no store has, and send what could not be sent yet."""
        walls = {
            code: walls
            for code in self._own.sessions()
            if (walls := self._own.connected_walls(code))
        }
        told = self._facilitation.announcer.told_while_open() if self._leads() else {}
        turnouts = {code: asdict(turnout) for code, turnout in told.items()}
        self._pubsub.tell("beat", walls=walls, turnouts=turnouts)
        if self._pubsub.is_up():
            self._seen.clear()
        else:
            self._look_for_ourselves()
        for code in list(self._owed):
            self._owed.discard(code)  # first: it may be owed again
            for tell in (self._desks, self._state, self._release):
                self._of_session(tell)(code, {})

    def _look_for_ourselves(self) -> None:
        """Look for changes in the store while Redis is away; they are told up to a second late."""
        for code in self._own.sessions():
            with suppress(Unavailable):
                seen = self._look_at(code)
                if self._seen.get(code) != seen:
                    self._seen[code] = seen
                    self._owed.add(code)

    def _look_at(self, code: str) -> tuple[int, int]:
        """Version and release number of a session; nothing of one that was deleted."""
        try:
            session = self._facilitation.session(code)
        except UnknownSession:
            return 0, 0
        self._desks(session, {})
        release = self._facilitation.present(session).release
        return session.version, release.number if release else 0

    def _of_session(
        self, tell: Callable[[Session, Mapping[str, Any]], None]
    ) -> Callable[..., None]:
        """A receiver of messages about a session with clients here.

        What the store cannot tell now is sent later.
        """

        def hear(code: str, said: Mapping[str, Any]) -> None:
            if code not in self._own.sessions() and "turnout" not in said:
                return
            try:
                tell(self._facilitation.session(code), said)
            except UnknownSession:
                self._deleted(code, said)
            except Unavailable:
                self._owed.add(code)

        return hear

    def _state(self, session: Session, _said: Mapping[str, Any]) -> None:
        present = self._facilitation.present(session)
        self._own.session_changed(session, present.undoable, present.revealed)

    def _release(self, session: Session, _said: Mapping[str, Any]) -> None:
        release = self._facilitation.present(session).release
        if release:
            self._own.results_released(session, release)

    def _turnout(self, session: Session, said: Mapping[str, Any]) -> None:
        turnout = _turnout_from(said["turnout"])
        if self._facilitation.announcer.hear_turnout(session, turnout):
            self._own.turnout_changed(session, turnout)

    def _desk(self, code: str, said: Mapping[str, Any]) -> None:
        self._own.desk_closed(code, said["desk"])

    def _deleted(self, code: str, _said: Mapping[str, Any]) -> None:
        self._facilitation.announcer.forget(code)
        self._own.session_deleted(code)

    def _desks(self, session: Session, _said: Mapping[str, Any]) -> None:
        """Close the connections of desks that were closed while no message could arrive."""
        left = {desk.id for desk in self._facilitation.desks.of(session.code)}
        for desk_id in self._own.desks(session.code) - left:
            self._own.desk_closed(session.code, desk_id)

    def _beat(self, _code: str, said: Mapping[str, Any]) -> None:
        self._shared.walls_elsewhere[said["from"]] = (time.monotonic(), said["walls"])
        for code, turnout in said["turnouts"].items():
            self._of_session(self._turnout)(code, {"turnout": turnout})

    def _missed(self) -> None:
        self._owed |= self._own.sessions()


def _turnout_from(told: Mapping[str, Any]) -> Turnout:
    place, groups = told["place"], told["groups"]
    return Turnout(
        **{
            **told,
            "place": (
                Place(place["question"], Pass(place["passing"]), place["round"]) if place else None
            ),
            "groups": Joined(**groups) if groups else None,
        }
    )
