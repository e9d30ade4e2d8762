"""The attack, on hundreds of simulated sessions: subtract what was seen before from what is seen
now.

The watcher must learn hardly more from a picture that moves than from one shown at the close; and
must learn a lot from the same program without its reserve, or the attack would not be one.
"""

import json
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.proofs.secrecy.watcher import Notebook, Seen, known_for_certain
from tests.support.fakes import FakeClock, FakeScheduler, MemoryStore, chance
from tests.support.trials import trials
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Place
from workshop.domain.voting.session import Session as SessionValue
from workshop.export import EXPORTS, render
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.service import Facilitation
from workshop.live.broadcaster import SocketBroadcaster
from workshop.presenter.presenter import Presenter

SESSIONS = trials(25, 100)
TICKS = 8
MAJORITY = 0.7
QUESTION = Question("q", Kind.CHOICE, "?", choices=("a", "b"))


class NoReserve(MemoryStore):
    """As if every waiting ballot were shown as soon as there are k of them."""

    def add(self, session: SessionValue, facilitator_key: str, opened_on: date) -> None:
        super().add(
            replace(session, policy=replace(session.policy, reserve=0)), facilitator_key, opened_on
        )


class Wire:
    """The Socket.IO server, as the broadcaster uses it: whatever goes to any room of any audience
    is written down.
    """

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self.moment = 0

    def emit(self, event: str, payload: dict[str, Any], *, room: str, namespace: str) -> None:
        self._notebook.note(self.moment, payload)


class Session:
    """One simulated question; `arrivals[i]` ticks pass before person i of the Southern group
    taps.
    """

    def __init__(self, rng: random.Random, people: int, threshold: int) -> None:
        self.threshold = threshold
        self.choices = [int(rng.random() > MAJORITY) for _ in range(people)]
        self.arrivals = [rng.randrange(TICKS) for _ in range(people)]
        self.seed = rng.random()

    def watched(self, store: MemoryStore, results: Showing) -> Seen:
        """What the watcher has seen when the question is closed: every frame, and at every tick
        what scripts may ask.

        At the end they have the files, too.
        """
        draw, clock = random.Random(self.seed), FakeClock()
        scheduler, notebook = FakeScheduler(clock), Notebook("southern")
        wire, presenter = Wire(notebook), Presenter("http://127.0.0.1", tuple(EXPORTS), clock)
        told = SocketBroadcaster(wire, presenter)
        facilitation = Facilitation(
            store, told, scheduler, clock, chance(lambda n, m: draw.sample(range(n), m))
        )
        plan = Plan("T", (QUESTION,), threshold=self.threshold, results=results)
        code = facilitation.open_session(plan)[0].code
        for _ in range(self.threshold):
            facilitation.join(code, None, PartnerGroup.NORTHERN)
        tokens = [facilitation.join(code, None, PartnerGroup.SOUTHERN) for _ in self.choices]
        facilitation.open_question(code, PlaceNamed("q"))
        for wire.moment in range(TICKS):
            for person, arrival in enumerate(self.arrivals):
                if arrival == wire.moment:
                    facilitation.cast_ballot(
                        code, tokens[person], Place("q", Pass.TODAY), [self.choices[person]], 1
                    )
            scheduler.pass_time(2.0)
            notebook.note(wire.moment, asked(facilitation, presenter, code))
        wire.moment = TICKS
        facilitation.close_question(code, PlaceNamed("q"))
        if results is Showing.REVEAL:
            facilitation.reveal_results(code, PlaceNamed("q"))
        notebook.note(TICKS, asked(facilitation, presenter, code))
        notebook.note_json(TICKS, render("results.json", facilitation.report(code)))
        notebook.note_csv(TICKS, render("results.csv", facilitation.report(code)))
        assert notebook.frames > TICKS  # there was something to see
        return notebook.seen(self.arrivals)


def asked(facilitation: Facilitation, presenter: Presenter, code: str) -> list[object]:
    """What a wall and a desk are given that come just now, and a phone."""
    session = facilitation.session(code)
    present = facilitation.present(session)
    revealed = facilitation.revealed(session)
    phone = [
        json.loads(presenter.text_for_participant(session, None)),
        json.loads(presenter.release_text_for_participant(session, revealed)) if revealed else None,
    ]
    return [
        presenter.present_for_screen(present),
        presenter.present_for_facilitator(present),
        phone,
    ]


def exposed(store: type[MemoryStore], results: Showing, people: int, threshold: int) -> float:
    """The share of people whose answer is known for certain, over all sessions."""
    rng = random.Random(people * 1000 + threshold)
    sessions = [Session(rng, people, threshold) for _ in range(SESSIONS)]
    known = sum(known_for_certain(session.watched(store(), results)) for session in sessions)
    return known / (people * SESSIONS)


@pytest.mark.parametrize(("threshold", "people"), trials([(3, 12)], [(3, 12), (3, 15), (5, 20)]))
def test_a_moving_picture_tells_hardly_more_than_one_shown_at_the_close(
    threshold: int, people: int
) -> None:
    at_close = exposed(MemoryStore, Showing.REVEAL, people, threshold)
    live = exposed(MemoryStore, Showing.LIVE, people, threshold)
    assert live <= at_close + 0.05


@pytest.mark.parametrize(("threshold", "people"), [(3, 12)])
def test_the_attack_bites_when_the_reserve_is_taken_away(threshold: int, people: int) -> None:
    at_close = exposed(NoReserve, Showing.REVEAL, people, threshold)
    live = exposed(NoReserve, Showing.LIVE, people, threshold)
    assert live > at_close + 0.05


def test_the_watcher_reasons_as_people_do() -> None:
    alike = Seen(steps=((3, 0, 0),), moments=(0,), arrivals=(0, 0, 0))
    assert known_for_certain(alike) == 3
    mixed = Seen(steps=((2, 1, 0),), moments=(0,), arrivals=(0, 0, 0))
    assert known_for_certain(mixed) == 0
    one_after = Seen(steps=((2, 1, 0), (0, 1, 0)), moments=(0, 1), arrivals=(0, 0, 0, 1))
    assert known_for_certain(one_after) == 1
    in_reserve = Seen(steps=((2, 0, 0), (1, 1, 0)), moments=(0, 1), arrivals=(0, 0, 0, 1))
    assert known_for_certain(in_reserve) == 0


def test_the_watcher_finds_counts_wherever_they_stand() -> None:
    def shown(*counts: int) -> dict[str, object]:
        return {
            "groups": {"southern": {"voters": sum(counts), "counts": list(counts), "no_answer": 0}}
        }

    notebook = Notebook("southern")
    notebook.note(0, {"state": {"question": None}, "talk": [{"deep": shown(2, 1)}]})
    notebook.note(1, shown(2, 1))
    notebook.note(2, {"release": shown(2, 2)})
    notebook.note_csv(3, b"group,votes\r\nnorthern,9\r\nsouthern,3\r\nsouthern,3\r\nsouthern,1\r\n")
    seen = notebook.seen([0, 0, 0, 2, 3, 3, 3])
    assert seen.steps == ((2, 1, 0), (0, 1, 0), (1, 1, 1))
    assert seen.moments == (0, 2, 3)
