"""The question bank: the same suggestions on every desk."""

import re

from workshop.domain.voting.question import Kind
from workshop.plans.bank import Stage, stages
from workshop.wording.languages import DESK_LANGUAGES


def test_the_bank_is_complete_in_every_language_of_desks() -> None:
    english = stages()
    for language in DESK_LANGUAGES[1:]:
        other = stages(language)
        assert [kinds(stage) for stage in other] == [kinds(stage) for stage in english]
        for ours, theirs in zip(english, other, strict=True):
            assert not {ours.name, *texts(ours)} & {theirs.name, *texts(theirs)}


def test_suggestions_are_worded_as_questions_about_deciding_are() -> None:
    for language, asked in (("en", "Who decides "), ("fr", "Qui décide ")):
        deciding = [
            text
            for stage in stages(language)
            for kind, text in stage.questions
            if kind is Kind.WHO_DECIDES
        ]
        assert len(deciding) == 24
        assert all(text.startswith(asked) and text.endswith("?") for text in deciding)


def test_french_suggestions_keep_their_marks_with_the_word_before_them() -> None:
    assert [
        text
        for stage in stages("fr")
        for text in texts(stage)
        if re.search(r"[^\u00a0][?:;!]", text)
    ] == []


def kinds(stage: Stage) -> list[Kind]:
    return [kind for kind, _ in stage.questions]


def texts(stage: Stage) -> list[str]:
    return [text for _, text in stage.questions]
