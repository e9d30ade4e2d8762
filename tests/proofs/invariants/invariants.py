"""The invariants of secrecy.md, each as a property of any `System`.

`INVARIANTS[name](system)` returns if the property holds and raises AssertionError where it bites.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice
from random import Random
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.proofs.invariants import checks
from tests.proofs.invariants.room import Room
from tests.proofs.invariants.scripts import BUSY, BUSY_FINGERPRINTS, SPARSE, fingerprints, scripts
from tests.proofs.invariants.steps import (
    AskAgain,
    Cast,
    Choices,
    Close,
    Late,
    Move,
    Script,
    Step,
    Tick,
)
from tests.proofs.invariants.system import System
from tests.proofs.invariants.watched import Round, bare
from tests.unit.domain.questions import ONE_EACH
from workshop.domain.voting.release import Release, Suppressed

Check = Callable[[Room], None]


def always(
    check: Check, workshops: st.SearchStrategy[Script], busy: Script = BUSY
) -> Callable[[System], None]:
    """The property that a check holds in every room, a busy one first."""

    def hold(system: System) -> None:
        @system.settings()
        @given(workshops)
        @example(busy)
        def run(script: Script) -> None:
            check(system.play(script))

        run()

    return hold


# ---- I4: nothing but the bars depends on what is chosen

OTHERWISE: list[Callable[[int, Choices], Choices]] = [
    lambda person, chosen: (0,),
    lambda person, chosen: (person % 3,),
    lambda person, chosen: (),
    lambda person, chosen: tuple((choice + 1) % 3 for choice in chosen[:1]),
]


def schedule_never_depends_on_choices(system: System) -> None:
    """I4: with the same arrivals and the same random bits, any other choices change nothing but the
    bars.
    """

    @system.settings()
    @given(scripts(rounds=2), st.sampled_from(OTHERWISE))
    @example(BUSY, OTHERWISE[0])
    def run(script: Script, otherwise: Callable[[int, Choices], Choices]) -> None:
        rooms = system.play(script), system.play(script.with_choices(otherwise))
        first, second = ([list(without_bars(on)) for on in room.rounds] for room in rooms)
        assert first == second

    run()


def without_bars(on: Round) -> Iterator[tuple[Any, ...]]:
    """Everything that could be seen of a round: answers to phones, times, frames, sizes, locks,
    suppressions.
    """
    for moment in on.moments:
        told = [(event, bare_body(body)) for event, body in moment.told]
        yield (
            moment.outcome,
            told,
            moment.sizes,
            moment.locked,
            [bare_body(release) for release in moment.releases],
        )


def bare_body(body: Any) -> Any:
    """A frame without bars, and without the name of the run."""
    if isinstance(body, Release):
        groups: dict[str, Any] = {pool: bare(shown) for pool, shown in body.groups.items()}
        return replace(body, groups=groups)
    if isinstance(body, tuple):
        session, undoable, revealed = body
        states = [asking.state for asking in session.askings]
        return (
            session.version,
            session.state,
            session.place,
            states,
            undoable,
            [bare_body(one) for one in revealed],
        )
    return body


# ---- I5: among those who came between two pictures, nobody can be told from another


def crowd(*waves: int, threshold: int) -> Script:
    """Everyone votes for something of their own, in waves with a picture after each."""
    people = iter(range(sum(waves)))
    steps: list[Step] = []
    for wave in waves:
        steps += [*(Cast(person, (person,)) for person in islice(people, wave)), Tick()]
    return Script((sum(waves), 0, 0), (*steps, Close()), ONE_EACH, threshold)


# Thresholds below those a plan may have bring several pictures within reach of ten voters.
CROWDS = [
    (crowd(10, threshold=3), [(0, 9), (4, 5)]),
    (crowd(6, 2, threshold=2), [(0, 5), (6, 7)]),
    (crowd(4, 1, 1, threshold=1), [(0, 3)]),
]


def swapping_two_voters_changes_no_chance(system: System) -> None:
    """I5, exact: every possible draw is played; that everyone's choice is their own makes it hold
    for all choices.
    """
    for script, pairs in CROWDS:
        published = distribution(system, script)
        assert sum(published.values()) == 1
        for pair in pairs:
            assert distribution(system, swapped(script, *pair)) == published


def swapped(script: Script, one: int, other: int) -> Script:
    """The same arrivals, with the choices of two people exchanged."""
    instead = {one: (other,), other: (one,)}
    return script.with_choices(instead.get)


def distribution(system: System, script: Script) -> dict[str, Fraction]:
    """How likely each sequence of releases is, over all draws."""
    chances: dict[str, Fraction] = defaultdict(Fraction)
    untried: list[tuple[int, ...]] = [()]
    while untried:
        draw = EnumeratedDraw(untried.pop())
        room = system.play(script, draw)
        chances[repr([release.as_payload() for release in room.rounds[0].releases])] += draw.chance
        untried += draw.branches()
    return chances


class EnumeratedDraw:
    """A draw that follows a path, and afterwards knows the paths that branch off it."""

    def __init__(self, path: tuple[int, ...]) -> None:
        self._path = path
        self._options: list[int] = []
        self.chance = Fraction(1)

    def __call__(self, size: int, drawn: int) -> tuple[int, ...]:
        subsets = list(combinations(range(size), drawn))
        step = len(self._options)
        self._options.append(len(subsets))
        self.chance /= len(subsets)
        return subsets[self._path[step] if step < len(self._path) else 0]

    def branches(self) -> Iterator[tuple[int, ...]]:
        """Every path that leaves this one where it was no longer prescribed."""
        for step in range(len(self._path), len(self._options)):
            straight = self._path + (0,) * (step - len(self._path))
            yield from ((*straight, option) for option in range(1, self._options[step]))


# ---- I9: what a withheld group chose shows nowhere


def withheld_choices_show_nowhere(system: System) -> None:
    """I9: every output is the same whatever the people of a withheld group choose."""

    @system.settings()
    @given(scripts(rounds=2, rooms=SPARSE), st.sampled_from(OTHERWISE))
    @example(BUSY, OTHERWISE[1])
    def run(script: Script, otherwise: Callable[[int, Choices], Choices]) -> None:
        room = system.play(script)
        other = system.play(replace(script, steps=tuple(rewritten(room, otherwise))))
        seen = whole if system.is_replayable else last_pictures
        assert seen(room) == seen(other)

    run()


def rewritten(room: Room, otherwise: Callable[[int, Choices], Choices]) -> Iterator[Step]:
    """The steps of a room, with other choices for those whose group is to be withheld in that
    round.
    """
    at = 0
    for step in room.script.steps:
        at += isinstance(step, AskAgain)
        if isinstance(step, Cast | Late) and step.person in withheld(room, at):
            yield replace(step, choices=otherwise(step.person, step.choices))
        else:
            yield step


def withheld(room: Room, at: int) -> set[int]:
    """The people of a round whose group the rules withhold, by the watcher's count."""
    on = room.rounds[at]
    due = {pool: checks.due_finally(room, on, pool, room.rounds[:at]) for pool in on.pools()}
    return {
        person for person, answer in on.answers.items() if isinstance(due[answer.pool], Suppressed)
    }


def whole(room: Room) -> list[object]:
    """Everything that came out of a room."""
    return [
        [(moment.outcome, moment.told, moment.releases) for moment in on.moments]
        for on in room.rounds
    ]


def last_pictures(room: Room) -> list[object]:
    """What came out, without the live bars, which differ where ballots lie differently in every
    run.
    """
    return [[on.releases[-1], list(without_bars(on))[-1][0]] for on in room.rounds]


# ---- I12: networks repeat and reorder


FIRST_ROUND = replace(BUSY, steps=BUSY.steps[: BUSY.steps.index(AskAgain())])


def delivery_changes_nothing(system: System) -> None:
    """I12: duplicated and reordered between two ticks, the same ballots give the same releases."""
    checks_hold = always(checks.check_repeated_and_late_deliveries, scripts(rounds=2))
    checks_hold(system)

    @system.settings()
    @given(scripts(), st.randoms(use_true_random=False))
    @example(FIRST_ROUND, Random(1))
    def run(script: Script, network: Random) -> None:
        sent = numbered(script)
        rooms = (
            system.play(sent),
            system.play(replace(sent, steps=tuple(disturbed(sent.steps, network)))),
        )
        first, second = (room.rounds[0].releases for room in rooms)
        assert first[-1] == second[-1]
        assert not system.is_replayable or first == second

    run()


def numbered(script: Script) -> Script:
    """Only first deliveries, each with its number on it; nobody changes groups in the midst of a
    disturbed network.
    """
    last: Counter[int] = Counter()
    steps: list[Step] = []
    for step in script.steps:
        if isinstance(step, Cast):
            last[step.person] += 1
            steps.append(replace(step, number=last[step.person]))
        elif not isinstance(step, Late | Move):
            steps.append(step)
    return replace(script, steps=tuple(steps))


def disturbed(steps: tuple[Step, ...], network: Random) -> Iterator[Step]:
    """Between two ticks everything arrives in any order, and some of it twice."""
    under_way: list[Step] = []
    for step in steps:
        if isinstance(step, Cast):
            under_way += [step] * network.choice([1, 1, 2])
        else:
            yield from network.sample(under_way, len(under_way))
            under_way.clear()
            yield step


INVARIANTS: dict[str, Callable[[System], None]] = {
    "I1": always(checks.check_steps, scripts(rounds=2)),
    "I2": always(checks.check_each_ballot_in_one_step, fingerprints(), BUSY_FINGERPRINTS),
    "I3": always(checks.check_reserve, scripts()),
    "I4": schedule_never_depends_on_choices,
    "I5": swapping_two_voters_changes_no_chance,
    "I6": always(checks.check_final, scripts(rounds=2)),
    "I8": always(checks.check_nothing_counts_after_lock_or_close, scripts(rounds=2)),
    "I9": withheld_choices_show_nowhere,
    "I12": delivery_changes_nothing,
    "told": always(checks.check_told, scripts(rounds=2)),
}
