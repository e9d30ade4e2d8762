"""The layout of a wall: which texts are too long, and which lists too many, to be set at full size.

The one place that decides this, by counting letters and lines before anything is drawn. Scripts and
sheets follow; they measure only what they have drawn already, to let no line fall off the wall.
"""

from collections.abc import Sequence
from typing import Any

IN_ONE_COLUMN, IN_TWO_COLUMNS = 16, 44
"""Bars one below the other that can be read from the back; with more, the result is a table."""

LONGEST_NOTE = 90
LONG_QUESTION, VERY_LONG_QUESTION = 75, 140
LONG_FINDING = 115
MOST_LINES = 10
"""Lines of a list or a table that can be read from the back; more stand in two columns."""

MANY_ANSWERS, CROWDED_ANSWERS = 7, 14
SOME_AGREEMENTS, MANY_AGREEMENTS, MOST_AGREEMENTS = 3, 6, 10
SOME_TEXTS, MANY_TEXTS = (4, 320), (8, 700)
"""How many written answers, and how many letters of them."""

SHORTEST_TEXT = 40
"""Letters that a written answer takes room for, however short it is."""


def columns_of(lines: int) -> int:
    """In how many columns so many lines stand."""
    return 2 if lines > MOST_LINES else 1


def layout_of_question(text: str, choices: Sequence[str]) -> dict[str, Any]:
    """How a question stands on the wall, and its choices while no result is shown.

    `lines`: how many lines a choice may have; None for any number.
    """
    many = len(choices)
    return {
        "text": _long(text),
        "many": many > MANY_ANSWERS,
        "lines": None if many <= MOST_LINES else 2 if many <= CROWDED_ANSWERS else 1,
        "columns": columns_of(many),
    }


def layout_of_finding(finding: str) -> str:
    """`short` or `long`."""
    return "long" if len(finding) > LONG_FINDING else "short"


def layout_of_rows(rows: Sequence[dict[str, Any]], columns: int) -> str:
    """`long` where a picture's columns of choices hold many rows, else `short`."""
    choices = sum(1 for row in rows if not row.get("group"))
    return "long" if -(-choices // columns) > MOST_LINES else "short"


def layout_of_agreements(agreements: int) -> dict[str, Any]:
    """Which agreement is the first on the wall, as the newest are shown, and how many they are."""
    shown = min(agreements, MOST_AGREEMENTS)
    density = _density(shown > SOME_AGREEMENTS, shown > MANY_AGREEMENTS)
    return {"first": agreements - shown, "density": density}


def layout_of_texts(texts: Sequence[str]) -> str:
    """How many written answers there are, and how long: `few`, `some` or `many`."""
    letters = sum(max(len(text), SHORTEST_TEXT) for text in texts)
    some, many = (
        len(texts) > most or letters > most_letters
        for most, most_letters in (SOME_TEXTS, MANY_TEXTS)
    )
    return _density(some, many)


def _density(some: bool, many: bool) -> str:
    return "many" if many else "some" if some else "few"


def _long(text: str) -> str:
    if len(text) > VERY_LONG_QUESTION:
        return "very"
    return "rather" if len(text) > LONG_QUESTION else "short"
