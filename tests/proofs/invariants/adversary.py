"""A desk that tries everything to learn about people, as a Hypothesis state machine over `Hall`, on
any store.

Beside the hall stand two others. In `otherwise` somebody who came after the last snapshot sits on
the other side: until they are counted, everybody must be told the very same (I14). In `untyped` the
desk types other numbers of paper: what is told of phones must be the same (I15). The published
pictures are judged one against another (I13) and each by itself (I16), and what was written by how
many wrote (I17).
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import product

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from tests.proofs.invariants.hall import THRESHOLD, Hall, Step, asks, phones_in, replayed
from tests.proofs.invariants.storm import Disk, Memory, of_machines
from workshop.domain.voting import tally
from workshop.domain.voting.disclosure import Mode
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Release,
    Shown,
    Veiled,
)
from workshop.facilitation.ports import SessionStore

NORTH, SOUTH = PartnerGroup.NORTHERN, PartnerGroup.SOUTHERN
SIDES = st.sampled_from([NORTH, SOUTH, NORTH, SOUTH, PartnerGroup.NEITHER])
OTHER = {NORTH: SOUTH, SOUTH: NORTH, PartnerGroup.NEITHER: SOUTH}
QUESTIONS = st.sampled_from(["budget", "later", "copy", "staff", "words"])
CHOICES = st.sampled_from([(0,), (0,), (1,), (2,), (), (0, 1), (0, 1), (1, 2), (3,)])
TEXTS = st.sampled_from(["less reporting", "more trust", "", "", "time"])
NUMBERS = st.sampled_from([0, 0, 2, 3, 5, 12, 20])


class Adversary(RuleBasedStateMachine):
    """What may happen, and what must hold whatever happened."""

    place: Callable[[], Memory | Disk] = Memory

    @initialize(
        northern=st.integers(0, 7),
        southern=st.integers(0, 7),
        hall_size=st.sampled_from([0, 0, 8]),
        results=st.sampled_from(list(Showing)),
    )
    def a_room_opens(self, northern: int, southern: int, hall_size: int, results: Showing) -> None:
        self._places: list[Memory | Disk] = []
        self.hall, self.untyped = Hall(self._store(), results), Hall(self._store(), results)
        self.otherwise: Hall | None = None
        for side in [NORTH] * (northern + hall_size) + [SOUTH] * (southern + hall_size):
            self._take(("join", side))

    # ---- what may happen

    @rule(sides=st.lists(SIDES, min_size=1, max_size=6))
    def people_join(self, sides: list[PartnerGroup]) -> None:
        for side in sides:
            self._take(("join", side))

    @precondition(lambda self: self.otherwise is None)
    @rule(side=st.sampled_from([NORTH, SOUTH]))
    def somebody_comes_late(self, side: PartnerGroup) -> None:
        """From now on it is a secret on which side they sit."""
        self.secret = len(self.hall.people)
        self.otherwise = replayed(self._store, self.hall)
        self._take(("join", side))

    @precondition(lambda self: bool(self.hall.people))
    @rule(
        first=st.integers(0, 40),
        people=st.integers(1, 12),
        choices=st.lists(CHOICES, min_size=1),
        text=TEXTS,
    )
    def people_vote(
        self, first: int, people: int, choices: list[tuple[int, ...]], text: str
    ) -> None:
        for at in range(min(people, len(self.hall.people))):
            person = (first + at) % len(self.hall.people)
            self._take(
                (
                    "vote",
                    person,
                    choices[at % len(choices)],
                    text if at % 2 else f"{text} {at}".strip(),
                )
            )

    @precondition(lambda self: bool(self.hall.people))
    @rule(
        question=QUESTIONS,
        people=st.integers(3, 12),
        choices=st.lists(CHOICES, min_size=1),
        text=TEXTS,
    )
    def a_round_is_held(
        self, question: str, people: int, choices: list[tuple[int, ...]], text: str
    ) -> None:
        self._take(("close",))
        self._take(("open", question))
        self._take(("ask_again", question))
        self.people_vote(0, people, choices, text)
        self._take(("close",))

    @precondition(lambda self: bool(self.hall.people))
    @rule(person=st.integers(0, 40), side=SIDES)
    def somebody_changes_sides(self, person: int, side: PartnerGroup) -> None:
        if self.otherwise is None or person % len(self.hall.people) != self.secret:
            self._take(("move", person % len(self.hall.people), side))

    @rule(question=QUESTIONS, verb=st.sampled_from(["open", "open", "ask_again"]))
    def the_desk_opens(self, question: str, verb: str) -> None:
        self._take((verb, question))

    @rule(verb=st.sampled_from(["close", "close", "reveal", "hide", "undo", "copy", "pause"]))
    def the_desk_acts(self, verb: str) -> None:
        self._take((verb,))

    @rule(northern=NUMBERS, southern=NUMBERS)
    def the_desk_types_who_votes_on_paper(self, northern: int, southern: int) -> None:
        self._take(("expect_paper", northern, southern))

    @rule(group=st.sampled_from([NORTH, SOUTH]), share=st.sampled_from([0.5, 1.0]))
    def the_desk_types_paper_ballots(self, group: PartnerGroup, share: float) -> None:
        self._take(("enter_paper", group, share))

    @rule(seconds=st.sampled_from([2.0, 2.0, 11.0]))
    def time_passes(self, seconds: float) -> None:
        self._take(("pass_time", seconds))

    # ---- what must hold

    @invariant()
    def no_two_pictures_of_a_question_differ_by_a_few(self) -> None:
        """I13."""
        finals = self.hall.finals()
        for at, later in enumerate(finals):
            for earlier in finals[:at]:
                if (asks(later.question), later.passing) == (
                    asks(earlier.question),
                    earlier.passing,
                ):
                    check_step_between(earlier, later)

    @invariant()
    def no_veil_hides_what_is_known(self) -> None:
        """I16."""
        for release in self.hall.finals():
            question = self.hall.session.plan.question(release.question)
            for shown in release.groups.values():
                if isinstance(shown, Veiled) and not shown.paper:
                    check_veil(question, shown)

    @invariant()
    def few_texts_reach_nobody(self) -> None:
        """I17, and nobody is told how many wrote nothing."""
        session = self.hall.session
        for asking in session.standing:
            texts = session.written_at(asking)
            assert len(texts) == 0 or len(texts) >= THRESHOLD
            for release in self.hall.store.releases(asking.id) if texts else []:
                [shown] = release.groups.values()
                assert phones_in(shown) == len(texts)
                assert not isinstance(shown, Counts) or shown.no_answer == 0

    def teardown(self) -> None:
        for place in getattr(self, "_places", []):
            place.leave()

    # ---- helpers

    def _store(self) -> SessionStore:
        self._places.append(self.place())
        return self._places[-1].start()

    def _take(self, step: Step) -> None:
        counted_before = self._secret_is_counted(step)
        ended, told = self.hall.take(step)
        self._compare_of_phones(step, ended)
        if self.otherwise is None:
            return
        other_ended, other_told = self.otherwise.take(self._otherwise(step))
        if counted_before or self._secret_is_out():
            self.otherwise = None  # they are counted now: what that may tell stands in SECURITY.md
            return
        assert (ended, told) == (other_ended, other_told)
        assert self.hall.to_be_seen() == self.otherwise.to_be_seen()

    def _otherwise(self, step: Step) -> Step:
        joins = step[0] == "join" and len(self.otherwise.people) == self.secret
        return ("join", OTHER[step[1]]) if joins else step

    def _secret_is_counted(self, step: Step) -> bool:
        """Whether this step may make a picture of a question that the latecomer has answered."""
        asking = self.hall.session.open_asking
        answered = asking is not None and getattr(self, "secret", -1) in self.hall.voted.get(
            asking.id, set()
        )
        return self.otherwise is not None and answered and step[0] in ("close", "pass_time")

    def _secret_is_out(self) -> bool:
        """Whether a snapshot has counted them."""
        return self.hall.newcomers() == 0

    def _compare_of_phones(self, step: Step, ended: str) -> None:
        name, *_ = step
        other_ended, _ = self.untyped.take(
            ("expect_paper", 0, 0) if name == "expect_paper" else step
        )
        if name not in ("expect_paper", "enter_paper"):
            assert ended == other_ended
        assert self.hall.turnout() == self.untyped.turnout()
        assert [a.mode for a in self.hall.session.askings] == [
            a.mode for a in self.untyped.session.askings
        ]
        pairs = zip(self.hall.finals(), self.untyped.finals(), strict=True)
        for mine, other in pairs:
            for pool, shown in mine.groups.items():
                assert phones_in(shown) in (phones_in(other.groups[pool]), 0)


def check_step_between(earlier: Release, later: Release) -> None:
    """Group by group the same number of people, or at least the threshold more or fewer; and never
    in another mode.
    """
    assert earlier.mode is later.mode or Mode.TOGETHER not in (earlier.mode, later.mode)
    for pool, shown in later.groups.items():
        before, now = phones_in(earlier.groups[pool]), phones_in(shown)
        if before and now:
            assert abs(before - now) == 0 or abs(before - now) >= THRESHOLD


def check_veil(question: Question, shown: Veiled) -> None:
    """Over all that people may have answered so that this is shown, no veiled number is certain."""
    possible = preimages(question, shown.voters)[str(shown.as_payload())]
    for cell, nearly in shown.veiled.items():
        values = {one.no_answer if cell == NO_ANSWER else one.counts[int(cell)] for one in possible}
        certain = {NEARLY_ALL: {shown.voters}, NEARLY_NONE: {0}}[nearly]
        assert values != certain, (shown, cell)


@lru_cache(64)
def preimages(question: Question, voters: int) -> dict[str, list[Counts]]:
    """By what is shown: all counts of so many people that are shown like this."""
    found: dict[str, list[Counts]] = {}
    for no_answer in range(voters + 1):
        answered = voters - no_answer
        for counts in product(range(answered + 1), repeat=question.choice_count):
            if answered <= sum(counts) <= answered * question.max_choices:
                one = Counts(voters, counts, no_answer)
                # By this name a test can put another in its place.
                shown: Shown = tally.veil(question, one)  # type: ignore[attr-defined]
                found.setdefault(str(shown.as_payload()), []).append(one)
    return found


def tries_everything(
    place: Callable[[], Memory | Disk], examples: int, steps: int, *, seeks: bool = False
) -> None:
    """Let so many desks try so many things in sessions kept in a place; `seeks` stops at the first
    that bites.
    """

    class Here(Adversary):
        pass

    Here.place = staticmethod(place)
    run_machine(Here, settings=of_machines(examples, steps, seeks=seeks))
