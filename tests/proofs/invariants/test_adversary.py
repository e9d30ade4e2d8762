"""Whatever a desk tries over a whole session, it learns no side and no answer; where a rule is
taken away, it does.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.proofs.invariants.adversary import check_veil, preimages, tries_everything
from tests.proofs.invariants.hall import STAFF
from tests.proofs.invariants.storm import Disk, Memory
from tests.support.fakes import MemoryStore, MemoryTransaction
from tests.support.trials import trials
from tests.unit.domain.veils import old_veil
from workshop.domain.voting import tally
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.release import Release, Veiled
from workshop.facilitation import counting
from workshop.facilitation.ports import BallotBox


def test_a_desk_that_tries_everything_learns_nothing_in_the_reference_model() -> None:
    tries_everything(Memory, examples=trials(4, 200), steps=30)


def test_a_desk_that_tries_everything_learns_nothing_on_disk() -> None:
    tries_everything(Disk, examples=trials(1, 10), steps=trials(15, 30))


class CountsAtEveryOpening(MemoryStore):
    """A snapshot is taken whoever has come since."""

    class transaction(MemoryTransaction):  # noqa: N801 stands for the attribute of the store
        def newcomers(self) -> int:
            return 99


class CountsPaperAsJoined(MemoryStore):
    """What the desk types is added to who joined by phone."""

    class transaction(MemoryTransaction):  # noqa: N801
        def snapshot(self) -> Joined:
            return super().snapshot() + self.session().on_paper


class KnowsNoFormerRound(MemoryStore):
    """While a question closes, what was published before is not looked at."""

    class transaction(MemoryTransaction):  # noqa: N801
        def final_releases(self) -> list[Release]:
            return [] if self.session().open_asking else super().final_releases()


@pytest.mark.parametrize(
    "fault",
    [CountsAtEveryOpening, CountsPaperAsJoined, KnowsNoFormerRound],
    ids=lambda fault: fault.__name__,
)
def test_a_store_that_tells_more_is_caught(fault: type[MemoryStore]) -> None:
    assert_caught(lambda: Memory(fault))


def test_a_veil_that_can_be_looked_behind_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """It needs rarer answers than random ones: the judge is shown every form that there is."""
    assert [voters for voters in range(3, 7) if not holds(check_every_form, voters)] == []
    monkeypatch.setattr(tally, "veil", old_veil)
    assert [voters for voters in range(3, 7) if not holds(check_every_form, voters)] != []


@pytest.fixture(autouse=True)
def _no_forms_remembered() -> Iterator[None]:
    preimages.cache_clear()
    yield
    preimages.cache_clear()


def check_every_form(voters: int) -> None:
    preimages.cache_clear()
    for possible in preimages(STAFF, voters).values():
        shown = tally.veil(STAFF, possible[0])  # type: ignore[attr-defined]  # as it looks it up
        if isinstance(shown, Veiled):
            check_veil(STAFF, shown)


def holds(check: Callable[[int], None], voters: int) -> bool:
    try:
        check(voters)
    except AssertionError:
        return False
    return True


def test_texts_of_a_few_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was: whoever answered counted, also who wrote nothing."""
    monkeypatch.setattr(counting, "_written_in", every_ballot_in)
    assert_caught(Memory)


def every_ballot_in(box: BallotBox, pool: str, policy: Policy) -> list[Ballot]:
    size = box.sizes().get(pool, 0)
    return box.take(pool, range(size)) if size >= policy.threshold else []


def assert_caught(place: Callable[[], Memory]) -> None:
    with pytest.raises(AssertionError):
        tries_everything(place, examples=2000, steps=30, seeks=True)
