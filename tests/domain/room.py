"""A room full of voters driven through the real use cases, with an omniscient watcher who notes everything.

`Room` plays a script on any store; `invariants` are checked on what it noted. The watcher counts for itself and never
asks the code under test what a count should be.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from tests.fakes import FakeClock, FakeScheduler, RecordingBroadcaster, chance
from workshop.domain.ballot_box import Ballot
from workshop.domain.disclosure import Mode, Sample, pools
from workshop.domain.errors import Refusal
from workshop.domain.participant import PartnerGroup
from workshop.domain.plan import Plan, Showing
from workshop.domain.question import Kind, Pass, Question
from workshop.domain.release import Counts, Release, Shown, Veiled, Waiting
from workshop.domain.session import Asking
from workshop.facilitation import At, Facilitation
from workshop.ports import SessionStore, Transaction

NORTHERN, SOUTHERN, NEITHER = PartnerGroup
ONE_OF_THREE = Question("q", Kind.CHOICE, "?", choices=("a", "b", "c"), max_choices=1)
SOME_OF_THREE = replace(ONE_OF_THREE, max_choices=3)
ONE_EACH = replace(ONE_OF_THREE, choices=tuple("abcdefghijklmnopqrst"))
NOTHING = "nothing"

Choices = tuple[int, ...]


class PutBack(Exception):
    """Ends a transaction without a trace."""


@dataclass(frozen=True)
class Cast:
    """A ballot arrives. `number` None stands for the person's next number."""

    person: int
    choices: Choices
    number: int | None = None


@dataclass(frozen=True)
class Repeat:
    """The person's last delivery arrives once more, word for word."""

    person: int


@dataclass(frozen=True)
class Late:
    """An earlier number of this person arrives after a later one."""

    person: int
    choices: Choices


@dataclass(frozen=True)
class Move:
    """The person chooses another group."""

    person: int
    group: PartnerGroup


@dataclass(frozen=True)
class Tick:
    """Two seconds pass."""


@dataclass(frozen=True)
class Close:
    """The facilitator closes the question."""


@dataclass(frozen=True)
class AskAgain:
    """The facilitator asks again: a new round, in which every phone begins to count anew."""


Step = Cast | Repeat | Late | Move | Tick | Close | AskAgain


@dataclass(frozen=True)
class Script:
    """A workshop: how many sit in each group at the opening, and what happens then."""

    groups: tuple[int, int, int]
    steps: tuple[Step, ...]
    question: Question = ONE_OF_THREE
    threshold: int = 3
    results: Showing = Showing.LIVE

    def with_choices(self, choices: Callable[[int, Choices], Choices]) -> "Script":
        """The same script, in which other things are chosen."""
        return replace(
            self,
            steps=tuple(
                replace(step, choices=choices(step.person, step.choices)) if isinstance(step, Cast | Late) else step
                for step in self.steps
            ),
        )


@dataclass
class Answer:
    """What the watcher knows of one person in one round."""

    pool: str
    number: int
    choices: Choices
    is_locked: bool = False


@dataclass(frozen=True)
class Moment:
    """What could be seen right after one step. `due` is the outcome that the rules ask for, in the watcher's words."""

    step: Step
    due: str
    outcome: str
    told: tuple[object, ...]
    sizes: dict[str, int]
    locked: tuple[int, ...]
    releases: tuple[Release, ...]


@dataclass
class Round:
    """One asking, as the watcher saw it."""

    asking: Asking
    moments: list[Moment] = field(default_factory=list)
    answers: dict[int, Answer] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    is_closed: bool = False

    def pools(self) -> tuple[str, ...]:
        """The pools of the mode."""
        return pools(self.asking.mode)

    def voters(self, pool: str) -> list[Answer]:
        """Who voted in a pool."""
        return [answer for answer in self.answers.values() if answer.pool == pool]


class Room:
    """Plays a script. `sample` is the draw; everything seen is in `rounds`. Codes and tokens begin with `prefix`."""

    def __init__(self, store: SessionStore, script: Script, sample: Sample, prefix: str = "") -> None:
        self.script = script
        self._sample, self._prefix = sample, prefix
        self._clock = FakeClock()
        self._broadcaster = RecordingBroadcaster()
        self._start(store)
        plan = Plan("Room", (script.question,), threshold=script.threshold, results=script.results)
        self._code = self._facilitation.open_session(plan)[0].code
        self._groups = [group for group, size in zip(PartnerGroup, script.groups, strict=True) for _ in range(size)]
        self._tokens = [self._facilitation.join(self._code, None, group) for group in self._groups]
        self.rounds: list[Round] = []
        self._open(self._facilitation.open_question)
        self._broadcaster.told.clear()

    def play(self) -> "Room":
        """Every step of the script, one after the other."""
        for step in self.script.steps:
            self.take(step)
        return self

    def take(self, step: Step) -> None:
        """One step, and what could be seen of it."""
        due = self._due(step)
        self._note(step, due, self._do(step))

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
            self._store.transact(self._code, take)
        return found

    @property
    def round(self) -> Round:
        """The round that is on."""
        return self.rounds[-1]

    def _start(self, store: SessionStore) -> None:
        """As a server that has just started on this store."""
        self._store = store
        self._scheduler = FakeScheduler(self._clock)
        luck = chance(self._sample, f"{self._prefix}{self._clock.now:.0f}-")
        self._facilitation = Facilitation(store, self._broadcaster, self._scheduler, self._clock, luck)

    # ---- what the rules ask for

    def _due(self, step: Step) -> str:
        if not isinstance(step, Cast | Repeat | Late):
            return "ok"
        held, number = self.round.answers.get(step.person), self._number(step)
        if number is None:
            return NOTHING
        if self.round.is_closed:
            return "QuestionClosed"
        if held is None or number == held.number:
            return "ok"
        if number < held.number:
            return "StaleBallot"
        return "BallotLocked" if held.is_locked else "ok"

    def _number(self, step: Cast | Repeat | Late) -> int | None:
        """The number on the delivery; None for the repetition of what never was."""
        held = self.round.answers.get(step.person)
        if isinstance(step, Cast):
            return step.number or (held.number + 1 if held else 1)
        return held and held.number - isinstance(step, Late)

    # ---- what happens

    def _do(self, step: Step) -> str:
        match step:
            case Cast() | Repeat() | Late():
                return self._deliver(step)
            case Move(person, group):
                self._groups[person] = group
                self._facilitation.join(self._code, self._tokens[person], group)
                return "ok"
            case Tick():
                self._scheduler.pass_time(2)
                return "ok"
            case Close():
                return self._close()
            case AskAgain():
                return self._ask_again()

    def _deliver(self, step: Cast | Repeat | Late) -> str:
        number = self._number(step)
        if number is None:
            return NOTHING
        choices = self.round.answers[step.person].choices if isinstance(step, Repeat) else step.choices
        try:
            place, token = self.round.asking.place, self._tokens[step.person]
            self._facilitation.cast_ballot(self._code, token, place, list(choices), number)
        except Refusal as refusal:
            return refusal.reason
        self._remember(step.person, choices, number)
        return "ok"

    def _remember(self, person: int, choices: Choices, number: int) -> None:
        """The rule in the watcher's own words: a person's highest accepted number counts, in their first group."""
        held = self.round.answers.get(person)
        if held is None:
            is_split = self.round.asking.mode is Mode.SPLIT
            pool = self._groups[person].value if is_split else "together"
            self.round.answers[person] = Answer(pool, number, choices)
        elif number > held.number:
            held.number, held.choices = number, choices

    def _close(self) -> str:
        self._facilitation.close_question(self._code, At())
        self.round.is_closed = True
        return "ok"

    def _ask_again(self) -> str:
        self._open(self._facilitation.ask_again)
        return "ok"

    def _open(self, verb: Callable[[str, At], object]) -> None:
        verb(self._code, At("q", Pass.TODAY))
        asking = self._facilitation.session(self._code).open_asking
        assert asking
        self.rounds.append(Round(asking))

    # ---- what is seen

    def _note(self, step: Step, due: str, outcome: str) -> None:
        on = self.round
        told = tuple((sent.event, sent.body) for sent in self._broadcaster.told)
        self._broadcaster.told.clear()
        releases = tuple(self._store.releases(on.asking.id))
        self._note_locks(on, releases)
        on.releases = releases
        locked = self._locked() if isinstance(step, Tick | Close) or not on.moments else on.moments[-1].locked
        on.moments.append(Moment(step, due, outcome, told, self._sizes(), locked, releases))

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
        sizes = self._store.transact(self._code, lambda transaction: dict(transaction.box(asking).sizes()))
        return {pool: size for pool, size in sizes.items() if size}

    def _locked(self) -> tuple[int, ...]:
        if self.round.is_closed:
            return ()
        marks = [self._store.mark_of(self.round.asking, token) for token in self._tokens]
        return tuple(person for person, mark in enumerate(marks) if mark and mark.locked)


def tally(question: Question, answers: list[Answer]) -> Counts:
    """The exact counts, as anyone would count them by hand."""
    chosen = [choice for answer in answers for choice in answer.choices]
    counts = tuple(chosen.count(choice) for choice in range(len(question.choices)))
    return Counts(len(answers), counts, sum(not answer.choices for answer in answers))


def bare(shown: Shown) -> object:
    """A group's part of a release without the bars: what must not depend on what was chosen."""
    return shown.voters if isinstance(shown, Counts | Veiled) else type(shown)
