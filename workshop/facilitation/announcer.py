"""The announcer: publishes state, turnout and results to the audiences.

Results come from stored releases only, and the turnout changes only at ticks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.domain.errors import UnknownSession
from workshop.domain.report import revealed
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Session
from workshop.domain.voting.turnout import (
    Turnout,
    allows_comparison,
    as_told_of,
    in_between,
    while_open,
)
from workshop.facilitation.ports import Broadcaster, Scheduler, SessionStore
from workshop.facilitation.undo import UndoLog

JOINED_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Present:
    """Everything an audience needs to draw the present.

    The session's state, the turnout as last told, and the release on the wall, if one is shown.
    `undoable` is the verb that can be taken back now, for facilitators. `revealed` are the final
    releases that the room has been shown: the discussion guide and the power map are made of them.
    """

    session: Session
    undoable: str | None
    turnout: Turnout
    release: Release | None
    revealed: Sequence[Release]


class Announcer:
    """Publishes, and remembers what was last told.

    So nobody who connects between two ticks sees more than the others.
    """

    def __init__(
        self, store: SessionStore, broadcaster: Broadcaster, scheduler: Scheduler, undoing: UndoLog
    ) -> None:
        self._store = store
        self._undoing = undoing
        self._broadcaster = broadcaster
        self._scheduler = scheduler
        self._told: dict[str, Turnout] = {}
        self._joins_to_tell: set[str] = set()

    def present(self, session: Session) -> Present:
        """The present of a session: always the stored release, never a count of its own."""
        picture = self.picture(session)
        undoable = self._undoing.undoable(session, picture)
        return Present(session, undoable, self._turnout(session), picture, self._revealed(session))

    def picture(self, session: Session) -> Release | None:
        """The release on the wall, if one is shown: always as it was stored."""
        asking = session.asking_at(session.place)
        shown = self._store.releases(asking.id) if asking and session.shows(asking) else []
        return next(reversed(shown), None)

    def connected_walls(self, code: str) -> int:
        """How many walls are connected."""
        return self._broadcaster.connected_walls(code)

    def announce(self, session: Session) -> None:
        """Publish a change of state, with the turnout if it is told anew, and the release shown."""
        present = self.present(session)
        self._broadcaster.session_changed(session, present.undoable, present.revealed)
        self._tell_turnout(session, present.turnout)
        if present.release:
            self._broadcaster.results_released(session, present.release)

    def tell_tick(self, session: Session, turnout: Turnout, release: Release | None) -> None:
        """Publish at a tick: the turnout if it changed, and the next release if there is one."""
        self._tell_turnout(session, turnout)
        if release:
            self._broadcaster.results_released(session, release)

    def tell_joined(self, session: Session) -> None:
        """Publish how many have joined: at most every half second, and never between two ticks."""
        if session.code not in self._joins_to_tell:
            self._joins_to_tell.add(session.code)
            self._scheduler.every(JOINED_EVERY_SECONDS, lambda: self._tell_joined_now(session.code))

    def hear_turnout(self, session: Session, turnout: Turnout) -> bool:
        """Take over the turnout that another worker told; whether it is new, and still true."""
        asking = session.open_asking
        if (
            turnout.place != (asking.place if asking else None)
            or self._told.get(session.code) == turnout
        ):
            return False
        self._told[session.code] = turnout
        return True

    def told_while_open(self) -> dict[str, Turnout]:
        """By session code, the turnout last told of open questions. It is stored nowhere else."""
        return {code: turnout for code, turnout in self._told.items() if turnout.place}

    def forget(self, code: str) -> None:
        """Drop what is remembered of a deleted session."""
        self._told.pop(code, None)

    def tell_deleted(self, code: str) -> None:
        """Close every connection of a deleted session."""
        self.forget(code)
        self._broadcaster.session_deleted(code)

    def _tell_joined_now(self, code: str) -> bool:
        self._joins_to_tell.discard(code)
        try:
            session = self._store.session(code)
        except UnknownSession:
            return False
        self._store.blur()
        if session.open_asking is None:
            self._tell_turnout(session, self._turnout(session))
        return False

    def _tell_turnout(self, session: Session, turnout: Turnout) -> None:
        if self._told.get(session.code) != turnout:
            self._told[session.code] = turnout
            self._broadcaster.turnout_changed(session, turnout)

    def _revealed(self, session: Session) -> Sequence[Release]:
        final = self._store.transact(session.code, lambda transaction: transaction.final_releases())
        return revealed(session, final)

    def _turnout(self, session: Session) -> Turnout:
        asking, told = session.open_asking, self._told.get(session.code)
        if asking and told and told.place == asking.place:
            return told
        joined = self._store.joined(session.code)
        if asking:
            question = session.plan.question(asking.question)
            return as_told_of(question, while_open(asking.place, joined, 0, asking.joined))
        return in_between(joined, comparison=allows_comparison(session, joined))
