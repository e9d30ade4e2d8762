"""Forgetting that fails is tried again until it succeeds: the phones have been told that only
totals are kept.
"""

from tests.support.fakes import FakeClock, FakeScheduler, MemoryStore, RecordingBroadcaster, chance
from workshop.domain.errors import StoreUnavailable
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Place
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.rounds import FORGET_AGAIN_SECONDS
from workshop.facilitation.service import Facilitation


class FullDisk(MemoryStore):
    """Forgets nothing until there is room again."""

    is_full = True

    def forget(self, asking_id: str) -> None:
        if self.is_full:
            raise StoreUnavailable()
        super().forget(asking_id)


def test_ballots_that_outlast_the_close_are_destroyed_as_soon_as_the_disk_allows() -> None:
    store, clock = FullDisk(), FakeClock()
    scheduler = FakeScheduler(clock)
    facilitation = Facilitation(
        store, RecordingBroadcaster(), scheduler, clock, chance(lambda n, m: range(m))
    )
    code = facilitation.open_session(Plan("T", (Question("q", Kind.AGREE, "?"),)))[0].code
    token = facilitation.join(code, None, PartnerGroup.SOUTHERN)
    facilitation.open_question(code, PlaceNamed("q"))
    facilitation.cast_ballot(code, token, Place("q", Pass.TODAY), [1], 1)
    asking = facilitation.close_question(code, PlaceNamed("q")).askings[0]
    scheduler.pass_time(3 * FORGET_AGAIN_SECONDS)
    assert store.mark_of(asking, token) is not None
    store.is_full = False
    scheduler.pass_time(FORGET_AGAIN_SECONDS)
    assert store.mark_of(asking, token) is None
