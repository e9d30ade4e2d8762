"""Turnout: told in no more detail than the size of the room allows."""

from dataclasses import replace

import pytest

from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Place, Session
from workshop.domain.voting.turnout import (
    Turnout,
    allows_comparison,
    as_told_of,
    in_between,
    while_open,
)

PLACE = Place("budget", Pass.TODAY)
SNAPSHOT = Joined(5, 6, 0)
LOBBY = Session(
    "ABC234", "screen", Plan("Check", (Question("budget", Kind.WHO_DECIDES, "Who?"),)), Policy()
)


def test_below_twenty_people_only_a_band_is_told() -> None:
    assert while_open(PLACE, 19, 7, SNAPSHOT) == Turnout(19, PLACE, band="25_49", groups=SNAPSHOT)


def test_from_twenty_people_on_the_number_is_told() -> None:
    assert while_open(PLACE, 20, 7, SNAPSHOT) == Turnout(20, PLACE, voted=7, groups=SNAPSHOT)


def test_who_is_here_by_group_is_the_snapshot_and_more_is_who_came_since() -> None:
    assert (while_open(PLACE, 15, 0, SNAPSHOT).groups, while_open(PLACE, 15, 0, SNAPSHOT).more) == (
        SNAPSHOT,
        4,
    )
    assert while_open(PLACE, 11, 0, SNAPSHOT).more == 0


def test_without_a_snapshot_nothing_is_told_by_group() -> None:
    told = while_open(PLACE, 4, 2, None)
    assert (told.joined, told.groups, told.more) == (4, None, None)


def test_where_people_write_only_a_band_is_told_in_a_hall_too() -> None:
    exact = while_open(PLACE, 20, 7, SNAPSHOT)
    told = as_told_of(Question("next", Kind.REFLECTION, "?"), exact)
    assert told == Turnout(20, PLACE, band="25_49", groups=SNAPSHOT)
    assert as_told_of(Question("ok", Kind.AGREE, "?"), exact) == exact


@pytest.mark.parametrize(
    ("joined", "comparison"), [(Joined(5, 5), True), (Joined(9, 4), False), (Joined(4, 9), False)]
)
def test_in_between_only_whether_a_comparison_is_possible_is_told_never_which_side_is_short(
    joined: Joined, comparison: bool
) -> None:
    asked = LOBBY.open("budget", Pass.TODAY, "a1", joined).close(PLACE)
    for here in (joined.total, 200):
        told = in_between(here, comparison=allows_comparison(asked, here))
        assert told == Turnout(here, comparison=comparison)
        assert told.voted is None


@pytest.mark.parametrize(("joined", "comparison"), [(9, False), (10, True)])
def test_before_the_first_opening_only_the_size_of_the_room_is_judged(
    joined: int, comparison: bool
) -> None:
    for before in (LOBBY, LOBBY.show(PLACE), replace(LOBBY, on_paper=Joined(50, 50))):
        assert allows_comparison(before, joined) is comparison


def test_without_a_snapshot_no_comparison_is_possible() -> None:
    assert not allows_comparison(LOBBY.open("budget", Pass.TODAY, "a1", None), 200)
