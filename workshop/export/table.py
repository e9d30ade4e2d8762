"""The tidy table of a report, for CSV and XLSX: a row per question, pass, round, group, choice."""

from collections.abc import Iterator

from workshop.domain.insight.result import Row
from workshop.domain.report import Report
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Question
from workshop.export.neutral import neutralise
from workshop.wording import findings, questions
from workshop.wording.groups import group_name

COLUMNS = (
    "question",
    "question_text",
    "pass",
    "round",
    "group",
    "group_label",
    "choice",
    "choice_text",
    "votes",
    "voters",
    "note",
)

Value = str | int | None


def table(report: Report) -> Iterator[tuple[Value, ...]]:
    """The rows under COLUMNS: numbers as numbers, texts made harmless, None where empty."""
    return (tuple(map(_harmless, _values(row, report.plan))) for row in report.rows())


def _values(row: Row, plan: Plan) -> tuple[Value, ...]:
    question = plan.question(row.question)
    return (
        row.question,
        question.text,
        row.passing.value,
        row.round,
        row.group,
        group_name(row.group, plan.labels) if row.group else None,
        row.choice if row.text is None else "text",
        _choice_text(row, question, plan),
        row.votes,
        row.voters,
        row.note,
    )


def _choice_text(row: Row, question: Question, plan: Plan) -> str | None:
    if row.choice is None:
        return row.text
    return (
        questions.choices(question, plan.labels)[row.choice]
        if isinstance(row.choice, int)
        else findings.no_answer()
    )


def _harmless(value: Value) -> Value:
    return neutralise(value) if isinstance(value, str) else value
