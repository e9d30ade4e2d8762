"""A rehearsal: its phones arrive and answer by themselves, and nothing of it stays."""

from random import Random
from typing import Any

import pytest

from tests.support.fakes import FakeClock, FakeScheduler, MemoryStore, RecordingBroadcaster, chance
from workshop.domain.errors import NothingKept, TooManyRehearsals, UnknownSession
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.rehearsal import (
    LASTS_SECONDS,
    MOST_REHEARSALS,
    STAYS_SECONDS,
    Rehearsals,
)
from workshop.facilitation.service import Facilitation

PLAN = Plan(
    "How do we decide?",
    (
        Question(
            "budget", Kind.WHO_DECIDES, "Who decides on the budget?", (Pass.TODAY, Pass.SHOULD_BE)
        ),
        Question("focus", Kind.CHOICE, "Where to start?", choices=("a", "b", "c"), max_choices=2),
    ),
    threshold=3,
    results=Showing.REVEAL,
)


class House:
    """The use cases on a fake clock, with one real session to rehearse."""

    def __init__(self) -> None:
        clock = FakeClock()
        self.scheduler = FakeScheduler(clock)
        self.store = MemoryStore()
        luck = chance(lambda size, drawn: Random(1).sample(range(size), drawn))
        self.facilitation = Facilitation(
            self.store, RecordingBroadcaster(), self.scheduler, clock, luck
        )
        self.rehearsals = Rehearsals(self.facilitation, self.scheduler, clock, luck)
        self.real = self.facilitation.open_session(PLAN)[0].code

    def rehearse(self, phones: int = 30) -> str:
        return self.rehearsals.start(self.real, phones)[0].code

    def voters(self, code: str, at: PlaceNamed) -> dict[str, int]:
        """Ask, wait and close; the people counted, by group."""
        self.facilitation.open_question(code, at)
        self.scheduler.pass_time(60)
        self.facilitation.close_question(code, at)
        asked: Any = (at.question, at.passing)
        release = self.store.releases(self.store.session(code).latest(*asked).id)[-1]
        return {
            group: shown.voters
            for group, shown in release.groups.items()
            if isinstance(shown, Counts)
        }


@pytest.fixture
def house() -> House:
    return House()


def test_simulated_phones_arrive_one_after_the_other_in_all_groups(house: House) -> None:
    code = house.rehearse(30)
    house.scheduler.pass_time(3)
    assert 0 < house.store.joined(code) < 30
    house.scheduler.pass_time(30)
    joined = house.store.transact(code, lambda transaction: transaction.snapshot())
    assert (joined.northern, joined.southern, joined.neither) == (13, 14, 3)


def test_they_answer_every_question_like_real_phones(house: House) -> None:
    code = house.rehearse(30)
    house.scheduler.pass_time(30)
    for at in (
        PlaceNamed("budget", Pass.TODAY),
        PlaceNamed("budget", Pass.SHOULD_BE),
        PlaceNamed("focus", Pass.TODAY),
    ):
        counted = house.voters(code, at)
        assert counted["northern"] == 13
        assert counted["southern"] == 14


def test_a_real_phone_can_join_in(house: House) -> None:
    code = house.rehearse(6)
    house.scheduler.pass_time(10)
    token = house.facilitation.join(code, None, PartnerGroup.SOUTHERN)
    house.facilitation.open_question(code, PlaceNamed("focus", Pass.TODAY))
    place: Any = house.store.session(code).place
    house.facilitation.cast_ballot(code, token, place, [0], 1)
    house.scheduler.pass_time(60)
    house.facilitation.close_question(code, PlaceNamed())
    asking = house.store.session(code).latest("focus", Pass.TODAY)
    assert house.store.releases(asking.id)[-1].groups[
        "together" if asking.mode == "together" else "southern"
    ]
    assert house.store.joined(code) == 7


def test_the_session_that_is_rehearsed_stays_as_it_was(house: House) -> None:
    before = house.store.session(house.real)
    code = house.rehearse()
    house.scheduler.pass_time(30)
    house.voters(code, PlaceNamed("budget", Pass.TODAY))
    assert house.store.session(house.real) == before
    assert house.store.joined(house.real) == 0


def test_a_rehearsal_is_marked_and_has_no_files(house: House) -> None:
    code = house.rehearse()
    assert house.store.session(code).is_rehearsal
    assert not house.store.session(house.real).is_rehearsal
    with pytest.raises(NothingKept):
        house.facilitation.report(code)
    assert house.facilitation.report(house.real).plan == PLAN


def test_it_is_thrown_away_ten_minutes_after_its_end(house: House) -> None:
    code = house.rehearse()
    house.scheduler.pass_time(30)
    house.facilitation.end_session(code)
    house.scheduler.pass_time(STAYS_SECONDS - 5)
    assert house.store.session(code)
    house.scheduler.pass_time(10)
    with pytest.raises(UnknownSession):
        house.store.session(code)


def test_it_is_thrown_away_when_nobody_ends_it(house: House) -> None:
    code = house.rehearse()
    house.scheduler.pass_time(LASTS_SECONDS + 5)
    with pytest.raises(UnknownSession):
        house.store.session(code)


def test_a_restart_throws_rehearsals_away_and_nothing_else(house: House) -> None:
    code = house.rehearse()
    house.facilitation.delete_rehearsals()
    with pytest.raises(UnknownSession):
        house.store.session(code)
    assert house.store.session(house.real)


def test_a_server_runs_only_so_many_and_one_that_is_deleted_makes_room(house: House) -> None:
    codes = [house.rehearse(1) for _ in range(MOST_REHEARSALS)]
    with pytest.raises(TooManyRehearsals):
        house.rehearse(1)
    house.facilitation.delete_session(codes[0])
    house.scheduler.pass_time(2)
    assert house.rehearse(1)
