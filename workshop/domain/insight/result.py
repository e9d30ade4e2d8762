"""One revealed result as files keep it: the rows of a table, and its form in results.json."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.insight import finding as findings
from workshop.domain.insight.picture import Cell
from workshop.domain.voting.disclosure import Mode
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Reason,
    Release,
    Shown,
    Suppressed,
    Veiled,
    paper_of,
    voters_of,
)

WITHHELD = {
    Reason.FEWER_THAN_K: "fewer than k",
    Reason.TOO_NEAR: "too near an earlier round",
    Reason.TOO_ALIKE: "too alike to show",
}
KEPT_BACK = "kept back"
NOT_REVEALED = "not revealed"
VOID = "void"
ON_PAPER = "on paper"
NOTES = {NEARLY_ALL: "all or nearly all", NEARLY_NONE: "none or nearly none"}
MOST_ROUNDS = 1_000
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Row:
    """One row of the tidy table, as keys for which `wording` has the texts.

    What is not known or not told is None. `text` is a written answer, in a row of its own.
    """

    question: str
    passing: Pass
    round: int
    group: str | None = None
    choice: Cell | None = None
    votes: int | None = None
    voters: int | None = None
    note: str = ""
    text: str | None = None


@dataclass(frozen=True)
class Result:
    """The final release of one asking.

    The finding follows from it and is not kept beside it.
    """

    question: Question
    passing: Pass
    round: int
    mode: Mode
    groups: Mapping[str, Shown]

    @classmethod
    def of(cls, question: Question, release: Release) -> "Result":
        """The result that a final release is."""
        return cls(question, release.passing, release.round, release.mode, release.groups)

    @property
    def release(self) -> Release:
        """The release again, for charts and findings.

        Its number is 1: nobody counts it any more.
        """
        return Release(self.question.id, self.passing, self.round, 1, True, self.mode, self.groups)

    @property
    def finding(self) -> findings.Finding:
        """The one-sentence finding."""
        return findings.finding(self.question, self.release)

    @property
    def gap(self) -> findings.Gap | None:
        """How far apart the two groups see it; None where that cannot be told."""
        return findings.perception_gap(self.question, self.release)

    def rows(self) -> Iterator[Row]:
        """A row per group and choice, also for 0, "no answer" last; one row for a withheld group.

        Answers in words have one row each.
        """
        for group, shown in self.groups.items():
            voters, paper = voters_of(shown), paper_of(shown)
            for choice, votes, note in _cells(self.question, shown):
                notes = ", ".join(filter(None, (note, f"{paper} {ON_PAPER}" if paper else "")))
                yield Row(
                    self.question.id, self.passing, self.round, group, choice, votes, voters, notes
                )

    def as_document(self) -> dict[str, Any]:
        """In the form of the contract, without the finding's text."""
        return {
            "question": self.question.id,
            "pass": self.passing.value,
            "round": self.round,
            "mode": self.mode.value,
            "groups": {group: shown.as_payload() for group, shown in self.groups.items()},
            "finding": {"key": self.finding.key, "parameters": self.finding.parameters},
        }


def _cells(question: Question, shown: Shown) -> Iterator[tuple[Cell | None, int | None, str]]:
    """Choice, votes and note of each row of a group."""
    if question.takes_text and isinstance(shown, Counts):
        yield None, None, ""
    elif isinstance(shown, Counts):
        yield from ((choice, votes, "") for choice, votes in enumerate(shown.counts))
        yield NO_ANSWER, shown.no_answer, ""
    elif isinstance(shown, Veiled):
        yield from _veiled_cells(question, shown)
    else:
        yield None, None, _withheld_note(shown)


def _withheld_note(shown: Shown) -> str:
    if isinstance(shown, Suppressed):
        return VOID if shown.is_void else WITHHELD[shown.reason]
    return NOT_REVEALED


def _veiled_cells(question: Question, shown: Veiled) -> Iterator[tuple[Cell, int | None, str]]:
    """Where one choice is allowed and (nearly) all chose X, (nearly) none chose anything else."""
    alone = (
        {NEARLY_ALL: NEARLY_NONE}.get(next(iter(shown.veiled.values())))
        if question.max_choices == 1
        else None
    )
    back = shown.kept_back()
    for choice in range(question.choice_count):
        nearly = shown.veiled.get(str(choice), alone)
        votes = shown.counts[choice] if shown.counts else None
        yield choice, votes, NOTES[nearly] if nearly else KEPT_BACK if choice in back else ""
    nearly = shown.veiled.get(NO_ANSWER, alone)
    if nearly:
        yield NO_ANSWER, None, NOTES[nearly]
