"""A room full of voters driven through the real use cases, with an omniscient watcher who notes
everything.

`Room` plays a script on any store; `invariants` are checked on what it noted. The watcher counts
for itself and never asks the code under test what a count should be.
"""

from contextlib import suppress
from itertools import count

from tests.proofs.invariants.steps import (
    AskAgain,
    Cast,
    Choices,
    Close,
    Cut,
    Delivery,
    Hide,
    Late,
    Move,
    Repeat,
    Restart,
    Reveal,
    Script,
    Step,
    Tick,
    Undo,
)
from tests.proofs.invariants.watched import Answer, Moment, Round
from tests.support.fakes import (
    FakeClock,
    FakeScheduler,
    Mains,
    PowerCut,
    RecordingBroadcaster,
    chance,
)
from workshop.domain.errors import Refusal
from workshop.domain.report import Report
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Mode, Sample
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import Release, Waiting
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.ports import SessionStore, Transaction
from workshop.facilitation.service import Facilitation
from workshop.facilitation.undo import UNDO_SECONDS

OK, NOTHING, LOST = "ok", "nothing", "lost"


class PutBack(Exception):
    """Ends a transaction without a trace."""


class Room:
    """Plays a script. `sample` is the draw; everything seen is in `rounds` (what was undone: in
    `taken_back`), every due and real outcome in `outcomes`.

    Codes and tokens begin with `prefix`. Only a store behind `Mains` can be restarted, and lose its
    power.
    """

    def __init__(
        self, store: SessionStore, script: Script, sample: Sample, prefix: str = ""
    ) -> None:
        self.script = script
        self._sample, self._prefix = sample, prefix
        self._starts = count(1)
        self._clock = FakeClock()
        self._broadcaster = RecordingBroadcaster()
        self._store = store
        self._start()
        plan = Plan("Room", (script.question,), threshold=script.threshold, results=script.results)
        self.code = self._facilitation.open_session(plan)[0].code
        self._groups = [
            group
            for group, size in zip(PartnerGroup, script.groups, strict=True)
            for _ in range(size)
        ]
        self._tokens = [self._facilitation.join(self.code, None, group) for group in self._groups]
        self.rounds: list[Round] = []
        self.taken_back: list[Round] = []
        self.outcomes: list[tuple[Step, str, str]] = []
        self._undoable: tuple[Step, float] | None = None
        self.take(AskAgain())

    def play(self) -> "Room":
        """Every step of the script, one after the other."""
        for step in self.script.steps:
            self.take(step)
        return self

    def take(self, step: Step) -> None:
        """One step, and what could be seen of it."""
        due = self._due(step)
        outcome = self._do(step)
        self.outcomes.append((step, due, outcome))
        if outcome == OK:
            self._happened(step)
        self._note(step, due, outcome)

    def streams(self, on: Round) -> bool:
        """Whether the picture of a round may move while it is open."""
        return self.script.results is Showing.LIVE and on is self.rounds[0]

    def deliver_all_but_the_close(self) -> None:
        """Every ballot of the script, with no tick between them."""
        for step in self.script.steps:
            if isinstance(step, Cast):
                self.take(step)

    def taken_and_put_back(self, positions: list[int]) -> list[Ballot]:
        """The ballots at these positions of the first pool, after which the box is as it was."""
        found: list[Ballot] = []

        def take(transaction: Transaction) -> None:
            found.extend(transaction.box(self.round.asking).take(self.round.pools()[0], positions))
            raise PutBack()

        with suppress(PutBack):
            self._store.transact(self.code, take)
        return found

    @property
    def round(self) -> Round:
        """The round that is on."""
        return self.rounds[-1]

    @property
    def is_open(self) -> bool:
        """Whether people can vote now."""
        return bool(self.rounds) and not self.round.is_closed

    def stored(self, on: Round) -> tuple[Release, ...]:
        """The releases of a round that are stored now."""
        return tuple(self._store.releases(on.asking.id))

    def report(self) -> Report:
        """What would go home as files now."""
        return self._facilitation.report(self.code)

    def linked(self, on: Round) -> list[int]:
        """Who can still be told to have voted in a round, by the token of their phone."""
        return [
            person
            for person, token in enumerate(self._tokens)
            if self._store.mark_of(on.asking, token)
        ]

    def leave(self) -> None:
        """End and delete the session. Raises what the use cases refuse."""
        self._facilitation.end_session(self.code)
        self._facilitation.delete_session(self.code)

    def _start(self) -> None:
        """As a server that has just started on this store."""
        self._scheduler = FakeScheduler(self._clock)
        luck = chance(self._sample, f"{self._prefix}{next(self._starts)}-")
        self._facilitation = Facilitation(
            self._store, self._broadcaster, self._scheduler, self._clock, luck
        )

    # ---- what the rules ask for

    def _due(self, step: Step) -> str:
        match step:
            case Cast() | Repeat() | Late():
                return self._due_on_delivery(step)
            case Close():
                return OK if self.is_open else "QuestionClosed"
            case AskAgain():
                return "QuestionOpen" if self.is_open else OK
            case Reveal():
                return OK if self.round.is_closed and not self.round.is_shown else "NothingToReveal"
            case Hide():
                return OK if self.round.is_shown else "NothingToHide"
            case Undo():
                return OK if self._can_undo() else "NothingToUndo"
            case Cut(inner, at):
                due = self._due(inner)
                is_lost = (isinstance(inner, Delivery) and due != NOTHING) or due == OK
                return LOST if at == "before" and is_lost else due
            case _:
                return OK

    def _due_on_delivery(self, step: Delivery) -> str:
        held, number = self.round.answers.get(step.person), self._number(step)
        if number is None:
            return NOTHING
        if self.round.is_closed:
            return "QuestionClosed"
        if held is None or number == held.number:
            return OK
        if number < held.number:
            return "StaleBallot"
        return "BallotLocked" if held.is_locked else OK

    def _number(self, step: Delivery) -> int | None:
        """The number on the delivery; None for the repetition of what never was."""
        held = self.round.answers.get(step.person)
        if isinstance(step, Cast):
            return step.number or (held.number + 1 if held else 1)
        return held.number - isinstance(step, Late) if held else None

    def _choices(self, step: Delivery) -> Choices:
        return self.round.answers[step.person].choices if isinstance(step, Repeat) else step.choices

    def _can_undo(self) -> bool:
        """The last action of ten seconds; an opening only until its first picture, whoever has
        voted.
        """
        if self._undoable is None or self._clock.now > self._undoable[1]:
            return False
        return not isinstance(self._undoable[0], AskAgain) or not self.round.releases

    # ---- what happens

    def _do(self, step: Step) -> str:
        try:
            match step:
                case Cast() | Repeat() | Late():
                    return self._deliver(step)
                case Cut():
                    return self._cut(step)
                case Move(person, group):
                    self._facilitation.join(self.code, self._tokens[person], group)
                case Tick():
                    self._scheduler.pass_time(2)
                case Restart():
                    self._restart()
                case _:
                    self._lead(step)
        except Refusal as refusal:
            return refusal.reason
        return OK

    def _lead(self, step: Step) -> None:
        match step:
            case Close():
                self._facilitation.close_question(self.code, PlaceNamed())
            case AskAgain():
                verb = (
                    self._facilitation.ask_again
                    if self.rounds
                    else self._facilitation.open_question
                )
                verb(self.code, PlaceNamed("q", Pass.TODAY))
            case Reveal():
                self._facilitation.reveal_results(self.code, PlaceNamed())
            case Hide():
                self._facilitation.hide_results(self.code, PlaceNamed())
            case Undo():
                self._facilitation.undo(self.code)

    def _deliver(self, step: Delivery) -> str:
        number = self._number(step)
        if number is None:
            return NOTHING
        place, token = self.round.asking.place, self._tokens[step.person]
        self._facilitation.cast_ballot(self.code, token, place, list(self._choices(step)), number)
        return OK

    def _cut(self, cut: Cut) -> str:
        mains = self._mains()
        mains.cut_at = cut.at
        try:
            return self._do(cut.step)
        except PowerCut:
            self._restart()
            return LOST if cut.at == "before" else OK
        finally:
            mains.cut_at = ""

    def _restart(self) -> None:
        self._mains().restart()
        self._start()
        self._facilitation.resume()
        self._undoable = None

    def _mains(self) -> Mains:
        assert isinstance(self._store, Mains)
        return self._store

    # ---- what the watcher notes down for itself

    def _happened(self, step: Step) -> None:
        match step:
            case Cast() | Repeat() | Late():
                self._remember(step)
            case Move(person, group):
                self._groups[person] = group
            case Close():
                self.round.is_closed = True
                self.round.show(shown=self.script.results is Showing.LIVE)
                self._undoable = None
            case AskAgain():
                asking = self._facilitation.session(self.code).open_asking
                assert asking
                self.rounds.append(Round(asking))
                self._can_be_undone(step)
            case Reveal() | Hide():
                self.round.show(shown=isinstance(step, Reveal))
                self._can_be_undone(step)
            case Undo():
                self._undone()
            case Cut(inner, _):
                self._happened(inner)
                self._undoable = self._undoable if inner == Tick() and self._undoable else None

    def _remember(self, step: Delivery) -> None:
        """The rule in the watcher's own words: a person's highest accepted number counts, in their
        first group.
        """
        held, number, choices = (
            self.round.answers.get(step.person),
            self._number(step),
            self._choices(step),
        )
        assert number
        if held is None:
            is_split = self.round.asking.mode is Mode.SPLIT
            pool = self._groups[step.person].value if is_split else "together"
            self.round.answers[step.person] = Answer(pool, number, choices)
        elif number > held.number:
            held.number, held.choices = number, choices

    def _can_be_undone(self, step: Step) -> None:
        self._undoable = (step, self._clock.now + UNDO_SECONDS)

    def _undone(self) -> None:
        assert self._undoable
        match self._undoable[0]:
            case AskAgain():
                self.taken_back.append(self.rounds.pop())
            case Reveal():
                self.round.show(shown=False)
            case Hide():
                self.round.show(shown=True)
        self._undoable = None

    # ---- what is seen

    def _note(self, step: Step, due: str, outcome: str) -> None:
        told = tuple((sent.event, sent.body) for sent in self._broadcaster.told)
        self._broadcaster.told.clear()
        if not self.rounds:
            return
        on, releases = self.round, self.stored(self.round)
        self._note_locks(on, releases)
        on.releases = releases
        is_delivery = isinstance(step, Delivery) and on.moments
        locked = on.moments[-1].locked if is_delivery else self._locked()
        may_show = on.is_shown or (self.streams(on) and not on.is_closed)
        revealed = tuple(
            last for one in self.rounds if one.was_revealed for last in one.releases[-1:]
        )
        seen = Moment(step, due, outcome, told, self._sizes(), locked, releases, may_show, revealed)
        on.moments.append(seen)

    def _note_locks(self, on: Round, releases: tuple[Release, ...]) -> None:
        """A picture of a group locks everyone who voted in it so far, drawn or not."""
        before = on.releases[-1] if on.releases else None
        for pool, shown in releases[-1].groups.items() if len(releases) > len(on.releases) else ():
            if not isinstance(shown, Waiting) and (before is None or shown != before.groups[pool]):
                for answer in on.voters(pool):
                    answer.is_locked = True

    def _sizes(self) -> dict[str, int]:
        if self.round.is_closed:
            return {}
        asking = self.round.asking
        sizes = self._store.transact(
            self.code, lambda transaction: dict(transaction.box(asking).sizes())
        )
        return {pool: size for pool, size in sizes.items() if size}

    def _locked(self) -> tuple[int, ...]:
        if self.round.is_closed:
            return ()
        marks = [self._store.mark_of(self.round.asking, token) for token in self._tokens]
        return tuple(person for person, mark in enumerate(marks) if mark and mark.locked)
