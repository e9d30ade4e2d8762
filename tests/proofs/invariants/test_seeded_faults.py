"""The faults that secrecy.md names, each seeded on purpose: the invariants must bite, or they prove
nothing.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import Phase

from tests.proofs.invariants.invariants import INVARIANTS
from tests.proofs.invariants.system import System
from tests.support.fakes import AskingRecord, MemoryBox, MemoryStore
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Mode, Policy, Sample, pool_of
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.release import Counts, Release, Shown, Suppressed, Veiled
from workshop.domain.voting.roll import Mark, mark_off
from workshop.domain.voting.session import Session


class NoReserve(MemoryStore):
    """Everything leaves at every picture."""

    def add(self, session: Session, facilitator_key: str, opened_on: date) -> None:
        policy = Policy(session.policy.threshold, reserve=0)
        super().add(replace(session, policy=policy), facilitator_key, opened_on)


class ReserveMinusOne(MemoryStore):
    """One ballot too few stays behind."""

    def add(self, session: Session, facilitator_key: str, opened_on: date) -> None:
        policy = Policy(session.policy.threshold, session.policy.reserve - 1)
        super().add(replace(session, policy=policy), facilitator_key, opened_on)


class ShowingUnderThreshold(MemoryStore):
    """One person too few is enough to be shown."""

    def add(self, session: Session, facilitator_key: str, opened_on: date) -> None:
        policy = Policy(session.policy.threshold - 1, session.policy.reserve)
        super().add(replace(session, policy=policy), facilitator_key, opened_on)


class InOrderOfArrival(MemoryStore):
    """Ballots lie as they came; with `the_first`, those who came first leave first."""

    class box(MemoryBox):  # noqa: N801 stands for the attribute of the store
        def lying(self, pool: str) -> list[str]:
            return [token for token in self.record.ballots if self.record.marks[token].pool == pool]


def the_first(sample: object) -> Sample:
    """A draw that draws nothing."""
    return lambda size, drawn: range(drawn)


class ChangesAfterARelease(MemoryStore):
    """A picture locks nobody."""

    @staticmethod
    def mark_off(held: Mark | None, pool: str, number: int) -> Mark:
        return mark_off(held and replace(held, locked=False), pool, number)


class LockingOnlyTheDrawn(MemoryStore):
    """Who was drawn is locked; who stayed behind may still change."""

    class box(MemoryBox):  # noqa: N801
        def lock(self, pool: str) -> None:
            for token, mark in self.record.marks.items():
                if mark.pool == pool and token not in self.record.ballots:
                    self.record.marks[token] = replace(mark, locked=True)


class WaitingWhileHomogeneous(MemoryStore):
    """A pool in which all agree is made to look too small."""

    class box(MemoryBox):  # noqa: N801
        def sizes(self) -> dict[str, int]:
            sizes = super().sizes()
            return {pool: size for pool, size in sizes.items() if size < 9 or self.is_mixed(pool)}

        def is_mixed(self, pool: str) -> bool:
            return len({self.record.ballots[token] for token in self.lying(pool)}) > 1


class SuppressingUnanimity(MemoryStore):
    """A group of one mind is withheld at the close."""

    class box(MemoryBox):  # noqa: N801
        def add(self, release: Release) -> None:
            groups = {pool: self.withheld_if_alike(shown) for pool, shown in release.groups.items()}
            super().add(replace(release, groups=groups) if release.final else release)

        @staticmethod
        def withheld_if_alike(shown: Shown) -> Shown:
            is_alike = isinstance(shown, Veiled) or (
                isinstance(shown, Counts) and shown.voters in shown.counts
            )
            return Suppressed() if is_alike else shown


class WithdrawalRemoving(MemoryStore):
    """Who chooses nothing is treated as never having voted."""

    def put(self, kept: AskingRecord, token: str, mark: Mark, ballot: Ballot) -> None:
        super().put(kept, token, mark, ballot)
        if not ballot.choices:
            del kept.ballots[token]


class GroupFollowingThePerson(MemoryStore):
    """A changed answer moves to the group the person is in now."""

    def pool_for(self, held: Mark | None, mode: Mode, group: PartnerGroup) -> str:
        return pool_of(mode, group)

    @staticmethod
    def mark_off(held: Mark | None, pool: str, number: int) -> Mark:
        mark = mark_off(held, pool, number)
        return mark if mark is held else replace(mark, pool=pool)


class LastWriterWins(MemoryStore):
    """Whatever arrives last counts, however old it is."""

    @staticmethod
    def mark_off(held: Mark | None, pool: str, number: int) -> Mark:
        return Mark(held.pool if held else pool, number, mark_off(held, pool, 10**6).locked)


FAULTS = {
    "no reserve": (System(NoReserve), ["I1", "I3"]),
    "reserve − 1": (System(ReserveMinusOne), ["I1", "I3"]),
    "first in, first out": (System(InOrderOfArrival, draw=the_first), ["I5"]),
    "changes after a release": (System(ChangesAfterARelease), ["I2", "I6", "I8"]),
    "locking only the drawn": (System(LockingOnlyTheDrawn), ["I8"]),
    "waiting while homogeneous": (System(WaitingWhileHomogeneous), ["I4"]),
    "suppressing unanimity": (System(SuppressingUnanimity), ["I4", "I6"]),
    "showing under k": (System(ShowingUnderThreshold), ["I1", "I6", "I9"]),
    "withdrawal removing": (System(WithdrawalRemoving), ["I2", "I4", "I6"]),
    "group following the person": (System(GroupFollowingThePerson), ["I6"]),
    "last writer wins": (System(LastWriterWins), ["I6", "I12"]),
}
BITES = [(fault, name) for fault, (_, names) in FAULTS.items() for name in names]


@pytest.mark.parametrize(
    ("fault", "name"), BITES, ids=[f"{fault} fails {name}" for fault, name in BITES]
)
def test_a_seeded_fault_is_caught(fault: str, name: str) -> None:
    system, _ = FAULTS[fault]
    with pytest.raises(AssertionError):
        INVARIANTS[name](replace(system, examples=400, phases=(Phase.generate,)))


def test_every_invariant_bites_at_least_one_fault() -> None:
    assert {name for _, name in BITES} == INVARIANTS.keys() - {"told"}
