"""The fields of a plan: each reader takes a raw value and returns a clean one.

Or it raises ValueError with advice.
"""

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from unicodedata import category, normalize

from workshop.domain.blank_text import says_something
from workshop.domain.voting.disclosure import THRESHOLDS
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.question import Kind, Pass
from workshop.wording import say
from workshop.wording.languages import LANGUAGES
from workshop.wording.plans import NONCHARACTER, UNSHOWABLE

TEXT_MOST = 500
LABEL_MOST = 80
ROUND_MOST = 40
KEY_MOST = 40
HINTS_MOST = 10
"""How many errors of a document get a hint: whoever reads a hundred begins with the first.
"""
COMPARED_MOST = 50
"""How many known words a hint compares."""
COMPOSED_MOST = 4 * TEXT_MOST
"""Characters of a text before accents join their letters: four at most become one."""
RESERVED_IDS = frozenset(
    {"title", "frame", "groups"}
)  # in translations these name the plan's own texts

ID = r"[a-z0-9_-]{1,40}"
LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}"

_hints_left: ContextVar[int] = ContextVar("hints left", default=HINTS_MOST)


def text(most: int) -> Callable[[object], str]:
    """A reader of texts that are not empty, with at most so many characters."""

    def read(value: object) -> str:
        cleaned = note(most)(value)
        if not says_something(cleaned):
            raise ValueError(say("Write something here."))
        return cleaned

    return read


def note(most: int) -> Callable[[object], str]:
    """A reader of texts that may be empty."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(say("Write a text here, in quotes."))
        cleaned = composed(value)
        if len(cleaned) > most:
            raise ValueError(
                say(
                    "Shorten this to {most} characters; it has {count}.",
                    most=most,
                    count=len(cleaned),
                )
            )
        _check_showable(cleaned)
        return cleaned

    return read


def whole(numbers: range) -> Callable[[object], int]:
    """A reader of whole numbers in a range; true is no number, and neither is "5"."""

    def read(value: object) -> int:
        if type(value) is not int or value not in numbers:
            least, most = numbers[0], numbers[-1]
            raise ValueError(
                say(
                    "Write a whole number from {least} to {most} here, without quotes.",
                    least=least,
                    most=most,
                )
            )
        return value

    return read


threshold = whole(THRESHOLDS)


def question_id(value: object) -> str:
    """The id of a question, as ballots and files name it."""
    if not isinstance(value, str) or not re.fullmatch(ID, value):
        raise ValueError(say("Use 1 to 40 of the characters a to z, 0 to 9, “-” and “_”."))
    if value in RESERVED_IDS:
        raise ValueError(
            say("Choose another id: in translations “{id}” means the plan's own text.", id=value)
        )
    return value


def language(value: object) -> str:
    """A language tag."""
    if not isinstance(value, str) or not re.fullmatch(LANGUAGE, value):
        raise ValueError(say("Use a language tag such as “en”, “fr” or “pt-BR”."))
    return value


def known_language(value: object) -> str:
    """A language that phones and walls can be in."""
    if not isinstance(value, str) or value not in LANGUAGES:
        raise ValueError(
            say("Use one of the languages {known}.", known=listed(LANGUAGES))
            + nearest(value, LANGUAGES)
        )
    return value


def second_language(value: object) -> str:
    """The other language of a bilingual wall, or none."""
    return "" if value == "" else known_language(value)


def kind(value: object) -> Kind:
    """The kind of a question."""
    if not isinstance(value, str) or value not in set(Kind):
        raise ValueError(
            say("Use one of the kinds {known}.", known=listed(Kind)) + nearest(value, Kind)
        )
    return Kind(value)


def showing(value: object) -> Showing:
    """When results are shown."""
    if not isinstance(value, str) or value not in set(Showing):
        raise ValueError(
            say("Use “live” (results stream while people vote) or “reveal” (when you say so).")
        )
    return Showing(value)


def passes(value: object) -> tuple[Pass, ...]:
    """The passes of a question, in the order they are asked."""
    for allowed in (list(Pass), [Pass.TODAY], [Pass.SHOULD_BE]):
        if value == allowed:
            return tuple(allowed)
    raise ValueError(
        say("Use [“today”], [“should_be”] or [“today”, “should_be”], in this order and each once.")
    )


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC), without space around it.

    What is far too long stays as it is: normalising a long row of accents takes minutes.
    """
    bare = text.strip()
    return normalize("NFC", bare).strip() if len(bare) <= COMPOSED_MOST else bare


def listed(words: Iterable[str]) -> str:
    """The words in quotes, for a sentence."""
    return ", ".join(f"“{word}”" for word in words)


def hint_afresh() -> None:
    """Begin a new document: its first errors get hints again."""
    _hints_left.set(HINTS_MOST)


def nearest(word: object, known: Iterable[str]) -> str:
    """A sentence with the known word that was probably meant; empty after the first errors."""
    left = _hints_left.get()
    if not left or not isinstance(word, str) or len(word) > KEY_MOST:
        return ""
    _hints_left.set(left - 1)
    close = get_close_matches(word.lower(), _likeliest(word.lower(), known), n=1)
    return f" {say('Did you mean “{word}”?', word=close[0])}" if close else ""


def _likeliest(word: str, known: Iterable[str]) -> list[str]:
    """The few words with the most letters in common at the ends.

    Comparing with each of thousands takes seconds.
    """
    return nlargest(
        COMPARED_MOST,
        known,
        key=lambda other: _in_common(word, other) - abs(len(word) - len(other)),
    )


def _in_common(word: str, other: str) -> int:
    """The number of equal letters, from either end."""
    ends = (zip(word, other, strict=False), zip(reversed(word), reversed(other), strict=False))
    return sum(1 for end in ends for _ in takewhile(lambda pair: pair[0] == pair[1], end))


def showable(key: str) -> str:
    """A key from outside, shortened and without unprintable characters, for a sentence."""
    short = key if len(key) <= KEY_MOST else key[:KEY_MOST] + "…"
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in short
    )


def _check_showable(cleaned: str) -> None:
    for position, character in enumerate(cleaned, start=1):
        what = UNSHOWABLE.get(category(character), _noncharacter(ord(character)))
        if what:
            raise ValueError(
                say(
                    "Take out the character at place {place}: {what} cannot be shown.",
                    place=position,
                    what=say(what),
                )
            )


def _noncharacter(code: int) -> str | None:
    """Whether Unicode keeps a character for no use at all; XLSX files cannot hold those."""
    return NONCHARACTER if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF else None
