"""Applies one change to a session: version check, save, remember for undo, announce."""

from collections.abc import Callable

from workshop.domain.errors import StaleVersion
from workshop.domain.voting.session import Session
from workshop.facilitation.announcer import Announcer
from workshop.facilitation.ports import SessionStore, Transaction
from workshop.facilitation.undo import UndoLog

Transition = Callable[[Session, Transaction], Session]


class Changes:
    """The common part of every verb that changes only the session's state."""

    def __init__(self, store: SessionStore, announcer: Announcer, undoing: UndoLog) -> None:
        self._store = store
        self._announcer = announcer
        self._undoing = undoing

    def change(self, verb: str, code: str, version: int | None, transition: Transition) -> Session:
        """Apply the change and announce it.

        Raises StaleVersion, and whatever the transition raises.
        """
        session = self.commit(verb, code, version, transition)
        self._announcer.announce(session)
        return session

    def change_for_good(self, code: str, version: int | None, transition: Transition) -> Session:
        """The same for a change that cannot be undone; nor can what was done before it."""

        def work(transaction: Transaction) -> Session:
            return transaction.keep(transition(checked(transaction, version), transaction))

        session = self._store.transact(code, work)
        self._undoing.forget(code)
        self._announcer.announce(session)
        return session

    def commit(self, verb: str, code: str, version: int | None, transition: Transition) -> Session:
        """Apply the change without announcing it yet."""

        def work(transaction: Transaction) -> tuple[Session, Session]:
            before = checked(transaction, version)
            return before, transaction.keep(transition(before, transaction))

        before, after = self._store.transact(code, work)
        self._undoing.remember(verb, before, after)
        return after


def checked(transaction: Transaction, version: int | None) -> Session:
    """The session as it is. Raises StaleVersion if it has changed since this version."""
    session = transaction.session()
    if version is not None and version != session.version:
        raise StaleVersion(version=session.version)
    return session
