"""A session that is played to see whether a sentence is kept: any kind of question, any mode, on
any store.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.store.stores import store_on
from tests.support.fakes import FakeClock, FakeScheduler, MemoryStore, RecordingBroadcaster, chance
from workshop.domain.errors import Refusal
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Release, Shown, Veiled
from workshop.domain.voting.session import Asking, AskingState, Session
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.ports import SessionStore
from workshop.facilitation.service import Facilitation
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing

K = 3
NORTHERN, SOUTHERN, NEITHER = PartnerGroup
SPLIT, TOGETHER, LOPSIDED = (4, 4, 4), (3, 1, 1), (9, 2, 0)
"""How many of each group make which mode: two sides of k or more, a small room, one side too
small.
"""


@dataclass(frozen=True)
class Case:
    """In what session a sentence is to be true.

    `disk` is where a real store keeps what it keeps; None for memory.
    """

    kind: Kind
    showing: Showing
    people: tuple[int, int, int]
    disk: Path | None = None

    @property
    def takes_text(self) -> bool:
        """Whether people write."""
        return self.question.takes_text

    @property
    def question(self) -> Question:
        """One of this kind."""
        own = ("a", "b", "c") if self.kind in (Kind.CHOICE, Kind.PRIORITISE) else ()
        return Question(
            "q", self.kind, "?", choices=own, max_choices=2 if self.kind is Kind.PRIORITISE else 1
        )

    @property
    def shown_from(self) -> int:
        """From how many on something of it is shown: words give more of a person away."""
        return self.question.shown_from(K)

    def with_people(self, *people: int) -> "Case":
        """The same session with so many of each group in the room."""
        return Case(self.kind, self.showing, (people[0], people[1], people[2]), self.disk)


class Workshop:
    """One question, played through the use cases. People are numbered, the Northern first."""

    def __init__(self, case: Case, *, slips: bool = False, rehearsal: bool = False) -> None:
        self.case = case
        self.clock = FakeClock()
        self._scheduler = FakeScheduler(self.clock)
        self.store, self._close = store_for(case.disk)
        draw = Random(7)
        luck = chance(lambda size, drawn: draw.sample(range(size), drawn))
        self.lead = Facilitation(
            self.store, RecordingBroadcaster(), self._scheduler, self.clock, luck
        )
        plan = Plan("T", (case.question,), threshold=K, results=case.showing)
        self.code = self.lead.open_session(plan, is_rehearsal=rehearsal)[0].code
        if slips:
            self.lead.slips.make_slips(self.code, 5, 5)
        self.groups = [
            group
            for group, many in zip(PartnerGroup, case.people, strict=True)
            for _ in range(many)
        ]
        self.tokens = (
            [] if slips else [self.lead.join(self.code, None, group) for group in self.groups]
        )
        self._numbers = [0] * len(self.tokens)

    def done(self) -> None:
        """Let go of the store."""
        self._close()

    @property
    def session(self) -> Session:
        """As it stands."""
        return self.lead.session(self.code)

    @property
    def asking(self) -> Asking:
        """The newest."""
        return self.session.askings[-1]

    def open(self) -> "Workshop":
        """Open voting."""
        self.lead.open_question(self.code, PlaceNamed("q", Pass.TODAY))
        return self

    def answer(self, person: int, choice: int | None = None, *, text: str | None = None) -> str:
        """A ballot of this person, another one each time; what it was answered, `ok` or why not."""
        self._numbers[person] += 1
        words = (f"what {person} wrote" if text is None else text) if self.case.takes_text else ""
        choices = [] if self.case.takes_text else [person % 3 if choice is None else choice]
        try:
            self.lead.cast_ballot(
                self.code,
                self.tokens[person],
                self.asking.place,
                choices,
                self._numbers[person],
                words,
            )
        except Refusal as refusal:
            return refusal.reason
        return "ok"

    def answer_all(self, *groups: PartnerGroup) -> "Workshop":
        """Everyone of these groups, or of all, answers once."""
        for person, group in enumerate(self.groups):
            if not groups or group in groups:
                assert self.answer(person) == "ok"
        return self

    def tick(self, times: int = 1) -> "Workshop":
        """Let pictures move that may."""
        self._scheduler.pass_time(2.0 * times)
        return self

    def close(self) -> "Workshop":
        """Close voting, and let the room see the result."""
        self.lead.close_question(self.code, PlaceNamed())
        return self

    def reveal(self) -> "Workshop":
        """Show what is not shown yet."""
        with suppress(Refusal):
            self.lead.reveal_results(self.code, PlaceNamed())
        return self

    @property
    def releases(self) -> list[Release]:
        """Everything that was ever published of the newest asking."""
        return list(self.store.releases(self.asking.id))

    def shown(self) -> Mapping[str, Shown]:
        """The last picture, group by group."""
        return self.releases[-1].groups if self.releases else {}

    def is_on_the_wall(self) -> bool:
        """Whether the room may see it."""
        return self.asking.state is AskingState.REVEALED


def pictured(shown: Shown) -> bool:
    """Whether anything of a group's answers is told."""
    return isinstance(shown, Counts | Veiled)


def voted_of(workshop: Workshop, pool: str) -> int:
    """How many people of a pool there are in the room: everyone, where everyone is one group."""
    return sum(pool in (group.value, "together") for group in workshop.groups)


def store_for(disk: Path | None) -> tuple[SessionStore, Callable[[], None]]:
    """The reference model, or the store we ship in a folder of its own."""
    if disk is None:
        return MemoryStore(), lambda: None
    folder = disk / f"{len(list(disk.iterdir()))}"
    folder.mkdir()
    engine = open_engine(f"sqlite:///{folder / 'workshop.sqlite3'}")
    return (
        store_on(engine, KeyRing(folder / "keys")),
        engine.dispose,
    )
