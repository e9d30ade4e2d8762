"""The use cases of a session: one short method per verb.

The interfaces (`live`, `web`) call these; these call the rules and the ports, nothing else.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from workshop.domain.errors import (
    DoorLocked,
    NothingKept,
    NotJoined,
    QuestionClosed,
    SessionEnded,
    StoreUnavailable,
    UnknownSession,
    UnknownSlip,
)
from workshop.domain.guess_queue import GuessLimits
from workshop.domain.insight.comparison import Baseline, check_comparable
from workshop.domain.report import Report, report
from workshop.domain.token_bucket import Rate
from workshop.domain.voting.ballot_box import fill_in
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.participant import Joined, PartnerGroup, Proof
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import Release
from workshop.domain.voting.roll import Mark
from workshop.domain.voting.session import Asking, Place, Session, SessionState
from workshop.domain.voting.slips import takes_slip
from workshop.domain.voting.snapshot import is_due
from workshop.facilitation.agreements import Agreements
from workshop.facilitation.announcer import Announcer, Present
from workshop.facilitation.changes import Changes, checked
from workshop.facilitation.desks import Desks
from workshop.facilitation.guess_queue import GuessQueue, GuessQueues
from workshop.facilitation.paper_ballots import PaperBallots
from workshop.facilitation.place import PlaceNamed, place_to_show, resolve_place
from workshop.facilitation.ports import (
    Broadcaster,
    Clock,
    Randomness,
    Scheduler,
    SessionStore,
    Transaction,
)
from workshop.facilitation.questions import Questions
from workshop.facilitation.rate_limit import RateLimit
from workshop.facilitation.rounds import Askings
from workshop.facilitation.slips import Slips
from workshop.facilitation.undo import UndoLog
from workshop.facilitation.wall import WallControls
from workshop.facilitation.written_answers import WrittenAnswers

JOIN_CODE_LENGTH = 6
BALLOT_RATE = Rate(a_second=2, at_once=6)
CODE_LIMITS = GuessLimits(Rate(a_second=10, at_once=50), patience_seconds=10.0, places=30)
"""The rate of guesses: of join codes on the whole server, and of slips in each session.
"""
SCREEN_KEY_BITS = 128
TOKEN_BITS = 128
ASKING_ID_BITS = 128

OpenTransition = Callable[[Session, str, Pass, str, Joined | None], Session]


class Facilitation:
    """The use cases of a workshop server.

    What must survive is in the store; the rest can be lost.

    `walls`, `questions`, `slips`, `agreements`, `texts`, `papers` and `desks` hold the verbs of
    their subject. `announcer` knows what was told. `votes` is the rate limit of a participant's
    ballots, checked before a cast.
    """

    def __init__(
        self,
        store: SessionStore,
        broadcaster: Broadcaster,
        scheduler: Scheduler,
        clock: Clock,
        chance: Randomness,
    ) -> None:
        self._store = store
        self._undoing = UndoLog(clock)
        self.announcer = Announcer(store, broadcaster, scheduler, self._undoing)
        self._askings = Askings(store, self.announcer, scheduler, chance)
        self._changes = Changes(store, self.announcer, self._undoing)
        self._clock = clock
        self._chance = chance
        self.walls = WallControls(self._changes, clock)
        self.questions = Questions(self._changes)
        self.slips = Slips(store, self._changes, chance)
        self.agreements = Agreements(self._changes, chance)
        self.texts = WrittenAnswers(self._changes)
        self.papers = PaperBallots(self._changes)
        self.desks = Desks(store, broadcaster, chance)
        self.votes = RateLimit(clock, BALLOT_RATE)
        self._codes_tried = GuessQueue(clock, CODE_LIMITS)
        self._slips_tried = GuessQueues(clock, CODE_LIMITS)

    # ---- sessions

    def open_session(
        self, plan: Plan, baseline: Baseline | None = None, *, is_rehearsal: bool = False
    ) -> tuple[Session, str]:
        """Open a session in its lobby, and return its facilitator's key.

        The policy is frozen here.

        `baseline` is an earlier session to compare with. Raises NothingInCommon.
        """
        if baseline:
            check_comparable(plan, baseline)
        screen_key, facilitator_key = self._chance.key(SCREEN_KEY_BITS), self.desks.new_key()
        policy = Policy.for_threshold(plan.threshold)
        code = self._unused_code()
        session = Session(
            code, screen_key, plan, policy, is_rehearsal=is_rehearsal, baseline=baseline
        )
        self._store.add(session, facilitator_key, self._clock.today())
        return session, facilitator_key

    def end_session(self, code: str, version: int | None = None) -> Session:
        """Close what is open, then end, and forget who chose which group. Raises SessionEnded."""

        def work(transaction: Transaction) -> tuple[Session, Asking | None]:
            session = checked(transaction, version)
            asking = session.open_asking
            if asking:
                session, _ = self._askings.close(transaction, session, asking.place)
            ended = session.end()
            transaction.forget_groups()
            return transaction.keep(ended), asking

        session, closed = self._store.transact(code, work)
        self._undoing.forget(code)
        self._askings.announce_and_forget(session, *([closed] if closed else []))
        with suppress(StoreUnavailable):  # a full disk: with the next rows that are laid in order
            self._store.blur()
        return session

    def delete_session(self, code: str) -> None:
        """Forget everything about a session."""
        self._store.session(code)
        self._store.delete(code)
        self._undoing.forget(code)
        self._slips_tried.forget(code)
        self.announcer.tell_deleted(code)

    def delete_expired(self, retention_days: int) -> bool:
        """List the sessions that are due, and delete those listed on a day before.

        Always True: run again.
        """
        today = self._store.seen(self._clock.today())
        for life in self._store.lives():
            if life.may_go(today, retention_days):
                self._delete_due(life.code, retention_days)
            elif life.is_due(today, retention_days) != (life.due_since is not None):
                self._store.list_as_due(life.code, None if life.due_since else today)
        return True

    def delete_rehearsals(self) -> None:
        """Delete every rehearsal: the process that simulated its phones is gone."""
        for code in self._store.rehearsals():
            self.delete_session(code)

    def check_ready(self) -> None:
        """Raises StoreUnavailable when nothing could be saved now."""
        self._store.check()

    def resume(self) -> None:
        """Resume every open asking after a restart, where no other worker serves.

        Its ticks start anew. One whose key is gone (a backup restored in mid-question) is void, and
        closed at once. Raises StoreUnavailable while the folder of keys is away: what is not here
        is not gone.
        """
        for code, asking in self._store.unfinished():
            if self._store.can_open(asking):
                self._askings.start(self._store.session(code), asking)
            else:
                self._askings.void(code, asking)

    def take_over(self) -> None:
        """Resume what a lost worker has left.

        The leading one of several calls this every second.
        """
        if self._store.leads():
            for code, asking in self._store.unfinished():
                if not self._askings.is_ticking(asking) and self._store.can_open(asking):
                    self._askings.start(self._store.session(code), asking)
            self._store.finish_forgetting()

    def stop(self) -> None:
        """Write what waits to disk before the server ends, and take nothing more."""
        self._store.close()

    # ---- participants

    def check_door(self, session: Session) -> None:
        """Raises SessionEnded or DoorLocked where nobody new may join."""
        if session.state is SessionState.ENDED:
            raise SessionEnded()
        if session.door_locked:
            raise DoorLocked()

    def admit(
        self, code: str, proof: Proof | None, before_waiting: Callable[[], None] = lambda: None
    ) -> str:
        """The token of a participant.

        A newcomer whose cookie came back joins now, and so is counted. Raises NotJoined, or what
        `join` raises: then nothing has happened.
        """
        if proof and self.has_joined(code, proof.token):
            return proof.token
        if proof is None or proof.wish is None:
            raise NotJoined()
        return self.join(code, proof.token, proof.wish.group, proof.wish.slip, before_waiting)

    def join(
        self,
        code: str,
        token: str | None,
        group: PartnerGroup,
        slip: str = "",
        before_waiting: Callable[[], None] = lambda: None,
    ) -> str:
        """Join, or choose another group; returns the token, a new one for a newcomer.

        `slip` is the code on a slip, where the session needs one; while many wrong ones are tried,
        it waits in a queue. Raises DoorLocked for newcomers, SessionEnded, UnknownSession,
        RoomFull, NeedsSlip, UnknownSlip or RateLimited.
        """
        session = self._store.session(code)
        token = token or self._chance.key(TOKEN_BITS)
        chosen = self._group_of(code, token)
        if chosen is None or session.state is SessionState.ENDED:
            self.check_door(session)
        if slip and session.needs_slips and takes_slip(group, chosen):
            line = self._slips_tried.of(code)
            line.judged(
                slip,
                lambda: self._store.join(code, token, group, slip),
                UnknownSlip,
                before_waiting,
            )
        else:
            self._store.join(code, token, group, slip)
        self.announcer.tell_joined(session)
        return token

    def has_joined(self, code: str, token: str) -> bool:
        """Whether the token is a participant's of this session."""
        return self._group_of(code, token) is not None

    def cast_ballot(
        self, code: str, token: str, place: Place, choices: list[int], number: int, text: str = ""
    ) -> None:
        """Mark the participant off and cast their ballot.

        Returns once it is on disk.

        Raises UnknownSession, UnknownQuestion, UnknownChoice, TooManyChoices, TextTooLong,
        TextNotAsked, QuestionClosed, NotJoined, StaleBallot, BallotLocked or StoreUnavailable.
        """
        session = self._store.session(code)
        ballot = fill_in(session.plan.question(place.question), choices, text)
        if session.asking_at(place) is None:
            raise QuestionClosed()
        self._store.cast(code, token, place, ballot, number)

    def mark_of(self, session: Session, token: str) -> Mark | None:
        """The participant's mark in the open asking, for their own phone only."""
        asking = session.open_asking
        return self._store.mark_of(asking, token) if asking else None

    # ---- the steps

    def show_question(self, code: str, at: PlaceNamed, version: int | None = None) -> Session:
        """Bring a question to the wall without opening it."""
        return self._changes.change(
            "show_question",
            code,
            version,
            lambda session, _: session.show(place_to_show(session, at)),
        )

    def open_question(self, code: str, at: PlaceNamed, version: int | None = None) -> Session:
        """Open a question for ballots."""
        return self._open("open_question", code, at, version, Session.open)

    def ask_again(self, code: str, at: PlaceNamed, version: int | None = None) -> Session:
        """Open a new round of a closed question."""
        return self._open("ask_again", code, at, version, Session.ask_again)

    def close_question(self, code: str, at: PlaceNamed, version: int | None = None) -> Session:
        """Close a question: final release on disk first, then publish, then forget its ballots."""

        def work(transaction: Transaction) -> tuple[Session, Asking]:
            session = checked(transaction, version)
            closed, asking = self._askings.close(transaction, session, resolve_place(session, at))
            return transaction.keep(closed), asking

        session, asking = self._store.transact(code, work)
        self._undoing.forget(code)
        self._askings.announce_and_forget(session, asking)
        return session

    def reveal_results(self, code: str, at: PlaceNamed, version: int | None = None) -> Session:
        """Show a closed question's result."""
        return self._changes.change(
            "reveal_results",
            code,
            version,
            lambda session, _: session.reveal(resolve_place(session, at)),
        )

    def hide_results(self, code: str, at: PlaceNamed, version: int | None = None) -> Session:
        """Take a result off the wall."""
        return self._changes.change(
            "hide_results",
            code,
            version,
            lambda session, _: session.hide(resolve_place(session, at)),
        )

    # ---- undo

    def undo(self, code: str, version: int | None = None) -> Session:
        """Undo the last action, within ten seconds; an opening until its first release.

        Ballots that have arrived do not prevent it. Raises NothingToUndo.
        """

        def work(transaction: Transaction) -> tuple[Session, Asking | None]:
            session = checked(transaction, version)
            done = self._undoing.last(session)
            opened = done.opened
            if opened is None:
                return transaction.keep(done.undone()), None
            return transaction.keep(self._askings.take_back(transaction, session, opened)), opened

        session, opened = self._store.transact(code, work)
        self._undoing.forget(code)
        self._askings.announce_and_forget(session, *([opened] if opened else []))
        return session

    # ---- who may enter, what is there to see

    def session_named(
        self, code: str, before_waiting: Callable[[], None] = lambda: None
    ) -> Session:
        """The session with a join code; while many wrong codes are tried, it waits in a queue.

        Raises UnknownSession or RateLimited.
        """
        return self._codes_tried.judged(
            code, lambda: self._store.session(code), UnknownSession, before_waiting
        )

    def session(self, code: str) -> Session:
        """The session with this code. Raises UnknownSession."""
        return self._store.session(code)

    def connected_walls(self, code: str) -> int:
        """How many walls are connected."""
        return self.announcer.connected_walls(code)

    def session_of_screen(self, key: str) -> Session:
        """The session a screen key opens. Raises WrongKey."""
        return self._store.session(self._store.code_for_screen(key))

    def admit_facilitator(self, code: str, key: str) -> Session:
        """The session that a facilitator's key opens.

        Raises WrongKey, also for an unknown session.
        """
        self.desks.desk_of(code, key)
        return self._store.session(code)

    def present(self, session: Session) -> Present:
        """The present of a session, for a first paint."""
        return self.announcer.present(session)

    def revealed(self, session: Session) -> Release | None:
        """The release that phones may see, too: none while people still vote."""
        return None if session.open_asking else self.announcer.picture(session)

    def report(self, code: str) -> Report:
        """The report for files. Raises NothingKept for a rehearsal."""
        session = self._store.session(code)
        if session.is_rehearsal:
            raise NothingKept()
        return report(
            session,
            self._store.transact(code, lambda transaction: transaction.final_releases()),
            self._store.opened_on(code),
        )

    def kept_until(self, code: str, retention_days: int) -> date | None:
        """The last day on which a session is surely kept; None while it has not ended."""
        life = self._store.life(code)
        return life.kept_until(retention_days) if life.ended_on else None

    # ---- helpers, in calling order

    def _group_of(self, code: str, token: str) -> PartnerGroup | None:
        try:
            return self._store.group_of(code, token)
        except NotJoined:
            return None

    def _delete_due(self, code: str, retention_days: int) -> None:
        if self._store.delete_due(code, retention_days):
            self._undoing.forget(code)
            self.announcer.tell_deleted(code)

    def _unused_code(self) -> str:
        while True:
            code = self._chance.code(JOIN_CODE_LENGTH)
            try:
                self._store.session(code)
            except UnknownSession:
                return code

    def _open(
        self, verb: str, code: str, at: PlaceNamed, version: int | None, opening: OpenTransition
    ) -> Session:
        asking_id = self._chance.key(ASKING_ID_BITS)

        def transition(session: Session, transaction: Transaction) -> Session:
            place = place_to_show(session, at)
            return opening(
                session, place.question, place.passing, asking_id, _snapshot(session, transaction)
            )

        session = self._changes.commit(verb, code, version, transition)
        asking = session.open_asking
        if asking and asking.id == asking_id:
            self._askings.start(
                session, asking
            )  # before anything that can fail: an open question must tick
        self.announcer.announce(session)
        return session


def _snapshot(session: Session, transaction: Transaction) -> Joined | None:
    """Who joined by phone, per group, as it holds for an opening: see `domain.voting.snapshot`."""
    joined, newcomers = transaction.joined(), transaction.newcomers()
    return (
        transaction.snapshot()
        if is_due(session.snapshot, joined, newcomers, session.policy)
        else session.snapshot
    )
