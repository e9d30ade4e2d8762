"""Turnout: told in no more detail than the size of the room allows."""

import pytest

from workshop.domain.disclosure import Policy
from workshop.domain.participant import Joined
from workshop.domain.question import Kind, Pass, Question
from workshop.domain.session import Place
from workshop.domain.turnout import Turnout, allows_comparison, as_told_of, in_between, while_open

PLACE = Place("budget", Pass.TODAY)
AT_OPENING = Joined(5, 6, 0)


def test_below_twenty_people_only_a_band_is_told():
    told = while_open(PLACE, Joined(10, 9, 0), 7, AT_OPENING)
    assert told == Turnout(19, PLACE, band="25_49", groups=AT_OPENING)


def test_from_twenty_people_on_the_number_is_told():
    assert while_open(PLACE, Joined(10, 9, 1), 7, AT_OPENING) == Turnout(20, PLACE, voted=7, groups=AT_OPENING)


def test_where_people_write_only_a_band_is_told_in_a_hall_too():
    exact = while_open(PLACE, Joined(10, 9, 1), 7, AT_OPENING)
    told = as_told_of(Question("next", Kind.REFLECTION, "?"), exact)
    assert told == Turnout(20, PLACE, band="25_49", groups=AT_OPENING)
    assert as_told_of(Question("ok", Kind.AGREE, "?"), exact) == exact


def test_who_is_here_is_told_by_group_only_once_somebody_has_answered():
    assert while_open(PLACE, Joined(10, 9, 1), 0, AT_OPENING).groups is None
    assert while_open(PLACE, Joined(10, 9, 1), 1, AT_OPENING).groups == AT_OPENING


@pytest.mark.parametrize(("joined", "comparison"), [(Joined(5, 5), True), (Joined(9, 4), False), (Joined(4, 9), False)])
def test_in_between_only_whether_a_comparison_is_possible_is_told_never_which_side_is_short(joined, comparison):
    told = in_between(joined, comparison=allows_comparison(joined, Policy()))
    assert told == Turnout(joined.total, comparison=comparison)
    assert told.voted is None
