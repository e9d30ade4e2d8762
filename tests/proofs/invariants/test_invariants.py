"""The invariants of secrecy.md hold in rooms full of people, in memory and on SQLite."""

from itertools import combinations

import pytest

from tests.proofs.invariants.invariants import INVARIANTS, crowd
from tests.proofs.invariants.room import Room
from tests.proofs.invariants.scripts import BUSY
from tests.proofs.invariants.system import System, replayed_draw
from tests.support.fakes import MemoryStore
from workshop.domain.voting.release import Counts, Reason, Suppressed, Veiled
from workshop.facilitation.ports import SessionStore


@pytest.mark.parametrize("name", sorted(INVARIANTS.keys() - {"I5"}))
def test_an_invariant_holds(name: str, system: System) -> None:
    INVARIANTS[name](system)


def test_invariant_i5_holds_in_every_possible_draw() -> None:
    """On the reference model, where thousands of rooms are quick; what a store adds is in the
    second test below.
    """
    INVARIANTS["I5"](System(MemoryStore))


def test_the_busy_room_has_everything_in_it_that_the_invariants_speak_of(system: System) -> None:
    first, second = system.play(BUSY).rounds
    outcomes = {moment.outcome for moment in first.moments}
    assert outcomes == {"ok", "BallotLocked", "StaleBallot", "QuestionClosed"}
    assert [release.groups["northern"].voters for release in first.releases] == [3, 6, 12]
    assert first.releases[-1].groups["southern"] == Veiled(5, {"0": "nearly_all"})
    assert first.releases[-1].groups["neither"] == Suppressed()
    assert second.releases[-1].groups["northern"] == Counts(8, (4, 4, 0), 0)
    assert second.releases[-1].groups["southern"] == Suppressed(reason=Reason.TOO_NEAR)


def test_the_positions_of_a_pool_are_its_ballots_each_exactly_once(store: SessionStore) -> None:
    """So what holds of a uniform draw of positions holds of the ballots, in whatever order a store
    keeps them.
    """
    room = Room(store, crowd(8, threshold=3), replayed_draw())
    room.deliver_all_but_the_close()
    alone = [room.taken_and_put_back([position]) for position in range(8)]
    assert sorted(ballot.choices for [ballot] in alone) == [(person,) for person in range(8)]
    for one, other in combinations(range(8), 2):
        assert room.taken_and_put_back([one, other]) == [*alone[one], *alone[other]]
