"""Texts of a plan within sentences of ours, which run from left to right, also for a plan in
Arabic.
"""

from collections.abc import Mapping
from unicodedata import bidirectional

from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Question

_LEFT_TO_RIGHT = "\u200e"
_FROM_THE_RIGHT = ("R", "AL")


def in_prose(plan: Plan) -> Plan:
    """The plan for sentences of ours, which run from left to right: what follows an Arabic text
    there stays behind it.

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
