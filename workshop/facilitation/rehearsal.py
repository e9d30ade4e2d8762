"""A rehearsal: the same plan in a session of its own, with simulated phones.

It is marked everywhere and deleted afterwards. The phones go through the same use cases as real
ones, so that what the facilitator sees is what will happen. Their answers are drawn at random,
leaning differently per group, so that there is a result to talk about.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import cycle, islice

from workshop.domain.errors import Refusal, TooManyRehearsals, UnknownSession
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.question import Question
from workshop.domain.voting.session import Asking, Session, SessionState
from workshop.facilitation.ports import Clock, Randomness, Scheduler
from workshop.facilitation.service import Facilitation
from workshop.wording import rehearsal as words
from workshop.wording.languages import desk_language, speaking

MOST_REHEARSALS = (
    5  # at a time on one server: a rehearsal must not slow down a room that votes for real
)
STEP_SECONDS = 1.0
LASTS_SECONDS = 2 * 3600.0
STAYS_SECONDS = 600.0  # after its end, to look at the last picture
JOINS_A_STEP = 4
ANSWERS_A_STEP = 0.2  # of those who have not answered yet
NO_ANSWER_SHARE = 0.05
WAY_OUT_SHARE = 0.1
SEED_BITS = 128
_GROUPS = (
    PartnerGroup.SOUTHERN,
    PartnerGroup.NORTHERN,
    PartnerGroup.SOUTHERN,
    PartnerGroup.NORTHERN,
)


class Rehearsals:
    """The rehearsals of this process.

    A restart ends them, and deletes what is left of them.
    """

    def __init__(
        self, facilitation: Facilitation, scheduler: Scheduler, clock: Clock, chance: Randomness
    ) -> None:
        self._facilitation = facilitation
        self._scheduler = scheduler
        self._clock = clock
        self._chance = chance
        self._running: set[str] = set()

    def start(self, code: str, phones: int) -> tuple[Session, str]:
        """Start a rehearsal of this session's plan, and return its facilitator's key.

        Raises TooManyRehearsals, UnknownSession.
        """
        if len(self._running) >= MOST_REHEARSALS:
            raise TooManyRehearsals(allowed=MOST_REHEARSALS)
        session, key = self._facilitation.open_session(
            self._facilitation.session(code).plan, is_rehearsal=True
        )
        self._running.add(session.code)
        seeded = random.Random(self._chance.key(SEED_BITS))  # noqa: S311  nobody's vote
        crowd = _SimulatedPhones(self._facilitation, session.code, phones, seeded)
        self._scheduler.every(STEP_SECONDS, self._step_of(session.code, crowd))
        return session, key

    def _step_of(self, code: str, crowd: "_SimulatedPhones") -> Callable[[], bool]:
        ends = self._clock.monotonic() + LASTS_SECONDS

        def step() -> bool:
            nonlocal ends
            try:
                session = self._facilitation.session(code)
            except UnknownSession:
                return self._forget(code)
            if session.state is SessionState.ENDED:
                ends = min(ends, self._clock.monotonic() + STAYS_SECONDS)
            if self._clock.monotonic() >= ends:
                self._facilitation.delete_session(code)
                return self._forget(code)
            crowd.step(session)
            return True

        return step

    def _forget(self, code: str) -> bool:
        self._running.discard(code)
        return False


class _SimulatedPhones:
    """The simulated phones: they join one after the other, and answer each asking after a while."""

    def __init__(
        self, facilitation: Facilitation, code: str, phones: int, chance: random.Random
    ) -> None:
        self._facilitation = facilitation
        self._code = code
        self._chance = chance
        groups = list(islice(cycle(_GROUPS), phones - phones // 10)) + [PartnerGroup.NEITHER] * (
            phones // 10
        )
        self._coming = chance.sample(groups, len(groups))
        self._here: dict[str, PartnerGroup] = {}
        self._answered: dict[str, set[str]] = {}
        self._leanings: dict[tuple[str, str, PartnerGroup], float] = {}

    def step(self, session: Session) -> None:
        """One second of the simulation."""
        with suppress(
            Refusal
        ):  # joining locked, a question just closed: real phones meet that, too
            self._join(session)
            if session.open_asking:
                self._answer(session, session.open_asking)

    def _join(self, session: Session) -> None:
        for group in self._coming[:JOINS_A_STEP]:
            token = self._facilitation.join(session.code, None, group)
            self._here[token] = group
            self._coming.remove(group)

    def _answer(self, session: Session, asking: Asking) -> None:
        answered = self._answered.setdefault(asking.id, set())
        question = session.plan.question(asking.question)
        for token, group in self._here.items():
            if token not in answered and self._chance.random() < ANSWERS_A_STEP:
                choices = (
                    []
                    if question.takes_text
                    else self._choices(question, self._leaning(asking, group))
                )
                text = self._chance.choice(self._texts(session)) if question.takes_text else ""
                self._facilitation.cast_ballot(self._code, token, asking.place, choices, 1, text)
                answered.add(token)

    def _texts(self, session: Session) -> Sequence[str]:
        with speaking(desk_language(session.plan.language)):
            return words.texts()

    def _leaning(self, asking: Asking, group: PartnerGroup) -> float:
        """Where on the scale this group tends to be, 0 … 1; the same in every round."""
        at = (asking.question, asking.passing.value, group)
        return self._leanings.setdefault(at, self._chance.betavariate(2, 2))

    def _choices(self, question: Question, leaning: float) -> list[int]:
        chance = self._chance.random()
        if chance < NO_ANSWER_SHARE:
            return []
        if question.scale is None:
            wanted = self._chance.randint(1, question.max_choices)
            return sorted({self._near(leaning, question.choice_count) for _ in range(wanted)})
        if chance < NO_ANSWER_SHARE + WAY_OUT_SHARE:
            return [question.scale.way_out]
        return [self._near(leaning, question.scale.steps)]

    def _near(self, leaning: float, positions: int) -> int:
        spot = round(self._chance.gauss(leaning, 0.2) * (positions - 1))
        return min(max(spot, 0), positions - 1)
