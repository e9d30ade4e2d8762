"""From the box to a release: what does not leave is never opened."""

from collections.abc import Sequence

import pytest

from tests.support.fakes import AskingRecord, MemoryBox
from tests.unit.domain.questions import ONE_OF_THREE
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Mode, Policy
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import Suppressed
from workshop.domain.voting.roll import Mark
from workshop.domain.voting.session import Asking
from workshop.facilitation.counting import release_finally, release_pools

THREE = Policy.for_threshold(3)
ASKING = Asking("id", "q", Pass.TODAY, 1, Mode.SPLIT, Joined(9, 9, 9))


class WatchedBox(MemoryBox):
    """Notes what is opened and locked."""

    def __init__(self, **sizes: int) -> None:
        tokens = {
            f"{pool}-{number}": pool for pool, size in sizes.items() for number in range(size)
        }
        marks = {token: Mark(pool, 1) for token, pool in tokens.items()}
        super().__init__(AskingRecord(marks, dict.fromkeys(tokens, Ballot((0,)))))
        self.opened: dict[str, int] = {}
        self.locked: list[str] = []

    def take(self, pool: str, positions: Sequence[int]) -> list[Ballot]:
        taken = super().take(pool, positions)
        self.opened[pool] = len(taken)
        return taken

    def lock(self, pool: str) -> None:
        super().lock(pool)
        self.locked.append(pool)


def first(size: int, drawn: int) -> Sequence[int]:
    return range(drawn)


def test_a_tick_opens_the_drawn_ballots_only_and_locks_their_whole_pool() -> None:
    box = WatchedBox(northern=10, southern=8)
    release = release_pools(box, ONE_OF_THREE, ASKING, THREE, first)
    assert box.opened == {"northern": 4}
    assert box.locked == ["northern"]
    assert {mark.locked for mark in box.record.marks.values() if mark.pool == "northern"} == {True}
    assert box.releases() == [release]


def test_a_tick_on_which_every_pool_must_wait_leaves_no_trace() -> None:
    box = WatchedBox(northern=8, southern=8)
    assert release_pools(box, ONE_OF_THREE, ASKING, THREE, first) is None
    assert (box.opened, box.locked, box.releases()) == ({}, [], [])


@pytest.mark.parametrize("size", [0, 2])
def test_at_the_close_the_ballots_of_a_withheld_group_stay_unread(size: int) -> None:
    box = WatchedBox(northern=5, southern=size)
    release_finally(box, ONE_OF_THREE, ASKING, THREE, earlier=())
    release = box.releases()[-1]
    assert box.opened == {"northern": 5}
    assert release.groups["southern"] == Suppressed()
    assert sum(box.sizes().values()) == size
