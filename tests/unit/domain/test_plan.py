"""A plan in several languages: which of them is its own."""

from dataclasses import replace

import pytest

from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS, Plan
from workshop.domain.voting.question import Kind, Question

FRENCH = {
    "title": "Bilan",
    "frame": "dans ce partenariat",
    "groups.northern": "les bailleurs",
    "focus": "Où ?",
    "focus.0": "Le budget",
    "focus.1": "Les embauches",
}
PLAN = Plan(
    "Check",
    (
        Question("focus", Kind.CHOICE, "Where?", choices=("Budget", "Hiring")),
        Question("pay", Kind.AGREE, "Fair pay?"),
    ),
    "in this partnership",
    labels=DEFAULT_LABELS | {PartnerGroup.NORTHERN: "funders"},
    translations={"fr": FRENCH, "sw": {"title": "Tathmini"}},
)


def test_a_plan_in_another_of_its_languages_says_its_translation_and_keeps_its_first() -> None:
    french = PLAN.written_in("fr")
    assert {key: french.texts()[key] for key in FRENCH} == FRENCH
    assert french.language == "fr"
    assert french.translations["en"] == {key: PLAN.texts()[key] for key in FRENCH}
    assert french.translations["sw"] == PLAN.translations["sw"]
    assert "fr" not in french.translations


def test_what_has_no_translation_stays_as_it_was_written() -> None:
    french = PLAN.written_in("fr")
    assert french.question("pay") == PLAN.question("pay")
    assert french.labels[PartnerGroup.SOUTHERN] == DEFAULT_LABELS[PartnerGroup.SOUTHERN]


@pytest.mark.parametrize("second", ["", "fr", "sw"])
def test_there_and_back_the_plan_is_the_same(second: str) -> None:
    plan = replace(PLAN, second_language=second)
    assert plan.written_in("fr").written_in("en") == plan


def test_a_wall_in_two_languages_stays_in_the_same_two() -> None:
    french = replace(PLAN, second_language="fr").written_in("fr")
    assert (french.language, french.second_language) == ("fr", "en")


@pytest.mark.parametrize("language", ["en", "pt", ""])
def test_a_plan_that_is_in_the_language_or_has_no_translation_into_it_stays_as_it_is(
    language: str,
) -> None:
    assert PLAN.written_in(language) is PLAN


def test_a_translation_into_the_plans_own_language_does_not_take_its_place() -> None:
    plan = replace(PLAN, translations={"en": {"title": "Another"}})
    assert plan.written_in("en") is plan
