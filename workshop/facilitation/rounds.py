"""Runs an open round: ticks while it is open, counts it at close, then destroys its ballots."""

from contextlib import suppress
from threading import Lock

from workshop.domain.errors import NothingToUndo, StoreUnavailable, Unavailable, UnknownSession
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Asking, Place, Session
from workshop.domain.voting.turnout import Turnout, as_told_of, while_open
from workshop.facilitation.announcer import Announcer
from workshop.facilitation.counting import release_finally, release_pools, release_void
from workshop.facilitation.ports import Randomness, Scheduler, SessionStore, Transaction

FORGET_AGAIN_SECONDS = 5.0
TEXT_ID_BITS = 64


class Askings:
    """Runs the askings of this process. `chance` draws which ballots leave a pool."""

    def __init__(
        self, store: SessionStore, announcer: Announcer, scheduler: Scheduler, chance: Randomness
    ) -> None:
        self._store = store
        self._announcer = announcer
        self._scheduler = scheduler
        self._chance = chance
        self._ticking: set[str] = set()
        self._lock = Lock()

    def start(self, session: Session, asking: Asking) -> None:
        """Tick from now on, until the asking is closed.

        Of several workers, only the leading one does.
        """
        if self._store.leads() and self._begins(asking.id):
            self._scheduler.every(
                session.policy.tick_seconds, lambda: self._goes_on(session.code, asking.id)
            )

    def is_ticking(self, asking: Asking) -> bool:
        """Whether this process runs the asking's ticks."""
        return asking.id in self._ticking

    def tick(self, code: str, asking_id: str) -> bool:
        """Release what may leave, and publish the turnout. False once the asking is closed."""

        def work(transaction: Transaction) -> tuple[Session, Turnout, Release | None] | None:
            session = transaction.session()
            asking = session.open_asking
            if asking is None or asking.id != asking_id:
                return None
            voted = transaction.box(asking).voted()
            turnout = while_open(asking.place, transaction.joined(), voted, asking.joined)
            told = as_told_of(session.plan.question(asking.question), turnout)
            return session, told, self._next_release(transaction, session, asking)

        try:
            told = self._store.transact(code, work)
        except UnknownSession:
            return False
        if told is None:
            return False
        with suppress(
            StoreUnavailable
        ):  # a full disk: then at the next tick. What is stored is told all the same
            self._store.blur()
        self._announcer.tell_tick(*told)
        return True

    def close(
        self, transaction: Transaction, session: Session, place: Place
    ) -> tuple[Session, Asking]:
        """Close an asking within a transaction and add its last release.

        Returns the session as it will be, and the closed asking.
        """
        asking = session.asking_at(place)
        closed = session.close(place)
        assert asking
        former = {one.place for one in session.former_rounds(place)}
        earlier = [
            release
            for release in transaction.final_releases()
            if Place(release.question, release.passing, release.round) in former
        ]
        question = session.plan.question(asking.question)
        texts = release_finally(transaction.box(asking), question, asking, session.policy, earlier)
        # under random ids: their order, in which they are kept, told and shown, is nobody's
        return (
            closed.collect(asking, {self._chance.key(TEXT_ID_BITS): text for text in texts}),
            asking,
        )

    def take_back(self, transaction: Transaction, session: Session, opened: Asking) -> Session:
        """Undo an opening within a transaction, without a look at whether anyone has answered.

        Raises NothingToUndo once a release of it is out: a tick and an undo come one after the
        other.
        """
        if transaction.box(opened).releases():
            raise NothingToUndo()
        return session.take_back(opened)

    def void(self, code: str, asking: Asking) -> None:
        """Close an asking whose key is lost (a backup restored in mid-question), unread."""

        def work(transaction: Transaction) -> Session:
            release_void(transaction.box(asking), asking)
            return transaction.keep(transaction.session().close(asking.place))

        self.announce_and_forget(self._store.transact(code, work), asking)

    def announce_and_forget(self, session: Session, *closed: Asking) -> None:
        """Announce the change; then destroy the ballots it closed, even if announcing failed."""
        try:
            self._announcer.announce(session)
        finally:
            for asking in closed:
                self._forget(asking.id)

    def _begins(self, asking_id: str) -> bool:
        """Claim the asking; False if it ticks already: two loops would release too soon."""
        with self._lock:
            is_new = asking_id not in self._ticking
            self._ticking.add(asking_id)
        return is_new

    def _goes_on(self, code: str, asking_id: str) -> bool:
        goes_on = self._store.leads() and self.tick(code, asking_id)
        if not goes_on:
            self._ticking.discard(asking_id)
        return goes_on

    def _forget(self, asking_id: str) -> None:
        """Destroy the ballots at once, or as soon as the disk allows: phones have been told so."""
        if not self._has_forgotten(asking_id):
            self._scheduler.every(FORGET_AGAIN_SECONDS, lambda: not self._has_forgotten(asking_id))

    def _has_forgotten(self, asking_id: str) -> bool:
        try:
            self._store.forget(asking_id)
        except Unavailable:
            return False
        return True

    def _next_release(
        self, transaction: Transaction, session: Session, asking: Asking
    ) -> Release | None:
        if not session.streams(asking):
            return None
        question = session.plan.question(asking.question)
        return release_pools(
            transaction.box(asking), question, asking, session.policy, self._chance.sample
        )
