"""The report of a session: its plan and what was revealed, and nothing else.

Every file to take home is made of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workshop.domain.insight.comparison import Baseline
from workshop.domain.insight.result import (
    NOT_REVEALED,
    Result,
    Row,
)
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Asking, AskingState, Place, Session

FORMAT = "power-workshop/1"


@dataclass(frozen=True)
class WrittenText:
    """A written answer that the desk let through and the room was shown."""

    question: str
    round: int
    text: str


@dataclass(frozen=True)
class Report:
    """A session as files keep it.

    `not_revealed` are askings that were closed and never shown to anyone. `kept_until` is the last
    day on which the server still has it, where that is known; of a session that has not ended only
    `kept_days` is: so many days after its end.
    """

    code: str
    opened_on: date
    plan: Plan
    results: tuple[Result, ...] = ()
    not_revealed: tuple[Place, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    written: tuple[WrittenText, ...] = ()
    baseline: Baseline | None = None
    kept_until: date | None = None
    kept_days: int = 0

    def rows(self) -> Iterator[Row]:
        """The tidy table: a row per question, pass, round, group and choice, or text.

        Askings that were not revealed follow at the end.
        """
        for result in self.results:
            yield from result.rows()
            for text in self.written_in(result):
                yield Row(result.question.id, result.passing, result.round, TOGETHER, text=text)
        for place in self.not_revealed:
            yield Row(place.question, place.passing, place.round, note=NOT_REVEALED)

    def written_in(self, result: Result) -> tuple[str, ...]:
        """The written answers of this result's asking that were let through."""
        return tuple(
            one.text
            for one in self.written
            if (one.question, one.round) == (result.question.id, result.round)
        )

    def nth(self, result: Result) -> int:
        """Which round of its question and pass this is for people, counted from 1."""
        at = (result.question.id, result.passing)
        shown = [one.round for one in self.results if (one.question.id, one.passing) == at]
        kept_back = [
            place.round for place in self.not_revealed if (place.question, place.passing) == at
        ]
        return 1 + sum(number < result.round for number in (*shown, *kept_back))

    def round_name(self, result: Result) -> str:
        """What the plan calls the round of a result; empty where it has no name for it."""
        return result.question.round_name(self.nth(result))

    def as_document(self) -> dict[str, Any]:
        """`results.json` of the contract, without the findings' texts; dates, never times."""
        return {
            "format": FORMAT,
            "session": {
                "code": self.code,
                "title": self.plan.title,
                "frame": self.plan.frame,
                "language": self.plan.language,
                "threshold": self.plan.threshold,
                "results": self.plan.results.value,
                "opened_on": self.opened_on.isoformat(),
                **({"kept_until": self.kept_until.isoformat()} if self.kept_until else {}),
                **({"kept_days": self.kept_days} if self.kept_days else {}),
            },
            "plan": self.plan.as_document(),
            "results": [self._result_document(result) for result in self.results],
            "not_revealed": [_place_document(place) for place in self.not_revealed],
            "agreements": [_agreement_document(agreement) for agreement in self.agreements],
            "written": [
                {"question": one.question, "round": one.round, "text": one.text}
                for one in self.written
            ],
            "baseline": baseline_document(self.baseline) if self.baseline else None,
        }

    def _result_document(self, result: Result) -> dict[str, Any]:
        name = self.round_name(result)
        return result.as_document() | ({"round_name": name} if name else {})


def report(session: Session, releases: Sequence[Release], opened_on: date) -> Report:
    """The report of a session from its final releases, in the order of the plan.

    A result is in it once it has been revealed, also if it was hidden again. Of one that never was,
    it only says that it was asked; of one that is still open, nothing.
    """
    closed = [asking for asking in _in_order(session) if asking.state is not AskingState.OPEN]
    return Report(
        session.code,
        opened_on,
        session.plan,
        tuple(
            Result.of(session.plan.question(one.question), one)
            for one in revealed(session, releases)
        ),
        tuple(asking.place for asking in closed if not asking.was_revealed),
        tuple(session.agreements.values()),
        tuple(
            WrittenText(asking.question, asking.round, text.text)
            for asking in closed
            if asking.was_revealed
            for text in session.written_at(asking).values()
            if text.is_shown
        ),
        session.baseline,
    )


def baseline_document(baseline: Baseline) -> dict[str, Any]:
    """What `plans.results_file.read_baseline` reads."""
    return {
        "format": FORMAT,
        "session": {"code": baseline.code, "opened_on": baseline.held_on.isoformat()},
        "plan": baseline.plan.as_document(),
        "results": [result.as_document() for result in baseline.results],
        "agreements": [_agreement_document(agreement) for agreement in baseline.agreements],
    }


def revealed(session: Session, releases: Sequence[Release]) -> tuple[Release, ...]:
    """The final releases that the room has been shown, in the order of plan and rounds."""
    final = {Place(one.question, one.passing, one.round): one for one in releases if one.final}
    shown = [asking.place for asking in _in_order(session) if asking.was_revealed]
    return tuple(final[place] for place in shown if place in final)


def _in_order(session: Session) -> list[Asking]:
    steps = [(question.id, passing) for question, passing in session.plan.steps()]
    return sorted(
        session.standing,
        key=lambda asking: (steps.index((asking.question, asking.passing)), asking.round),
    )


def _place_document(place: Place) -> dict[str, Any]:
    return {"question": place.question, "pass": place.passing.value, "round": place.round}


def _agreement_document(agreement: Agreement) -> dict[str, Any]:
    return {
        "question": agreement.question,
        "what": agreement.what,
        "who": agreement.who,
        "by": agreement.by,
    }
