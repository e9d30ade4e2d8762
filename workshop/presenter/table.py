"""The payload of a result as a table: choices by groups, in the words of the wall.

It is made of releases, like every chart.
"""

from collections.abc import Mapping
from typing import Any

from workshop.domain.insight.picture import Cell, has_row
from workshop.domain.insight.result import KEPT_BACK, NOT_REVEALED, NOTES, VOID, WITHHELD, Result
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Reason,
    Release,
    Shown,
    voters_of,
)
from workshop.presenter.layout import columns_of
from workshop.wording import questions, say
from workshop.wording.findings import answers, no_answer
from workshop.wording.groups import Labels, group_name

PERCENT_FROM = 50
_IN_WORDS = {
    NOTES[NEARLY_ALL]: "all or nearly all",
    NOTES[NEARLY_NONE]: "none or nearly none",
    KEPT_BACK: "kept back",
    WITHHELD[Reason.FEWER_THAN_K]: "not shown",
    WITHHELD[Reason.TOO_NEAR]: "not shown",
    WITHHELD[Reason.TOO_ALIKE]: "too alike to show",
    NOT_REVEALED: "not shown yet",
    VOID: "void",
}

Known = Mapping[tuple[str | None, Cell | None], tuple[int | None, str]]
"""Votes and note of a group's choice; those of a withheld group are under None."""


def table_payload(question: Question, release: Release, labels: Labels) -> dict[str, Any]:
    """The table, with one cell per group in each row.

    `{columns, groups: [{group, label, voters}], rows: [{label, cells: [text]}]}`.
    """
    shown = {group: part for group, part in release.groups.items() if has_row(group, part)}
    words: dict[Cell, str] = dict(enumerate(questions.short_labels(question, labels)))
    if not question.takes_text:
        words[NO_ANSWER] = no_answer()
    known = {
        (row.group, row.choice): (row.votes, row.note)
        for row in Result.of(question, release).rows()
    }
    return {
        "columns": columns_of(len(words)),
        "groups": [
            {
                "group": group,
                "label": group_name(group, labels),
                "voters": voters_of(part),
                "answers": answers(part),
            }
            for group, part in shown.items()
        ],
        "rows": [
            {
                "label": word,
                "cells": [_cell(known, group, choice, part) for group, part in shown.items()],
            }
            for choice, word in words.items()
        ],
    }


def _cell(known: Known, group: str, choice: Cell, shown: Shown) -> str:
    votes, note = known.get((group, choice)) or known.get((group, None)) or (None, "")
    if votes is not None:
        return _number(votes, voters_of(shown) or 0)
    words = _IN_WORDS.get(note.split(",")[0])
    return say(words) if words else "·"


def _number(votes: int, voters: int) -> str:
    """A count, since rooms are small; percent only from 50 answers a group, as on bars."""
    return (
        say("{share}%", share=round(100 * votes / voters)) if voters >= PERCENT_FROM else str(votes)
    )
