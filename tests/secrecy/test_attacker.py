"""The attack, on hundreds of simulated sessions: subtract what was seen before from what is seen now.

The watcher must learn hardly more from a picture that moves than from one shown at the close; and must learn a lot
from the same program without its reserve, or the attack would not be one.
"""

import random
from dataclasses import replace

import pytest

from tests.fakes import FakeClock, FakeScheduler, MemoryStore, RecordingBroadcaster, chance
from tests.secrecy.watcher import Seen, known_for_certain, steps_of
from workshop.domain.participant import PartnerGroup
from workshop.domain.plan import Plan, Showing
from workshop.domain.question import Kind, Pass, Question
from workshop.domain.release import Release
from workshop.domain.session import Place
from workshop.facilitation import At, Facilitation

SESSIONS = 300
TICKS = 8
MAJORITY = 0.7
QUESTION = Question("q", Kind.CHOICE, "?", choices=("a", "b"))


class NoReserve(MemoryStore):
    """As if every waiting ballot were shown as soon as there are k of them."""

    def add(self, session, facilitator_key, opened_on):
        super().add(replace(session, policy=replace(session.policy, reserve=0)), facilitator_key, opened_on)


class Session:
    """One simulated question; `arrivals[i]` ticks pass before person i of the Southern group taps."""

    def __init__(self, rng: random.Random, people: int, threshold: int) -> None:
        self.threshold = threshold
        self.choices = [int(rng.random() > MAJORITY) for _ in range(people)]
        self.arrivals = [rng.randrange(TICKS) for _ in range(people)]
        self.seed = rng.random()

    def watched(self, store: MemoryStore, results: Showing) -> Seen:
        """What the watcher has seen when the question is closed."""
        draw, clock = random.Random(self.seed), FakeClock()
        scheduler, broadcaster = FakeScheduler(clock), RecordingBroadcaster()
        facilitation = Facilitation(store, broadcaster, scheduler, clock, chance(lambda n, m: draw.sample(range(n), m)))
        plan = Plan("T", (QUESTION,), threshold=self.threshold, results=results)
        code = facilitation.open_session(plan)[0].code
        for _ in range(self.threshold):
            facilitation.join(code, None, PartnerGroup.NORTHERN)
        tokens = [facilitation.join(code, None, PartnerGroup.SOUTHERN) for _ in self.choices]
        facilitation.open_question(code, At("q"))
        moments: list[int] = []
        for tick in range(TICKS):
            for person, arrival in enumerate(self.arrivals):
                if arrival == tick:
                    facilitation.cast_ballot(code, tokens[person], Place("q", Pass.TODAY), [self.choices[person]], 1)
            scheduler.pass_time(2.0)
            moments += [tick] * (len(releases_told(broadcaster)) - len(moments))
        facilitation.close_question(code, At("q"))
        if results is Showing.REVEAL:
            facilitation.reveal_results(code, At("q"))
        releases = releases_told(broadcaster)
        moments += [TICKS] * (len(releases) - len(moments))
        steps = steps_of(releases, "southern")
        return Seen(tuple(step for _, step in steps), tuple(moments[frame] for frame, _ in steps), tuple(self.arrivals))


def releases_told(broadcaster: RecordingBroadcaster) -> list[Release]:
    return [told.body for told in broadcaster.told if told.event == "results_released"]


def exposed(store: type[MemoryStore], results: Showing, people: int, threshold: int) -> float:
    """The share of people whose answer is known for certain, over all sessions."""
    rng = random.Random(people * 1000 + threshold)
    sessions = [Session(rng, people, threshold) for _ in range(SESSIONS)]
    known = sum(known_for_certain(session.watched(store(), results)) for session in sessions)
    return known / (people * SESSIONS)


@pytest.mark.parametrize(("threshold", "people"), [(3, 9), (3, 12), (3, 15), (5, 16), (5, 20)])
def test_a_moving_picture_tells_hardly_more_than_one_shown_at_the_close(threshold: int, people: int) -> None:
    at_close = exposed(MemoryStore, Showing.REVEAL, people, threshold)
    live = exposed(MemoryStore, Showing.LIVE, people, threshold)
    assert live <= at_close + 0.05


@pytest.mark.parametrize(("threshold", "people"), [(3, 12), (5, 20)])
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
