"""A room that is led by somebody curious, through the real use cases; whatever anybody is told is
written down.

`Led` plays steps on any store. Everyone's side, and what is typed of paper, can be another in a
second room that is otherwise the same: what is told in both is then compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.support.fakes import FakeClock, FakeScheduler, MemoryStore, RecordingBroadcaster, chance
from workshop.domain.errors import Refusal
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Session
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.ports import SessionStore
from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter

NORTHERN, SOUTHERN, NEITHER = PartnerGroup
FOCUS = Question("focus", Kind.CHOICE, "Where to start?", choices=("a", "b", "c"))
BUDGET = Question(
    "budget", Kind.WHO_DECIDES, "Who decides on the budget?", (Pass.TODAY, Pass.SHOULD_BE)
)
HOPE = Question("hope", Kind.SAFE, "Can we say this aloud?")
ADDED = Question("", Kind.AGREE, "We began on time.")
K = 5


@dataclass(frozen=True)
class Join:
    """A person joins with a side, or chooses another one."""

    person: str
    group: PartnerGroup


@dataclass(frozen=True)
class Vote:
    """A person answers the open question, or changes their answer."""

    person: str
    choice: int = 0


@dataclass(frozen=True)
class Lead:
    """A verb of the facilitator; `question` is left out where the room's own is meant."""

    verb: str
    question: str | None = None


@dataclass(frozen=True)
class Paper:
    """So many people of a side are said to vote on paper; `enters`: their ballots are typed,
    too.
    """

    group: PartnerGroup
    people: int
    enters: bool = False


@dataclass(frozen=True)
class Wait:
    """So many seconds pass."""

    seconds: float = 2


Step = Join | Vote | Lead | Paper | Wait
AT = (
    "open_question",
    "ask_again",
    "close_question",
    "show_question",
    "reveal_results",
    "hide_results",
)
BESIDE = ("lock_door", "unlock_door", "show_code", "pause_phones", "show_map")


class Led:
    """One room; `told[i]` is everything that step i let anybody know."""

    def __init__(
        self, store: SessionStore | None = None, results: Showing = Showing.LIVE, threshold: int = K
    ) -> None:
        self.clock = FakeClock()
        self.scheduler = FakeScheduler(self.clock)
        self.broadcaster = RecordingBroadcaster()
        self.store = store or MemoryStore()
        luck = chance(lambda size, drawn: Random(3).sample(range(size), drawn))
        self.facilitation = Facilitation(
            self.store, self.broadcaster, self.scheduler, self.clock, luck
        )
        self.presenter = Presenter("http://here", (), self.clock)
        plan = Plan("Room", (FOCUS, BUDGET, HOPE), threshold=threshold, results=results)
        self.code = self.facilitation.open_session(plan)[0].code
        self.numbers: dict[str, int] = {}
        self.counted = 0
        """How often everyone was counted by group, or should have been: by the rule in the test's
        own words.
        """
        self._sides: dict[str, PartnerGroup] = {}
        self._new: set[str] = set()
        self.told: list[Any] = []

    def play(self, *steps: Step) -> "Led":
        """Take these steps, one after the other."""
        for step in steps:
            self.told.append(self._take(step))
        return self

    @property
    def session(self) -> Session:
        """As it is now."""
        return self.store.session(self.code)

    @property
    def turnout(self) -> dict[str, Any]:
        """What wall and desk read of who is here and who has answered."""
        present = self.facilitation.present(self.session)
        return self.presenter.turnout(present.session, present.turnout)

    def _take(self, step: Step) -> tuple[Step, str, tuple[Any, ...], Any]:
        self.broadcaster.told.clear()
        try:
            self._do(step)
            self._note(step)
            outcome = "ok"
        except Refusal as refusal:
            outcome = refusal.reason
        self.scheduler.pass_time(0.5)  # joins are told
        return step, outcome, tuple(self.broadcaster.told), self._pages()

    def _note(self, step: Step) -> None:
        if isinstance(step, Join) and self._sides.get(step.person) is not step.group:
            self._sides[step.person] = step.group
            self._new.add(step.person)
        if (
            isinstance(step, Lead)
            and step.verb in ("open_question", "ask_again")
            and len(self._new) >= K
        ):
            self._new.clear()
            self.counted += 1

    def _do(self, step: Step) -> None:
        match step:
            case Join(person, group):
                self.facilitation.join(self.code, person, group)
            case Vote(person, choice):
                self._vote(person, choice)
            case Lead(verb, question):
                self._lead(verb, question)
            case Paper(group, people, enters):
                self._type(group, people, enters=enters)
            case Wait(seconds):
                self.scheduler.pass_time(seconds)

    def _vote(self, person: str, choice: int) -> None:
        asking = self.session.open_asking
        if asking and self.facilitation.has_joined(self.code, person):
            number = self.numbers[person] = self.numbers.get(person, 0) + 1
            self.facilitation.cast_ballot(self.code, person, asking.place, [choice], number)

    def _lead(self, verb: str, question: str | None) -> None:
        if verb in AT:
            getattr(self.facilitation, verb)(self.code, PlaceNamed(question))
        elif verb in BESIDE:
            getattr(self.facilitation.walls, verb)(self.code)
        elif verb == "add_question":
            self.facilitation.questions.add_question(self.code, ADDED)
        else:
            getattr(self.facilitation, verb)(self.code)

    def _type(self, group: PartnerGroup, people: int, *, enters: bool) -> None:
        asking = self.session.open_asking
        if not enters:
            self.facilitation.papers.expect_paper(self.code, Joined(**{group.value: people}))
        elif asking:
            question = self.session.plan.question(asking.question)
            expected = self.session.on_paper.as_numbers()[group.value]
            counts = [expected, *[0] * (question.choice_count - 1)]
            self.facilitation.papers.enter_paper(self.code, group, expected, counts, 0)

    def _pages(self) -> Any:
        """What the pages and the API of wall, desk and a phone that has just come say now."""
        present = self.facilitation.present(self.session)
        return {
            "desk": self.presenter.present_for_facilitator(present),
            "phone": self.presenter.present_on_phone(
                present.session, None, self.facilitation.revealed(present.session)
            ),
        }


def payloads(room: Led, told: tuple[Any, ...]) -> Iterator[Any]:
    """Frames as they go over the wire.

    The state is on the pages, so only that it was sent is noted.
    """
    for one in told:
        if one.event == "turnout_changed":
            yield room.presenter.turnout(room.session, one.body)
        elif one.event == "results_released":
            yield one.body.as_payload()
        else:
            yield one.event


def as_told(room: Led) -> list[Any]:
    """Everything that became known, step by step."""
    return [(outcome, list(payloads(room, sent)), pages) for _, outcome, sent, pages in room.told]


def difference(one: Any, other: Any, at: str = "") -> str:
    """Where two things that were told differ first; empty if they are the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = ((f"{at}.{key}", one.get(key), other.get(key)) for key in {**one, **other})
    elif (
        isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other)
    ):
        pairs = (
            (f"{at}[{position}]", *both)
            for position, both in enumerate(zip(one, other, strict=True))
        )
    else:
        return "" if one == other else f"{at}: {one!r} / {other!r}"
    return next(
        filter(None, (difference(first, second, where) for where, first, second in pairs)), ""
    )
