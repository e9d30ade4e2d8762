"""The test of whether two questions ask the same, by their words alone.

Kind, choices and passes do not matter. Two texts ask the same if every word of one occurs in the
other, whatever the order: a question with a word added, in capitals, or copied under another id is
the same question. The same thing asked in other words is not recognised.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from itertools import permutations
from operator import and_, or_
from unicodedata import category, combining, decimal, normalize

from workshop.domain.blank_text import BLANK
from workshop.domain.voting.plan import Plan

PLANS_REMEMBERED = 64
# four times what a text of a plan may have; only ligatures of whole sentences come to more
LETTERS_COMPARED = 2_000

Wordings = frozenset[str]
"""Every text of one question: the plan's own, and each translation."""

_UNSPACED = (
    # Thai … Balinese
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f"
    # kana, bopomofo, Han
    "\u3005-\u3007\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua000-\ua4cf\ua980-\ua9ff\uaa00-\uaadf\uf900-\ufaff\U00016fe0-\U0001b2ff\U00020000-\U0003ffff"
)
_IN_UNSPACED = re.compile(f"[{_UNSPACED}]")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\s{_UNSPACED}]+")
_TATWEEL = "\u0640"  # draws an Arabic word out, and says nothing
_OPTIONAL_MARKS = (
    range(1, 7),
    range(10, 37),
    range(200, 256),
)  # strokes; points of Hebrew and Arabic; accents


class _Text:
    """One text as it is compared: its words, or else its symbols, and its letters in one piece."""

    def __init__(self, text: str) -> None:
        folded = _folded(text)
        letters = set(folded)
        spoken = folded.translate(
            {ord(letter): " " for letter in letters if category(letter)[0] not in "LMN"}
        )
        self.words = frozenset(_RUN.findall(spoken))
        self.symbols = frozenset(letter for letter in letters if category(letter)[0] == "S")
        self.letters = "".join(spoken.split())
        self.is_unspaced = _IN_UNSPACED.search(spoken) is not None


def same_questions(plan: Plan, question_id: str) -> frozenset[str]:
    """The ids of the plan's questions that ask the same as this one, its own among them."""
    ids = [question.id for question in plan.questions]
    if len(ids) == 1 or question_id not in ids:
        return frozenset([question_id])
    return frozenset(ids[index] for index in _alike(_wordings(plan))[ids.index(question_id)])


def repetitions(plan: Plan) -> dict[int, int]:
    """By place in the plan, each question that repeats an earlier one in one of its passes.

    The value is the place of the first.
    """
    asked = plan.questions
    first: dict[int, int] = {}
    for at, alike in enumerate(_alike(_wordings(plan))):
        earlier = [
            before
            for before in alike
            if before < at and {*asked[before].passes} & {*asked[at].passes}
        ]
        if earlier:
            first[at] = min(earlier)
    return first


def _wordings(plan: Plan) -> tuple[Wordings, ...]:
    translations = plan.translations.values()
    return tuple(
        frozenset(
            [question.text, *(texts[question.id] for texts in translations if question.id in texts)]
        )
        for question in plan.questions
    )


@lru_cache(maxsize=PLANS_REMEMBERED)
def _alike(plan: tuple[Wordings, ...]) -> tuple[frozenset[int], ...]:
    """For each question, by position: those that ask the same.

    Asked at every tick, so a plan is compared only once.
    """
    meetings = _meetings(plan)
    alike = [set(meeting) for meeting in meetings]
    for meeting in meetings:
        for some, others in _by_translation(meeting):
            for one in some:
                alike[one] |= others
    return tuple(map(frozenset, alike))


Meeting = dict[int, int]
"""What one question shares with others: by their position, which of its texts, a bit for each."""


def _meetings(plan: tuple[Wordings, ...]) -> list[Meeting]:
    """For each question, itself and all it shares a text with.

    In whatever languages: a copy that a desk adds in another one has no translation to be compared
    by.
    """
    texts = [_Text(text) for wordings in plan for text in wordings]
    asks = [at for at, wordings in enumerate(plan) for _ in wordings]
    said = [
        sum(1 << place for place, at in enumerate(asks) if at == one) for one in range(len(plan))
    ]
    meetings: list[Meeting] = [defaultdict(int) for _ in plan]
    for place, (at, holders) in enumerate(zip(asks, _holders(texts), strict=True)):
        for other, its_texts in enumerate(said):
            if shared := holders & its_texts:
                meetings[at][other] |= 1 << place
                meetings[other][at] |= shared
    return meetings


def _by_translation(meeting: Meeting) -> Iterator[tuple[set[int], set[int]]]:
    """The questions that share different texts of this one: copies of it in two languages."""
    sharing: dict[int, set[int]] = defaultdict(set)
    for other, texts in meeting.items():
        sharing[texts].add(other)
    for (texts, some), (other_texts, others) in permutations(sharing.items(), 2):
        if not texts & other_texts:
            yield some, others


def _holders(texts: Sequence[_Text]) -> Iterator[int]:
    """For each text, those that hold all it says, a bit for each.

    By an index of words, for a plan may come from a stranger: the work grows with its words, not
    with its pairs.
    """
    words, symbols = _index(text.words for text in texts), _index(text.symbols for text in texts)
    letters = _index([text.letters] for text in texts)
    nothing = sum(1 << at for at, text in enumerate(texts) if not text.words | text.symbols)
    for text in texts:
        if not text.words:
            yield reduce(and_, (symbols[one] for one in text.symbols)) if text.symbols else nothing
            continue
        around = (
            (at for other, at in letters.items() if text.letters in other)
            if text.is_unspaced
            else ()
        )
        yield reduce(
            or_, around, reduce(and_, (words[one] for one in text.words)) | letters[text.letters]
        )


def _index(texts: Iterable[Iterable[str]]) -> dict[str, int]:
    """By what they say: the texts that say it, a bit for each."""
    index: dict[str, int] = defaultdict(int)
    for at, said in enumerate(texts):
        for one in said:
            index[one] |= 1 << at
    return index


def _folded(text: str) -> str:
    """The text in the form that is compared.

    One form of each letter, no case, no accents or points, nothing invisible.
    """
    plain = normalize("NFKD", BLANK.sub("", text))[:LETTERS_COMPARED].casefold()
    return normalize("NFC", plain.translate({ord(letter): _plain(letter) for letter in set(plain)}))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """The letter as compared: digits of all scripts alike, the dotless i as i, or nothing."""
    if _is_left_out(letter):
        return ""
    return str(decimal(letter)) if category(letter) == "Nd" else letter.replace("ı", "i")


def _is_left_out(letter: str) -> bool:
    """Whether a character is ignored: invisible, or a mark without which people read the same word.

    Vowel signs of Indic scripts stay.
    """
    is_optional = any(combining(letter) in classes for classes in _OPTIONAL_MARKS)
    return is_optional or letter == _TATWEEL or category(letter) in ("Cf", "Me")
