"""The texts that the program says to people, one module per subject.

All of them pass through `say`, in the language that is spoken just now (see `languages`). Plans
bring their own texts.
"""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from workshop.wording.catalogue import catalogue
from workshop.wording.languages import spoken

WITHIN = "within a sentence"


def say(text: str, /, **parameters: object) -> str:
    """The text with its parameters filled in."""
    return catalogue(spoken()).gettext(text).format(**parameters)


def say_many(one: str, many: str, number: int, /, **parameters: object) -> str:
    """The text that fits the number; every language has rules of its own for that."""
    return catalogue(spoken()).ngettext(one, many, number).format(**parameters)


def say_within(text: str) -> str:
    """A name within a sentence, where some languages give it an article."""
    return catalogue(spoken()).pgettext(WITHIN, text)


def begun(text: str) -> str:
    """A text with a capital at its beginning, which may be a name from within a sentence."""
    return text[:1].upper() + text[1:]


def tenths(number: float) -> str:
    """A number with one decimal, as people write it."""
    return format_decimal(round(number, 1), format="0.0", locale=spoken())


def day(when: date, form: str = "d MMMM y") -> str:
    """A day as people write it."""
    return format_date(when, form, locale=spoken())
