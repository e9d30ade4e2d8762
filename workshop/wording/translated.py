"""A plan as people of the spoken language read it: as far as it is translated, else as it was written."""

from collections.abc import Mapping
from dataclasses import replace
from unicodedata import bidirectional

from workshop.domain.plan import DEFAULT_LABELS, Plan
from workshop.domain.question import Question
from workshop.wording import say
from workshop.wording.languages import spoken

_LEFT_TO_RIGHT = "\u200e"
_FROM_THE_RIGHT = ("R", "AL")


def translated(plan: Plan) -> Plan:
    """The plan with its texts in the spoken language; groups that nobody named are called as we call them."""
    said = plan.worded(plan.translations.get(spoken(), {}))
    labels = {
        group: say(default) if said.labels[group] == default else said.labels[group]
        for group, default in DEFAULT_LABELS.items()
    }
    return replace(said, labels=labels)


def in_prose(plan: Plan) -> Plan:
    """The plan for sentences of ours, which run from left to right: what follows an Arabic text there stays behind it.

    Without the mark a number after such a text would be drawn before it.
    """
    return plan.worded(_marked(plan.texts()))


def question_in_prose(question: Question) -> Question:
    """The same for a question of its own."""
    return question.worded(_marked(question.texts()))


def _marked(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: f"{text}{_LEFT_TO_RIGHT}" for key, text in texts.items() if _ends_leftwards(text)}


def _ends_leftwards(text: str) -> bool:
    strong = [kind for kind in map(bidirectional, text) if kind in ("L", *_FROM_THE_RIGHT)]
    return bool(strong) and strong[-1] in _FROM_THE_RIGHT
