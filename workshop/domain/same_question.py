"""Which questions of a plan ask the same thing, by their words alone: kind, choices and passes say nothing about it.

Two texts ask the same if every word of one occurs in the other, whatever the order: a question with a word added, in
capitals, or copied under another id is the same question. The same thing asked in other words is not recognised.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, combining, decimal, normalize

from workshop.domain.plan import Plan

PLANS_REMEMBERED = 64

Wordings = frozenset[str]
"""Every text of one question: the plan's own, and each translation."""

_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f"  # Thai … Balinese
    "\u3005-\u3007\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"  # kana, bopomofo, Han
    "\ua000-\ua4cf\ua980-\ua9ff\uaa00-\uaadf\uf900-\ufaff\U00016fe0-\U0001b2ff\U00020000-\U0003ffff"
)
_IN_UNSPACED = re.compile(f"[{_UNSPACED}]")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\s{_UNSPACED}]+")
_TATWEEL = "\u0640"  # draws an Arabic word out, and says nothing
_BLANK = re.compile("[\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_OPTIONAL_MARKS = (range(10, 37), range(200, 256))  # points of Hebrew and Arabic; accents over and under letters


class _Text:
    """What is compared of one text: its words, its symbols in case it has none, and its letters in one piece."""

    def __init__(self, text: str) -> None:
        folded = _folded(text)
        spoken = "".join(letter if category(letter)[0] in "LMN" else " " for letter in folded)
        self.words = frozenset(_RUN.findall(spoken))
        self.symbols = frozenset(letter for letter in folded if category(letter)[0] == "S")
        self.letters = "".join(spoken.split())
        self.is_unspaced = _IN_UNSPACED.search(spoken) is not None

    def asks_like(self, other: "_Text") -> bool:
        """Whether both ask the same. Where one has no word, their symbols are compared; two that have neither are alike."""
        if not (self.words and other.words):
            return _one_in_the_other(self.symbols, other.symbols, self.words == other.words)
        return (
            self.words <= other.words
            or other.words <= self.words
            or self.letters == other.letters
            or self._lies_in(other)
            or other._lies_in(self)
        )

    def _lies_in(self, other: "_Text") -> bool:
        return self.is_unspaced and self.letters in other.letters


def same_questions(plan: Plan, question_id: str) -> frozenset[str]:
    """The ids of the plan's questions that ask the same as this one, its own among them."""
    ids = [question.id for question in plan.questions]
    if len(ids) == 1 or question_id not in ids:
        return frozenset([question_id])
    return frozenset(ids[index] for index in _alike(_wordings(plan))[ids.index(question_id)])


def repetitions(plan: Plan) -> dict[int, int]:
    """The place of every question that repeats an earlier one of the plan in one of its passes: the first such one's."""
    asked = plan.questions
    first: dict[int, int] = {}
    for at, alike in enumerate(_alike(_wordings(plan))):
        earlier = [before for before in alike if before < at and {*asked[before].passes} & {*asked[at].passes}]
        if earlier:
            first[at] = min(earlier)
    return first


def _wordings(plan: Plan) -> tuple[Wordings, ...]:
    translations = plan.translations.values()
    return tuple(
        frozenset([question.text, *(texts[question.id] for texts in translations if question.id in texts)])
        for question in plan.questions
    )


@lru_cache(maxsize=PLANS_REMEMBERED)
def _alike(plan: tuple[Wordings, ...]) -> tuple[frozenset[int], ...]:
    """For each question, by position: those that ask the same. Asked at every tick, so a plan is compared only once."""
    asked = [[_Text(text) for text in wordings] for wordings in plan]
    alike = [{at} for at in range(len(asked))]
    for at, texts in enumerate(asked):
        for before in range(at):
            if _any_alike(texts, asked[before]):
                alike[at].add(before)
                alike[before].add(at)
    return tuple(map(frozenset, alike))


def _any_alike(some: Sequence[_Text], others: Sequence[_Text]) -> bool:
    """In whatever languages: a copy that is written in another one has no translation to be compared by."""
    return any(one.asks_like(other) for one in some for other in others)


def _folded(text: str) -> str:
    """The text as it is compared: one form of each letter, no case, no accents or points, nothing invisible."""
    plain = normalize("NFKD", normalize("NFKD", _BLANK.sub("", text)).casefold())
    return normalize("NFC", "".join(_plain(letter) for letter in plain if not _is_left_out(letter)))


def _is_left_out(letter: str) -> bool:
    """Invisible characters, and marks without which people read the same word. Vowel signs of Indic scripts stay."""
    is_optional = any(combining(letter) in classes for classes in _OPTIONAL_MARKS)
    return is_optional or letter == _TATWEEL or category(letter) in ("Cf", "Me")


def _plain(letter: str) -> str:
    """Every script's digits are the same numbers; and the i without a dot, which Turkish capitals lose, is an i."""
    return str(decimal(letter)) if category(letter) == "Nd" else letter.replace("ı", "i")


def _one_in_the_other(one: frozenset[str], other: frozenset[str], both_wordless: bool) -> bool:
    if not (one and other):
        return both_wordless and one == other
    return one <= other or other <= one
