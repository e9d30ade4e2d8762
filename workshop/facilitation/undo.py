"""Undo: the last action in each session, for ten seconds.

Kept in memory: a restart loses it, and nothing depends on it.
"""

from dataclasses import dataclass, replace

from workshop.domain.errors import NothingToUndo
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Asking, Session
from workshop.facilitation.ports import Clock

UNDO_SECONDS = 10.0


@dataclass(frozen=True)
class LastAction:
    """An action: its verb, the session before and after, and `until` when it can be undone.

    `until` is in seconds of the monotonic clock.
    """

    verb: str
    before: Session
    after: Session
    until: float

    @property
    def opened(self) -> Asking | None:
        """The asking this opened, if it was an opening: that is taken back, not undone."""
        before = {asking.id for asking in self.before.askings}
        return next((asking for asking in self.after.askings if asking.id not in before), None)

    def undone(self) -> Session:
        """The session before it, with what was revealed meanwhile: the room saw that.

        So it stays in the files.
        """
        seen = {asking.id for asking in self.after.askings if asking.was_revealed}
        askings = tuple(
            replace(a, was_revealed=a.was_revealed or a.id in seen) for a in self.before.askings
        )
        return replace(self.before, version=self.after.version, askings=askings)


class UndoLog:
    """Remembers the last action of every session.

    A close or an end is never remembered: both are final.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._done: dict[str, LastAction] = {}

    def remember(self, verb: str, before: Session, after: Session) -> None:
        """Remember this as the action that can be undone."""
        self._done[after.code] = LastAction(
            verb, before, after, self._clock.monotonic() + UNDO_SECONDS
        )

    def forget(self, code: str) -> None:
        """Let nothing be undone here any more."""
        self._done.pop(code, None)

    def last(self, session: Session) -> LastAction:
        """The action that can be undone.

        Raises NothingToUndo, also after another change or ten seconds.
        """
        done = self._done.get(session.code)
        if (
            done is None
            or done.after.version != session.version
            or self._clock.monotonic() > done.until
        ):
            raise NothingToUndo()
        return done

    def undoable(self, session: Session, picture: Release | None) -> str | None:
        """The verb that can be undone, if any; an opening not once there is a release."""
        try:
            done = self.last(session)
        except NothingToUndo:
            return None
        return None if done.opened and picture else done.verb
