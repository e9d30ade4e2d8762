"""The payload of a plan at the desk: each question with its passes, states and repetitions."""

from typing import Any

from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.session import Place, Session
from workshop.presenter.state import state_of
from workshop.wording import questions
from workshop.wording.plans import repetitions_said


def plan_payload(session: Session) -> list[dict[str, Any]]:
    """The questions of the plan.

    Takes the session in words.

    `note` is empty except where a question asks the same as an earlier one.
    """
    notes = {note.at: note.message for note in repetitions_said(session.plan)}
    return [
        _thumbnail(session, question, notes.get(at, ""))
        for at, question in enumerate(session.plan.questions)
    ]


def _thumbnail(session: Session, question: Question, note: str) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "kind": question.kind.value,
        "passes": [_pass(session, question, passing) for passing in question.passes],
        "note": note,
    }


def _pass(session: Session, question: Question, passing: Pass) -> dict[str, Any]:
    asking = session.latest(question.id, passing)
    is_current = session.place is not None and session.place == Place(
        question.id, passing, session.place.round
    )
    state = state_of(asking) if asking or is_current else "waiting"
    place = asking.place if asking else session.next_round(question.id, passing)
    return {
        "pass": passing.value,
        "pass_text": questions.pass_name(passing),
        "state": state,
        "round": session.nth(place),
        "round_name": session.round_name(place),
        "current": is_current,
    }
