"""The catalogues: whole, true to the English in what they fill in, and spoken by whoever is meant
and nobody else.
"""

import re
import threading
from datetime import date

import pytest
from babel.messages.catalog import Message

from tests.support.servers import ROOT
from tests.unit.wording.texts import (
    IN_TEMPLATES,
    brought_up_to_date,
    catalogue_of,
    desk_texts,
    path_of,
    phone_and_wall_texts,
    sources,
    texts_for,
)
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS, Plan
from workshop.domain.voting.question import Kind, Question
from workshop.plans.starters import starters
from workshop.wording import day, questions, say_many, tenths
from workshop.wording.languages import (
    ENGLISH,
    LANGUAGES,
    closest,
    desk_language,
    direction,
    speak,
    speaking,
    spoken,
)
from workshop.wording.promise import PROMISE, lines
from workshop.wording.translated import translated

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
CALLED = re.compile(r"\b(?:_|wall|wall\.said|wall\.also)\((?!%)")
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s")
PLURAL_FORMS = {
    "fr": 3,
    "es": 3,
    "pt": 3,
    "ar": 6,
    "sw": 2,
}  # plural forms, as Unicode's CLDR counts them


def messages(language: str) -> list[Message]:
    return [message for message in catalogue_of(language) if message.id]


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_missing_and_none_is_left_over(language: str) -> None:
    held = {(forms(message.id)[0], message.context) for message in messages(language)}
    wanted = {(text.one, text.context) for text in texts_for(language)}
    assert held - wanted == set(), "left over: run python -m tests.unit.wording.texts"
    assert wanted - held == set(), "missing: run python -m tests.unit.wording.texts"
    assert [message.id for message in messages(language) if not all(forms(message.string))] == []
    assert not [message.id for message in messages(language) if message.fuzzy]


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_written_as_the_tool_writes_it(language: str) -> None:
    assert path_of(language).read_bytes() == brought_up_to_date(language)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_what_the_english_does(language: str) -> None:
    for message in messages(language):
        filled_in = sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
        for form in forms(message.string):
            assert sorted(PLACEHOLDER.findall(form)) == filled_in, form


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_that_counts_has_as_many_forms_as_the_language(language: str) -> None:
    counting = [message for message in messages(language) if message.pluralizable]
    assert counting
    assert (
        {len(forms(message.string)) for message in counting}
        == {PLURAL_FORMS[language]}
        == {catalogue_of(language).num_plurals}
    )


def test_the_search_for_texts_finds_those_of_templates_tables_and_calls() -> None:
    found = {text.one for text in phone_and_wall_texts()}
    assert found >= {
        "Counted ✓",
        "{northern} decide, then tell {southern}",
        "So far: {finding}",
        "not shown yet",
    }
    assert {text.one for text in desk_texts()} >= {
        "Close voting",
        "Undo: hide",
        "Before people come",
    }


def test_templates_say_texts_word_for_word() -> None:
    for path in sources():
        if path.endswith(".html"):
            source = (ROOT / path).read_text("utf-8")
            assert len(CALLED.findall(source)) == len(IN_TEMPLATES.findall(source)), path


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_promises_with_the_same_numbers(language: str) -> None:
    with speaking(language):
        told = lines(7)
    assert len(told) == len(PROMISE)
    assert "7" in told[1]
    assert not set(told) & set(PROMISE)


def test_numbers_dates_and_plurals_follow_the_language() -> None:
    assert (tenths(1.25), day(date(2026, 11, 27))) == ("1.2", "27 November 2026")
    with speaking("fr"):
        assert (tenths(1.25), day(date(2026, 11, 27))) == ("1,2", "27 novembre 2026")
    with speaking("ar"):
        answers = [
            say_many("{voters} answer", "{voters} answers", n, voters=n) for n in (3, 10, 11, 100)
        ]
    assert answers == ["3 إجابات", "10 إجابات", "11 إجابة", "100 إجابة"]


def test_a_language_is_spoken_until_it_ends_and_by_nobody_else() -> None:
    heard: list[str] = []
    with speaking("ar"):
        with speaking("sw"):
            assert spoken() == "sw"
            other = threading.Thread(target=lambda: heard.append(spoken()))
            other.start()
            other.join()
        assert spoken() == "ar"
    assert (spoken(), heard) == (ENGLISH, [ENGLISH])
    speak("pt-BR")
    assert spoken() == "pt"
    speak(ENGLISH)


def test_tags_find_the_closest_language_we_have() -> None:
    assert [closest(tag) for tag in ("fr-CA", "PT-br", "ar", "de", "")] == [
        "fr",
        "pt",
        "ar",
        ENGLISH,
        ENGLISH,
    ]
    assert [desk_language(tag) for tag in ("fr-CA", "es", "en")] == ["fr", ENGLISH, ENGLISH]
    assert [direction(language) for language in ("ar", "sw")] == ["rtl", "ltr"]


def test_a_plan_is_read_in_its_translations_and_falls_back_where_there_are_none() -> None:
    focus = Question("focus", Kind.CHOICE, "Where?", choices=("Budget", "Hiring"))
    texts = {
        "title": "Bilan",
        "focus": "Où ?",
        "focus.1": "Embauches",
        "groups.northern": "les bailleurs",
    }
    plan = Plan("Check", (focus,), "in this partnership", translations={"fr": texts})
    with speaking("fr"):
        told = translated(plan)
    assert (told.title, told.frame, told.questions[0].text) == (
        "Bilan",
        "in this partnership",
        "Où ?",
    )
    assert told.questions[0].choices == ("Budget", "Embauches")
    assert [told.labels[group] for group in PartnerGroup] == [
        "les bailleurs",
        "Partenaires du Sud",
        "Les deux, aucun, je préfère ne pas le dire",
    ]
    with speaking("sw"):
        assert translated(plan).title == "Check"


def test_a_name_we_gave_takes_its_article_within_a_sentence_and_a_plans_own_stays() -> None:
    question = Question("budget", Kind.WHO_DECIDES, "Who?")
    with speaking("fr"):
        ours = questions.choices(question, translated(Plan("T", (question,))).labels)
        own = questions.choices(
            question,
            {**DEFAULT_LABELS, PartnerGroup.NORTHERN: "l'ONG", PartnerGroup.SOUTHERN: "AJ"},
        )
    assert ours[1] == "Les partenaires du Nord décident, puis informent les partenaires du Sud"
    assert own[1] == "L'ONG décident, puis informent AJ"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_starter_plan_can_be_said_in_every_language(language: str) -> None:
    with speaking(language):
        for starter in starters():
            plan = translated(starter.plan)
            assert all(
                questions.choices(question, plan.labels) or question.takes_text
                for question in plan.questions
            )
