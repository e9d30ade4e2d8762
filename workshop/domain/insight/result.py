"""One revealed result as files keep it: rows for a table, a JSON form, and a reader for that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.fields import Field
from workshop.domain.insight import finding as findings
from workshop.domain.insight.picture import Cell
from workshop.domain.voting.disclosure import Mode, pools
from workshop.domain.voting.plan import Plan
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

    @classmethod
    def read(cls, field: Field, plan: Plan) -> "Result":
        """The result that `as_document` wrote. Raises MalformedRequest with the path."""
        question = question_read(field, plan)
        mode = field["mode"].one_of(Mode)
        groups = {
            group: _shown_read(field["groups"][group], question, plan.threshold)
            for group in pools(mode)
        }
        return cls(
            question,
            pass_read(field, question),
            field["round"].number(1, MOST_ROUNDS),
            mode,
            groups,
        )


def question_read(field: Field, plan: Plan) -> Question:
    """The plan's question that a document names."""
    named = field["question"].text()
    for question in plan.questions:
        if question.id == named:
            return question
    raise field["question"].malformed("is not a question of the plan")


def pass_read(field: Field, question: Question) -> Pass:
    """The pass that a document names, if the question has it."""
    passing = field["pass"].one_of(Pass)
    if passing not in question.passes:
        raise field["pass"].malformed("is not a pass of this question")
    return passing


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


def _shown_read(field: Field, question: Question, threshold: int) -> Shown:
    if field.table().get("suppressed") is True:
        return _withheld_read(field, threshold)
    voters = _voters_read(field, threshold)
    paper = field["paper"].number(1, voters) if "paper" in field else 0
    if "veiled" in field:
        return Veiled(
            voters,
            _veil_read(field["veiled"], question),
            _known_read(field, question, voters),
            paper,
        )
    counts = tuple(cell.number(0, voters) for cell in _per_choice(field["counts"], question))
    no_answer = 0 if question.takes_text else field["no_answer"].number(0, voters)
    shown = Counts(voters, counts, no_answer, paper)
    if (
        question.max_choices == 1
        and not question.takes_text
        and sum(counts) + shown.no_answer != voters
    ):
        raise field["counts"].malformed("does not add up to the voters")
    return shown


def _withheld_read(field: Field, threshold: int) -> Suppressed:
    """Files made before there were several reasons give none."""
    if field.table().get("void") is True:
        return Suppressed(is_void=True)
    reason = field["reason"].one_of(Reason) if "reason" in field else Reason.FEWER_THAN_K
    return (
        Suppressed.too_alike(_voters_read(field, threshold))
        if reason is Reason.TOO_ALIKE
        else Suppressed(reason=reason)
    )


def _voters_read(field: Field, threshold: int) -> int:
    voters = field["voters"].number(1, MOST_PEOPLE)
    if voters < threshold:
        raise field["voters"].malformed(
            f"shows a group of {voters}, smaller than its own plan's threshold of {threshold}"
        )
    return voters


def _veil_read(field: Field, question: Question) -> dict[str, str]:
    cells = {*map(str, range(question.choice_count)), NO_ANSWER}
    for cell in field.table():
        if cell not in cells or field[cell].text() not in NOTES:
            raise field[cell].malformed("is not a veiled choice of this question")
    if not field.table():
        raise field.malformed("must name a choice")
    return {cell: field[cell].text() for cell in field.table()}


def _known_read(field: Field, question: Question, voters: int) -> tuple[int | None, ...] | None:
    if "counts" not in field:
        return None
    cells = _per_choice(field["counts"], question)
    return tuple(None if cell.value is None else cell.number(0, voters) for cell in cells)


def _per_choice(field: Field, question: Question) -> list[Field]:
    cells = list(field.items())
    if len(cells) != question.choice_count:
        raise field.malformed(f"must have {question.choice_count} numbers")
    return cells
