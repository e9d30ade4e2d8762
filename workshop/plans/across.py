"""Checks across several keys of a plan: numbers, repetitions, stray translations.

They work on the document as it came, whatever else is wrong with it, so that these errors are
listed with all others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workshop.domain.errors import Fault
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS
from workshop.domain.voting.question import OWN_WORDS
from workshop.plans import fields
from workshop.plans.schema import CHOICES, QUESTIONS, ROUNDS, flat
from workshop.wording import say
from workshop.wording.languages import ENGLISH

OWN_TEXTS = ("title", "frame", *(f"groups.{group}" for group in PartnerGroup))


def faults_across(document: object) -> Iterator[Fault]:
    """Every such error of a parsed document."""
    plan = _table(document)
    questions = _list(plan.get("questions"))
    if isinstance(plan.get("questions"), list) and len(questions) not in QUESTIONS:
        count = say(
            "Ask 1 to {most} questions; there are {count}.",
            most=QUESTIONS[-1],
            count=len(questions),
        )
        yield Fault("questions", count)
    yield from _repeated_ids(questions)
    for index, question in enumerate(map(_table, questions)):
        yield from _faulty_choices(f"questions[{index}]", question)
        yield from _faulty_rounds(f"questions[{index}]", question.get("rounds", []))
    yield from _repeated_labels(_table(plan.get("groups")))
    yield from _same_language_twice(plan)
    yield from _strange_translations(_table(plan.get("translations")), questions)


def _repeated_ids(questions: Sequence[object]) -> Iterator[Fault]:
    ids = [_table(question).get("id") for question in questions]
    for index, first in _repetitions(ids):
        same = say("Choose another id: {place} has the same.", place=f"questions[{first}]")
        yield Fault(f"questions[{index}].id", same)


def _faulty_choices(at: str, question: Mapping[str, Any]) -> Iterator[Fault]:
    choices, allowed = question.get("choices"), question.get("max_choices")
    if not isinstance(choices, list) or question.get("kind") not in OWN_WORDS:
        return
    if len(choices) not in CHOICES:
        bounds = {"least": CHOICES[0], "most": CHOICES[-1], "count": len(choices)}
        yield Fault(
            f"{at}.choices", say("List {least} to {most} choices; there are {count}.", **bounds)
        )
    elif type(allowed) is int and len(choices) < allowed <= CHOICES[-1]:
        yield Fault(
            f"{at}.max_choices",
            say("Allow at most {count}: there are no more choices.", count=len(choices)),
        )
    for index, first in _repetitions(choices):
        same = say("Say something else here: {place} says the same.", place=f"choices[{first}]")
        yield Fault(f"{at}.choices[{index}]", same)


def _faulty_rounds(at: str, rounds: object) -> Iterator[Fault]:
    if not isinstance(rounds, list) or not rounds:
        return
    if len(rounds) not in ROUNDS:
        bounds = {"least": ROUNDS[0], "most": ROUNDS[-1], "count": len(rounds)}
        yield Fault(
            f"{at}.rounds",
            say("Name {least} to {most} rounds, or none; there are {count}.", **bounds),
        )
    for index, first in _repetitions(rounds):
        same = say("Choose another name: {place} is called the same.", place=f"rounds[{first}]")
        yield Fault(f"{at}.rounds[{index}]", same)


def _repeated_labels(groups: Mapping[str, Any]) -> Iterator[Fault]:
    names = [group.value for group in PartnerGroup]
    labels = [groups.get(group.value, DEFAULT_LABELS[group]) for group in PartnerGroup]
    for index, first in _repetitions(labels):
        same = say("Choose another label: {place} has the same.", place=f"groups.{names[first]}")
        yield Fault(f"groups.{names[index]}", same)


def _same_language_twice(plan: Mapping[str, Any]) -> Iterator[Fault]:
    first, second = plan.get("language", ENGLISH), plan.get("second_language")
    if isinstance(first, str) and first.partition("-")[0].lower() == second:
        yield Fault(
            "second_language", say("Choose another language here: the plan is in this one already.")
        )


def _strange_translations(
    translations: Mapping[str, Any], questions: Sequence[object]
) -> Iterator[Fault]:
    known = {*OWN_TEXTS, *_texts_of(questions)}
    for language, texts in translations.items():
        for key in _table(flat(texts)):
            if key not in known:
                shown = fields.showable(key)
                hint = fields.nearest(key, known) or f" {_keys_of_texts()}"
                at = f"translations.{fields.showable(language)}.{shown}"
                yield Fault(at, say("The plan has no “{key}”.", key=shown) + hint)


def _keys_of_texts() -> str:
    texts = fields.listed(OWN_TEXTS)
    return say(
        "Use {texts}, a question's id, for its choices “id.0”, “id.1” and so on, "
        "for its rounds “id.rounds.0” and so on.",
        texts=texts,
    )


def _texts_of(questions: Sequence[object]) -> Iterator[str]:
    """The translation keys of the questions.

    Their ids, `<id>.<position>` for each of their own choices, and `<id>.rounds.<position>` for
    each name of a round.
    """
    for question in map(_table, questions):
        if isinstance(question_id := question.get("id"), str):
            yield question_id
            yield from (
                f"{question_id}.{position}"
                for position, _ in enumerate(_list(question.get("choices")))
            )
            yield from (
                f"{question_id}.rounds.{position}"
                for position, _ in enumerate(_list(question.get("rounds")))
            )


def _repetitions(texts: Iterable[object]) -> Iterator[tuple[int, int]]:
    """Where a text repeats an earlier one, and where that was."""
    first: dict[str, int] = {}
    for index, text in enumerate(texts):
        if isinstance(text, str):
            cleaned = fields.composed(text)
            if cleaned in first:
                yield index, first[cleaned]
            first.setdefault(cleaned, index)


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
