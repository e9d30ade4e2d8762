"""The starter plans: sound, in our own words, ready to open."""

import re

import pytest

from workshop.domain.errors import UnknownStarterPlan
from workshop.domain.voting.plan import DEFAULT_LABELS, Showing
from workshop.domain.voting.question import Kind, Pass
from workshop.plans.form import read_plan
from workshop.plans.starters import IDS, Starter, starter, starters
from workshop.wording.languages import DESK_LANGUAGES, ENGLISH, LANGUAGES

EVERY = pytest.mark.parametrize("each", starters(), ids=IDS)
IN_EVERY_DESK_LANGUAGE = pytest.mark.parametrize("language", DESK_LANGUAGES)
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
WHO_DECIDES = {
    "en": "Who decides on ",
    "fr": "Qui décide ",
    "es": "¿Quién decide ",
    "pt": "Quem decide ",
    "ar": "من يقرّر ",
    "sw": "Nani anaamua ",
}


def test_the_gallery_has_the_seven_plans_of_the_domain() -> None:
    assert [each.id for each in starters()] == [
        "short",
        "money",
        "programme-cycle",
        "localisation",
        "conference",
        "donor-in-the-room",
        "blank",
    ]


@IN_EVERY_DESK_LANGUAGE
@pytest.mark.parametrize("starter_id", IDS)
def test_a_starter_is_a_sound_plan_that_survives_the_way_out_and_in(
    starter_id: str, language: str
) -> None:
    plan = starter(starter_id, language)
    assert read_plan(plan.as_document()) == plan
    assert plan.language == language


@IN_EVERY_DESK_LANGUAGE
def test_a_starter_says_what_it_is_for_how_long_it_takes_and_in_which_frame(language: str) -> None:
    for each in starters(language):
        assert 20 <= len(each.summary) <= 120
        assert 15 <= each.minutes <= 90
        assert each.title == each.plan.title
        assert each.plan.frame.startswith(("in ", "dans "))


@EVERY
@pytest.mark.parametrize("language", OTHERS)
def test_no_text_of_a_starter_is_missing_in_a_language_and_none_is_left_over(
    each: Starter, language: str
) -> None:
    groups_are_ours = each.plan.labels == DEFAULT_LABELS  # and said in every language already
    wanted = {
        key for key in each.plan.texts() if not (groups_are_ours and key.startswith("groups."))
    }
    said = each.plan.translations[language]
    assert set(said) == wanted
    assert [key for key in wanted if said[key] == each.plan.texts()[key]] == []


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_about_deciding_asks_the_same_way_of_today_and_of_the_wish(
    each: Starter, language: str
) -> None:
    plan = each.plan.written_in(language)
    deciding = [question for question in plan.questions if question.kind is Kind.WHO_DECIDES]
    assert deciding
    for question in deciding:
        assert question.text.startswith(WHO_DECIDES[language])
        assert question.text.endswith(("?", "؟"))
        assert question.passes == (Pass.TODAY, Pass.SHOULD_BE)


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_short_enough_to_be_read_aloud(each: Starter, language: str) -> None:
    most = 90 if language == ENGLISH else 105
    assert max(len(question.text) for question in each.plan.written_in(language).questions) <= most


@EVERY
def test_french_keeps_its_marks_with_the_word_before_them(each: Starter) -> None:
    french = [
        each.plan.written_in("fr").texts(),
        {"summary": starters("fr")[IDS.index(each.id)].summary},
    ]
    for said in french:
        assert [text for text in said.values() if re.search(r"[^\u00a0][?:;!]", text)] == []


def test_with_a_donor_in_the_room_safety_comes_first_and_nothing_shows_before_the_reveal() -> None:
    plan = starter("donor-in-the-room")
    assert plan.questions[0].kind is Kind.SAFE
    assert plan.results is Showing.REVEAL


def test_a_conference_speaks_of_the_sector() -> None:
    plan = starter("conference")
    assert "sector" in plan.frame
    assert plan.threshold == 5


def test_an_unknown_starter_is_refused() -> None:
    with pytest.raises(UnknownStarterPlan):
        starter("../short")
