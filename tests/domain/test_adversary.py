"""Whatever a desk tries over a whole session, it learns no side and no answer; where a rule is taken away, it does."""

import pytest

from tests.domain.adversary import tries_everything
from tests.domain.storm import Disk, Memory
from tests.fakes import MemoryStore, MemoryTransaction


def test_a_desk_that_tries_everything_learns_nothing_in_the_reference_model():
    tries_everything(Memory, examples=100, steps=30)


def test_a_desk_that_tries_everything_learns_nothing_on_disk():
    tries_everything(Disk, examples=4, steps=30)


class CountsAtEveryOpening(MemoryStore):
    """A snapshot is taken whoever has come since."""

    class transaction(MemoryTransaction):  # noqa: N801 stands for the attribute of the store
        def newcomers(self):
            return 99


class CountsPaperAsJoined(MemoryStore):
    """What the desk types is added to who joined by phone."""

    class transaction(MemoryTransaction):  # noqa: N801
        def snapshot(self):
            return super().snapshot() + self.session().on_paper


@pytest.mark.parametrize("fault", [CountsAtEveryOpening, CountsPaperAsJoined], ids=lambda fault: fault.__name__)
def test_a_store_that_tells_more_is_caught(fault):
    with pytest.raises(AssertionError):
        tries_everything(lambda: Memory(fault), examples=2000, steps=30, seeks=True)
