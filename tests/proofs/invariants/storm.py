"""A workshop in a storm: votes, verbs, crashes and restarts in any order, with every invariant
checked at every step.

A Hypothesis state machine over `Room`. `Storm` is for any store; what is different on disk is in
`Disk`. `STORIES` are two storms written down, in which everything happens once: they take no time
to tell.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.proofs.invariants import checks
from tests.proofs.invariants.room import Room
from tests.proofs.invariants.steps import (
    AskAgain,
    Cast,
    Choices,
    Close,
    Cut,
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
from tests.proofs.invariants.system import replayed_draw
from tests.store.stores import store_on
from tests.support.fakes import Mains, MemoryStore
from tests.support.trials import are_whole
from tests.unit.domain.questions import ONE_OF_THREE, SOME_OF_THREE
from workshop.domain.errors import UnknownSession
from workshop.domain.insight.result import Result
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.question import Question
from workshop.facilitation.ports import SessionStore
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing

PEOPLE = 13 + 10 + 2
GROUPS = st.sampled_from([(13, 10, 2), (13, 12, 0), (12, 2, 11), (25, 0, 0)])
PERSON = st.integers(0, PEOPLE - 1)
CHOICES = st.sampled_from([(0,), (0,), (1,), (2,), (), (0, 1), (1, 2), (0, 1, 2)])
WAVE = st.tuples(PERSON, st.integers(3, 16), st.lists(CHOICES, min_size=1, max_size=3))
VERB = st.sampled_from([Close(), AskAgain(), AskAgain(), Reveal(), Hide(), Undo(), Restart()])
CUTTABLE = st.sampled_from([Close(), AskAgain(), Reveal(), Hide()])


class Memory:
    """The reference model, which keeps its memory over a restart."""

    def __init__(self, make: Callable[[], MemoryStore] = MemoryStore) -> None:
        self._store = make()

    def start(self) -> SessionStore:
        """The store as a start finds it."""
        return self._store.restarted()

    def look(self) -> None:
        """There is no disk to look at."""

    def links(self) -> set[bytes]:
        """Nothing of it is on a disk."""
        return set()

    def leave(self) -> None:
        """It goes by itself."""


class Disk:
    """The store we ship.

    A start is made on what lay on disk the moment before: nobody said goodbye to the database.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="storm-"))
        self._engine = open_engine(f"sqlite:///{self._folder}/db")
        self._seen: set[bytes] = set()

    def start(self) -> SessionStore:
        """The store, opened on the image of a crash."""
        image = Path(tempfile.mkdtemp(prefix="storm-"))
        shutil.copytree(self._folder, image, dirs_exist_ok=True)
        self.leave()
        self._folder, self._engine = image, open_engine(f"sqlite:///{image}/db")
        return store_on(self._engine, KeyRing(image / "keys"))

    def look(self) -> None:
        """Remember every mark, seal, sealed ballot and key that is there now, and can be found."""
        connection = sqlite3.connect(f"file:{self._folder}/db?mode=ro", uri=True)
        try:
            there = {row[0] for row in connection.execute("SELECT mark FROM marked_off")}
            rows = connection.execute("SELECT seal_id, sealed FROM ballot")
            there |= {value for row in rows for value in row}
        finally:
            connection.close()
        there |= {path.read_bytes() for path in (self._folder / "keys").iterdir()}
        assert self._found(there) == there
        self._seen |= there

    def links(self) -> set[bytes]:
        """What of all that was ever seen lies in any file, the database's log among them."""
        return self._found(self._seen)

    def _found(self, secrets: set[bytes]) -> set[bytes]:
        files = [path.read_bytes() for path in self._folder.rglob("*") if path.is_file()]
        return {secret for secret in secrets if any(secret in content for content in files)}

    def leave(self) -> None:
        """The folder goes."""
        self._engine.dispose()
        shutil.rmtree(self._folder)


class Storm(RuleBasedStateMachine):
    """What may happen, and what must hold whatever happened."""

    place: Callable[[], Memory | Disk] = Memory

    @initialize(
        groups=GROUPS,
        question=st.sampled_from([ONE_OF_THREE, SOME_OF_THREE]),
        results=st.sampled_from([Showing.LIVE, Showing.LIVE, Showing.REVEAL]),
    )
    def a_room_opens(
        self, groups: tuple[int, int, int], question: Question, results: Showing
    ) -> None:
        self.at = self.place()
        script = Script(groups, (), question, results=results)
        self.room = Room(Mains(self.at.start), script, replayed_draw())

    # ---- what may happen

    @rule(wave=WAVE)
    def people_vote(self, wave: tuple[int, int, list[Choices]]) -> None:
        first, people, opinions = wave
        for at in range(people):
            self._take(Cast((first + at) % PEOPLE, self._allowed(opinions[at % len(opinions)])))
        self.at.look()

    @rule(person=PERSON, choices=CHOICES)
    def the_network_repeats(self, person: int, choices: Choices) -> None:
        self._take(Repeat(person))
        if self.room.rounds and person in self.room.round.answers:
            self._take(Late(person, self._allowed(choices)))

    @rule(wave=WAVE)
    def people_vote_and_see_a_picture(self, wave: tuple[int, int, list[Choices]]) -> None:
        self.people_vote(wave)
        self._take(Tick())

    @rule(person=PERSON, group=st.sampled_from(list(PartnerGroup)), times=st.integers(1, 3))
    def someone_moves_and_time_passes(self, person: int, group: PartnerGroup, times: int) -> None:
        self._take(Move(person, group))
        for _ in range(times):
            self._take(Tick())

    @rule(verb=VERB)
    def the_facilitator_acts(self, verb: Step) -> None:
        self._take(verb)

    @rule(at=st.sampled_from(["before", "after"]), person=PERSON, choices=CHOICES)
    def the_power_goes_at_a_vote(self, at: str, person: int, choices: Choices) -> None:
        self._take(Cut(Cast(person, self._allowed(choices)), at))

    @rule(
        at=st.sampled_from(["before", "after", "forgetting"]),
        verb=CUTTABLE,
    )
    def the_power_goes_at_a_verb(self, at: str, verb: Close | AskAgain | Reveal | Hide) -> None:
        if at != "forgetting" or (verb == Close() and self.room.is_open):
            self._take(Cut(verb, at))

    @precondition(lambda self: self.room.is_open)
    @rule(at=st.sampled_from(["before", "after"]))
    def the_power_goes_at_a_picture(self, at: str) -> None:
        self._take(Cut(Tick(), at))

    # ---- what must hold

    @invariant()
    def the_picture_tells_what_it_may_and_counts_everyone(self) -> None:
        """I1, I3, I6, I8 and I12 after any crash; and no result is told to anyone before it is
        revealed.
        """
        checks.check_steps(self.room)
        checks.check_reserve(self.room)
        checks.check_final(self.room)
        checks.check_nothing_counts_after_lock_or_close(self.room)
        checks.check_repeated_and_late_deliveries(self.room)
        checks.check_told(self.room)

    @invariant()
    def what_was_published_stays(self) -> None:
        """I7: whatever any audience was ever sent is stored, as it was sent, and is never taken
        back.
        """
        for on in self.room.rounds:
            assert self.room.stored(on) == on.releases

    @invariant()
    def the_files_hold_what_was_revealed(self) -> None:
        """I10: plan and revealed final releases; of what nobody was shown, only that it was
        asked.
        """
        report, rounds = self.room.report(), self.room.rounds
        question = self.room.script.question
        shown = tuple(
            Result.of(question, last)
            for on in rounds
            if on.was_revealed
            for last in on.releases[-1:]
        )
        assert report.results == shown
        assert report.not_revealed == tuple(
            on.asking.place for on in rounds if on.is_closed and not on.was_revealed
        )
        assert report.agreements == ()

    @invariant()
    def nothing_links_after_the_close(self) -> None:
        """I11: once a question is closed, nothing that was ever kept of its ballots can be found
        again.
        """
        for on in self.room.rounds:
            assert bool(self.room.linked(on)) == (bool(on.answers) and not on.is_closed)
        if not self.room.is_open:
            assert self.at.links() == set()

    @invariant()
    def what_was_taken_back_was_read_by_nobody(self) -> None:
        """I14: an opening is undone whatever has arrived; then nothing of it was published, and
        nothing is left.
        """
        for on in self.room.taken_back:
            assert (self.room.stored(on), self.room.linked(on)) == ((), [])

    def teardown(self) -> None:
        """The session ends and is deleted: nothing of it is left."""
        if not hasattr(self, "room"):
            return
        self.room.leave()
        assert self.at.links() == set()
        for on in self.room.rounds:
            assert self.room.stored(on) == ()
        try:
            self.room.report()
        except UnknownSession:
            self.at.leave()
        else:
            raise AssertionError("a deleted session still has a report")

    # ---- helpers

    def _allowed(self, choices: Choices) -> Choices:
        return choices[: self.room.script.question.max_choices]

    def _take(self, step: Step) -> None:
        """Where an opening was undone and nothing is left, the question is opened first."""
        if not self.room.rounds and step not in (Restart(), Tick()):
            self.room.take(AskAgain())
        self.room.take(step)


@dataclass(frozen=True)
class Story:
    """A storm that is the same every time."""

    results: Showing
    steps: tuple[Step, ...]


NINE: tuple[Step, ...] = tuple(Cast(person, (person % 3,)) for person in range(9))
STORIES = {
    "a picture that moves": Story(
        Showing.LIVE,
        (
            *(*NINE, Tick(), *(Cast(person, (0,)) for person in range(9, 16)), Restart()),
            *(Cast(0, (1,)), Cast(16, (1,)), Cast(17, (1,)), Cut(Tick(), "after")),
            *(Cut(Close(), "forgetting"), Cast(12, (1,)), AskAgain(), *NINE, Undo(), AskAgain()),
            *(Cast(person, (1,)) for person in range(16)),
            *(Cut(Cast(16, (0,)), "after"), Tick(), Close(), Hide(), Restart()),
        ),
    ),
    "a picture that waits": Story(
        Showing.REVEAL,
        (*NINE, Cut(Cast(9, (1,)), "before"), Restart(), Close(), Restart(), Reveal(), Hide()),
    ),
}


def tell(place: Callable[[], Memory | Disk], story: Story) -> None:
    """Let one story happen in a workshop in a place; what must hold is looked at between waves."""

    storm = a_storm(place)()
    storm.a_room_opens((13, 10, 2), ONE_OF_THREE, story.results)
    for step in story.steps:
        if not isinstance(step, Cast):
            storm.at.look()
        storm._take(step)
        for must_hold in storm.invariants if not isinstance(step, Cast) else ():
            must_hold.function(storm)
    storm.teardown()


def a_storm(place: Callable[[], Memory | Disk]) -> type[Storm]:
    """Storms that pass over workshops in this place."""

    class Here(Storm):
        pass

    Here.place = staticmethod(place)
    return Here


def weather(
    place: Callable[[], Memory | Disk], examples: int, steps: int, *, seeks: bool = False
) -> None:
    """Let so many storms of so many steps pass over workshops in a place; `seeks` stops at the
    first that bites.
    """
    run_state_machine_as_test(a_storm(place), settings=of_machines(examples, steps, seeks=seeks))


def of_machines(examples: int, steps: int, *, seeks: bool) -> settings:
    """So many runs of so many steps, the same every time but with `--proofs`; `seeks` looks for a
    fault and never makes it smaller.
    """
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=seeks or not are_whole(),
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=(Phase.generate,) if seeks else (Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
