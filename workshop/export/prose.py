"""Bidirectional text: texts of a plan, also in Arabic, within our left-to-right sentences."""

from collections.abc import Mapping
from unicodedata import bidirectional

from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Question

_LEFT_TO_RIGHT = "\u200e"
_FROM_THE_RIGHT = ("R", "AL")


def in_prose(plan: Plan) -> Plan:
    """The plan for our left-to-right sentences.

    Its Arabic texts get a mark; without it a number that follows one would be drawn before it.
    """
    return plan.worded(_marked(plan.texts()))


def question_in_prose(question: Question) -> Question:
    """The same for one question."""
    return question.worded(_marked(question.texts()))


def _marked(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: f"{text}{_LEFT_TO_RIGHT}" for key, text in texts.items() if _ends_leftwards(text)}


def _ends_leftwards(text: str) -> bool:
    strong = [kind for kind in map(bidirectional, text) if kind in ("L", *_FROM_THE_RIGHT)]
    return bool(strong) and strong[-1] in _FROM_THE_RIGHT
