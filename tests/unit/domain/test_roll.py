"""The roll: which delivery counts, and for whom it is too late."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.errors import BallotLocked, StaleBallot
from workshop.domain.voting.roll import Mark, mark_off

LOCKED = Mark("southern", 3, locked=True)


def test_the_first_ballot_marks_its_voter_off_in_its_pool() -> None:
    assert mark_off(None, "southern", 7) == Mark("southern", 7, locked=False)


def test_a_higher_number_replaces_the_last_one() -> None:
    assert mark_off(Mark("southern", 3), "southern", 9) == Mark("southern", 9)


def test_the_pool_stays_that_of_the_first_ballot_whatever_group_is_chosen_later() -> None:
    assert mark_off(Mark("southern", 3), "northern", 4) == Mark("southern", 4)


@pytest.mark.parametrize("held", [Mark("southern", 3), LOCKED])
def test_the_same_delivery_again_gives_the_very_same_mark(held: Mark) -> None:
    assert mark_off(held, "northern", 3) is held


@pytest.mark.parametrize("held", [Mark("southern", 3), LOCKED])
def test_a_late_retransmission_never_wins(held: Mark) -> None:
    with pytest.raises(StaleBallot):
        mark_off(held, "southern", 2)


def test_nothing_new_is_accepted_once_a_picture_was_drawn_from_the_pool() -> None:
    with pytest.raises(BallotLocked):
        mark_off(LOCKED, "southern", 4)


@given(st.permutations(range(1, 7)))
def test_in_whatever_order_numbers_arrive_the_highest_stays(numbers: list[int]) -> None:
    mark = None
    for number in numbers:
        try:
            mark = mark_off(mark, "southern", number)
        except StaleBallot:
            assert mark
            assert number < mark.last_number
    assert mark == Mark("southern", 6)
