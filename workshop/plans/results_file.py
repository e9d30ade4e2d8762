"""The reader of results.json: returns the report, or the earlier session to compare with.

pydantic checks types and ranges; what depends on the plan in the same document (its questions, its
threshold) is checked here. Every function raises MalformedRequest with the path of the first error
(`results[2].groups.northern.counts[1]`); `at` is the path of the document within a larger one.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from workshop.domain.errors import FaultyPlan, MalformedRequest
from workshop.domain.insight.comparison import Baseline
from workshop.domain.insight.result import MOST_PEOPLE, MOST_ROUNDS, NOTES, Result
from workshop.domain.report import Report, WrittenText
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.disclosure import Mode, pools
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import (
    NO_ANSWER,
    Counts,
    Reason,
    Shown,
    Suppressed,
    Veiled,
)
from workshop.domain.voting.session import Place
from workshop.plans.faults import place
from workshop.plans.form import read_plan


def _day(value: object) -> date:
    if not isinstance(value, str):
        raise ValueError("must be a date as 2030-12-31")
    return date.fromisoformat(value)


_Text = Annotated[str, Field(strict=True)]
_Number = Annotated[int, Field(strict=True, ge=0, le=MOST_PEOPLE)]
_RoundNumber = Annotated[int, Field(strict=True, ge=1, le=MOST_ROUNDS)]
_Day = Annotated[date, BeforeValidator(_day)]
_Documents = list[dict[str, Any]]


class _Document(BaseModel):
    """A part of the file. Keys of later versions are ignored."""

    model_config = ConfigDict(frozen=True)


class _Session(_Document):
    code: _Text
    opened_on: _Day
    kept_until: _Day | None = None
    kept_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = None


class _Earlier(_Document):
    """What is read of an earlier session; `_Whole` is all of a file."""

    format: Literal["power-workshop/1"]
    session: _Session
    plan: Any
    results: _Documents
    agreements: _Documents


class _Whole(_Earlier):
    not_revealed: _Documents
    written: _Documents
    baseline: dict[str, Any] | None


class _Asked(_Document):
    question: _Text
    round: _RoundNumber
    passing: Annotated[Pass, Field(alias="pass")] = Pass.TODAY


class _Placed(_Asked):
    passing: Annotated[Pass, Field(alias="pass")]


class _Result(_Placed):
    mode: Mode
    groups: dict[str, dict[str, Any]]


class _Wrote(_Asked):
    text: _Text


class _Agreed(_Document):
    question: _Text | None
    what: _Text
    who: _Text
    by: _Text


class _Withheld(_Document):
    """Files made before there were several reasons give none."""

    void: bool = False
    reason: Reason = Reason.FEWER_THAN_K


class _Voters(_Document):
    voters: Annotated[_Number, Field(ge=1)]
    paper: Annotated[_Number, Field(ge=1)] | None = None


class _Counted(_Voters):
    counts: list[_Number]
    no_answer: _Number | None = None


class _VeiledGroup(_Voters):
    veiled: Annotated[dict[str, _Text], Field(min_length=1)]
    counts: list[_Number | None] | None = None


D = TypeVar("D", bound=_Document)

_PROBLEMS = {
    "missing": "is missing",
    "string_type": "must be a text",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "int_type": "must be a whole number",
}
"""pydantic's faults in our words; it tells the others well enough itself."""


def read_report(document: object) -> Report:
    """The report in the form that `Report.as_document` writes."""
    whole = _read(_Whole, document, "")
    plan = _plan(whole.plan, "plan")
    return Report(
        whole.session.code,
        whole.session.opened_on,
        plan,
        _results(whole.results, plan, "results"),
        tuple(
            _place(one, plan, f"not_revealed[{nth}]") for nth, one in enumerate(whole.not_revealed)
        ),
        _agreements(whole.agreements, plan, "agreements"),
        tuple(_written(one, plan, f"written[{nth}]") for nth, one in enumerate(whole.written)),
        read_baseline(whole.baseline, "baseline") if whole.baseline is not None else None,
        whole.session.kept_until,
        whole.session.kept_days or 0,
    )


def read_baseline(document: object, at: str = "") -> Baseline:
    """An earlier session from its results.json.

    What was compared with that one in turn, and what was written, is left behind.
    """
    earlier = _read(_Earlier, document, at)
    plan = _plan(earlier.plan, _joined(at, "plan"))
    return Baseline(
        earlier.session.code,
        earlier.session.opened_on,
        plan,
        _results(earlier.results, plan, _joined(at, "results")),
        _agreements(earlier.agreements, plan, _joined(at, "agreements")),
    )


def _read(form: type[D], document: object, at: str) -> D:
    try:
        return form.model_validate(document)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        path = place(fault["loc"]) if fault["loc"] else ""
        problem = _PROBLEMS.get(fault["type"], fault["msg"].lower())
        raise MalformedRequest(at=_joined(at, path), problem=problem) from None


def _joined(at: str, path: str) -> str:
    return f"{at}.{path}" if at and path else at or path


def _plan(document: object, at: str) -> Plan:
    try:
        return read_plan(document)
    except FaultyPlan as faulty:
        fault = faulty.faults[0]
        raise MalformedRequest(at=f"{at}.{fault.at}", problem=fault.message) from None


def _results(documents: _Documents, plan: Plan, at: str) -> tuple[Result, ...]:
    return tuple(_result(one, plan, f"{at}[{nth}]") for nth, one in enumerate(documents))


def _result(document: object, plan: Plan, at: str) -> Result:
    told = _read(_Result, document, at)
    question = _question(told.question, plan, at)
    groups = {
        group: _shown(told.groups.get(group), question, plan.threshold, f"{at}.groups.{group}")
        for group in pools(told.mode)
    }
    return Result(question, _pass(told.passing, question, at), told.round, told.mode, groups)


def _question(named: str, plan: Plan, at: str) -> Question:
    for question in plan.questions:
        if question.id == named:
            return question
    raise MalformedRequest(at=f"{at}.question", problem="is not a question of the plan")


def _pass(passing: Pass, question: Question, at: str) -> Pass:
    if passing not in question.passes:
        raise MalformedRequest(at=f"{at}.pass", problem="is not a pass of this question")
    return passing


def _place(document: object, plan: Plan, at: str) -> Place:
    told = _read(_Placed, document, at)
    question = _question(told.question, plan, at)
    return Place(question.id, _pass(told.passing, question, at), told.round)


def _agreements(documents: _Documents, plan: Plan, at: str) -> tuple[Agreement, ...]:
    return tuple(_agreement(one, plan, f"{at}[{nth}]") for nth, one in enumerate(documents))


def _agreement(document: object, plan: Plan, at: str) -> Agreement:
    told = _read(_Agreed, document, at)
    question = None if told.question is None else _question(told.question, plan, at).id
    return Agreement(question, told.what, told.who, told.by)


def _written(document: object, plan: Plan, at: str) -> WrittenText:
    told = _read(_Wrote, document, at)
    return WrittenText(_question(told.question, plan, at).id, told.round, told.text)


def _shown(document: object, question: Question, threshold: int, at: str) -> Shown:
    """One group's result; `document` is None where the file has none for it."""
    if document is None:
        raise MalformedRequest(at=at, problem="is missing")
    if isinstance(document, Mapping) and document.get("suppressed") is True:
        return _withheld(document, threshold, at)
    if isinstance(document, Mapping) and "veiled" in document:
        return _veiled(document, question, threshold, at)
    return _counted(document, question, threshold, at)


def _withheld(document: object, threshold: int, at: str) -> Suppressed:
    told = _read(_Withheld, document, at)
    if told.void:
        return Suppressed(is_void=True)
    if told.reason is Reason.TOO_ALIKE:
        return Suppressed.too_alike(_people(_read(_Voters, document, at), threshold, at))
    return Suppressed(reason=told.reason)


def _veiled(document: object, question: Question, threshold: int, at: str) -> Veiled:
    told = _read(_VeiledGroup, document, at)
    cells = {*map(str, range(question.choice_count)), NO_ANSWER}
    for cell, nearly in told.veiled.items():
        if cell not in cells or nearly not in NOTES:
            problem = "is not a veiled choice of this question"
            raise MalformedRequest(at=f"{at}.veiled.{cell}", problem=problem)
    voters = _people(told, threshold, at)
    counts = None if told.counts is None else _per_choice(told.counts, question, voters, at)
    return Veiled(voters, told.veiled, counts, _on_paper(told, at))


def _counted(document: object, question: Question, threshold: int, at: str) -> Counts:
    told = _read(_Voters, document, at)
    voters = _people(told, threshold, at)
    of_choices = _read(_Counted, document, at)
    counts = tuple(votes or 0 for votes in _per_choice(of_choices.counts, question, voters, at))
    if question.takes_text:
        return Counts(voters, counts, 0, _on_paper(told, at))
    if of_choices.no_answer is None or of_choices.no_answer > voters:
        raise MalformedRequest(at=f"{at}.no_answer", problem=f"must be from 0 to {voters}")
    if question.max_choices == 1 and sum(counts) + of_choices.no_answer != voters:
        raise MalformedRequest(at=f"{at}.counts", problem="does not add up to the voters")
    return Counts(voters, counts, of_choices.no_answer, _on_paper(told, at))


def _people(told: _Voters, threshold: int, at: str) -> int:
    """How many voted. A group smaller than its own plan's threshold was never told."""
    if told.voters < threshold:
        raise MalformedRequest(
            at=f"{at}.voters",
            problem=f"shows a group of {told.voters}, smaller than its own plan's threshold of "
            f"{threshold}",
        )
    return told.voters


def _on_paper(told: _Voters, at: str) -> int:
    if (told.paper or 0) > told.voters:
        raise MalformedRequest(at=f"{at}.paper", problem="is more than all voters")
    return told.paper or 0


def _per_choice(
    counts: Sequence[int | None], question: Question, voters: int, at: str
) -> tuple[int | None, ...]:
    if len(counts) != question.choice_count:
        problem = f"must have {question.choice_count} numbers"
        raise MalformedRequest(at=f"{at}.counts", problem=problem)
    for choice, votes in enumerate(counts):
        if (votes or 0) > voters:
            problem = f"is more than the {voters} voters"
            raise MalformedRequest(at=f"{at}.counts[{choice}]", problem=problem)
    return tuple(counts)
