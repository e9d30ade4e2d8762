"""A whole session led by a desk that tries everything, with all that anybody is told of it.

`Hall` takes steps through the real use cases on any store. Two halls that took the same steps but
for one secret are compared by what they told: frames as they go out, what a wall, a desk and a
phone are given that come just now, files.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.proofs.invariants.system import replayed_draw
from tests.support.fakes import FakeClock, FakeScheduler, chance
from workshop.domain.errors import QuestionClosed, Refusal
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Release, Shown, Suppressed, Veiled
from workshop.domain.voting.session import Asking, Session
from workshop.domain.voting.turnout import Turnout
from workshop.export import EXPORTS, render
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.ports import SessionStore
from workshop.facilitation.service import Facilitation
from workshop.live.broadcaster import SocketBroadcaster
from workshop.presenter.presenter import Presenter

THRESHOLD = 3
BUDGET = Question("budget", Kind.CHOICE, "Who decides on the budget?", choices=("a", "b", "c"))
LATER = replace(BUDGET, id="later", text="Now: who DECIDES on the budget?", choices=("d", "e", "f"))
STAFF = replace(
    BUDGET,
    id="staff",
    text="Who chooses new colleagues?",
    choices=("a", "b", "c", "d"),
    max_choices=2,
)
WORDS = Question("words", Kind.GATHER, "What would help most?", choices=())
PLAN = Plan("Hall", (BUDGET, STAFF, LATER, WORDS), threshold=THRESHOLD)
ALIKE = {
    "budget": "budget",
    "later": "budget",
}  # what asks the same, by the person who wrote the plan

Step = tuple[Any, ...]
"""The name of a method of `Hall`, and what it is given."""


@dataclass
class Wire:
    """Stands for the Socket.IO server: whatever goes to any room is written down."""

    told: list[str] = field(default_factory=list)

    def emit(self, event: str, payload: dict[str, Any], *, room: str, namespace: str) -> None:
        self.told.append(json.dumps([namespace, event, payload]))


class Hall:
    """One session. `steps` are those taken, so that another hall can take them, too."""

    def __init__(self, store: SessionStore, results: Showing) -> None:
        self.store, self.steps, self.wire = store, list[Step](), Wire()
        self._clock = FakeClock()
        self._scheduler = FakeScheduler(self._clock)
        self._presenter = Presenter("http://127.0.0.1", tuple(EXPORTS), self._clock)
        told = SocketBroadcaster(self.wire, self._presenter)
        self.desk = Facilitation(store, told, self._scheduler, self._clock, chance(replayed_draw()))
        self.code = self.desk.open_session(replace(PLAN, results=results))[0].code
        self.people: list[str] = []
        self.voted: dict[str, set[int]] = {}
        self.typed: dict[str, dict[str, Counts]] = {}
        self._numbers = 0

    @property
    def session(self) -> Session:
        """As it is now."""
        return self.desk.session(self.code)

    def take(self, step: Step) -> tuple[str, list[str]]:
        """One step: how it ended for whoever took it, and what everybody was told."""
        self.steps.append(step)
        self.wire.told.clear()
        name, *given = step
        try:
            getattr(self, name)(*given)
        except Refusal as refusal:
            return refusal.reason, [*self.wire.told]
        return "ok", [*self.wire.told]

    def to_be_seen(self) -> list[object]:
        """What a wall, a desk and a phone are given that come just now, and the files."""
        session = self.session
        present, revealed = self.desk.present(session), self.desk.revealed(session)
        phone = [
            self._presenter.text_for_participant(session, None),
            self._presenter.release_text_for_participant(session, revealed) if revealed else None,
        ]
        files = [
            render(name, self.desk.report(self.code)) for name in ("results.json", "results.csv")
        ]
        screen = json.dumps(self._presenter.present_for_screen(present))
        return [
            screen,
            json.dumps(self._presenter.present_for_facilitator(present)),
            *phone,
            *files,
        ]

    def finals(self) -> list[Release]:
        """The last release of every question that was closed, in the order in which they were
        opened.
        """
        return self.store.transact(self.code, lambda transaction: transaction.final_releases())

    def newcomers(self) -> int:
        """How many are new since the last snapshot."""
        return self.store.transact(self.code, lambda transaction: transaction.newcomers())

    def turnout(self) -> Turnout:
        """As it is told now."""
        return self.desk.present(self.session).turnout

    # ---- what people do

    def join(self, group: PartnerGroup) -> None:
        self.people.append(f"token-{len(self.people)}")
        self.desk.join(self.code, self.people[-1], group)

    def move(self, person: int, group: PartnerGroup) -> None:
        self.desk.join(self.code, self.people[person], group)

    def vote(self, person: int, choices: tuple[int, ...], text: str) -> None:
        asking = self._open()
        self._numbers += 1
        question = self.session.plan.question(asking.question)
        chosen = [] if question.takes_text else list(choices[: question.max_choices])
        words = text if question.takes_text else ""
        self.desk.cast_ballot(
            self.code, self.people[person], asking.place, chosen, self._numbers, words
        )
        self.voted.setdefault(asking.id, set()).add(person)

    def pass_time(self, seconds: float) -> None:
        self._scheduler.pass_time(seconds)

    # ---- what the desk does

    def open(self, question: str) -> None:
        self.desk.open_question(self.code, PlaceNamed(self._id(question), Pass.TODAY))

    def ask_again(self, question: str) -> None:
        self.desk.ask_again(self.code, PlaceNamed(self._id(question), Pass.TODAY))

    def close(self) -> None:
        self.desk.close_question(self.code, PlaceNamed())

    def reveal(self) -> None:
        self.desk.reveal_results(self.code, PlaceNamed())

    def hide(self) -> None:
        self.desk.hide_results(self.code, PlaceNamed())

    def undo(self) -> None:
        self.desk.undo(self.code)

    def copy(self) -> None:
        self.desk.questions.add_question(
            self.code, replace(BUDGET, id="copy", text="who decides, on the Budget")
        )

    def pause(self) -> None:
        self.desk.walls.pause_phones(self.code)

    def expect_paper(self, northern: int, southern: int) -> None:
        self.desk.papers.expect_paper(self.code, Joined(northern, southern))

    def enter_paper(self, group: PartnerGroup, share: float) -> None:
        """So many of those expected, half of them for the first choice."""
        asking = self._open()
        voters = int(share * self.session.on_paper.as_numbers()[group.value])
        counts = (voters - voters // 2, voters // 2, 0)
        self.desk.papers.enter_paper(self.code, group, voters, counts, 0)
        self.typed.setdefault(asking.id, {})[group.value] = Counts(voters, counts, 0, voters)

    # ---- helpers

    def _open(self) -> Asking:
        asking = self.session.open_asking
        if asking is None:
            raise QuestionClosed()
        return asking

    def _id(self, name: str) -> str:
        """Of a question of the plan, or of the copy that was added last."""
        ids = [question.id for question in self.session.plan.questions]
        added = [each for each in ids if each not in {question.id for question in PLAN.questions}]
        return name if name != "copy" else added[-1] if added else "budget"


def asks(question: str) -> str:
    """What a question asks; whatever was added is a copy of the first."""
    known = {question.id for question in PLAN.questions}
    return ALIKE.get(question, question if question in known else "budget")


def phones_in(shown: Shown) -> int | None:
    """How many who voted by phone a picture tells of; None if it tells no number."""
    if isinstance(shown, Counts | Veiled):
        return shown.voters - shown.paper
    return shown.voters if isinstance(shown, Suppressed) else None


def replayed(make: Callable[[], SessionStore], like: Hall) -> Hall:
    """Another hall in which the same was done."""
    hall = Hall(make(), like.session.plan.results)
    for step in like.steps:
        hall.take(step)
    return hall
