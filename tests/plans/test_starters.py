"""The starter plans: sound, in our own words, ready to open."""

import pytest

from workshop.domain.errors import UnknownStarterPlan
from workshop.domain.plan import Showing
from workshop.domain.question import Kind, Pass
from workshop.plans.form import read_plan
from workshop.plans.starters import IDS, starter, starters

EVERY = pytest.mark.parametrize("each", starters(), ids=IDS)


def test_the_gallery_has_the_seven_plans_of_the_domain():
    assert [each.id for each in starters()] == [
        "short",
        "money",
        "programme-cycle",
        "localisation",
        "conference",
        "donor-in-the-room",
        "blank",
    ]


@EVERY
def test_a_starter_is_a_sound_plan_that_survives_the_way_out_and_in(each):
    assert read_plan(each.plan.as_document()) == each.plan == starter(each.id)


@EVERY
def test_a_starter_says_what_it_is_for_how_long_it_takes_and_in_which_frame(each):
    assert 20 <= len(each.summary) <= 120
    assert 15 <= each.minutes <= 90
    assert each.title == each.plan.title
    assert each.plan.frame.startswith("in ")


@EVERY
def test_every_question_about_deciding_asks_the_same_way_of_today_and_of_the_wish(each):
    deciding = [question for question in each.plan.questions if question.kind is Kind.WHO_DECIDES]
    assert deciding
    for question in deciding:
        assert question.text.startswith("Who decides on ")
        assert question.text.endswith("?")
        assert question.passes == (Pass.TODAY, Pass.SHOULD_BE)


@EVERY
def test_questions_are_short_enough_to_be_read_aloud(each):
    assert max(len(question.text) for question in each.plan.questions) <= 90


def test_with_a_donor_in_the_room_safety_comes_first_and_nothing_shows_before_the_reveal():
    plan = starter("donor-in-the-room")
    assert plan.questions[0].kind is Kind.SAFE
    assert plan.results is Showing.REVEAL


def test_a_conference_speaks_of_the_sector():
    plan = starter("conference")
    assert "sector" in plan.frame
    assert plan.threshold == 5


def test_an_unknown_starter_is_refused():
    with pytest.raises(UnknownStarterPlan):
        starter("../short")
