"""The next step of a session: what the facilitator's main button does, and what "back" shows.

Show question → open voting → close voting → reveal → next. After the last question come the rounds
that have a name and were not asked yet. Going back only shows; it never deletes.
"""

from dataclasses import dataclass

from workshop.domain.voting.session import AskingState, Place, Session, SessionState


@dataclass(frozen=True)
class Step:
    """One step: a use case and the place it is about; None for those about the whole session."""

    verb: str
    place: Place | None = None


def following_step(session: Session) -> Step | None:
    """The next step; None once the session has ended."""
    if session.state is SessionState.ENDED:
        return None
    if session.place is None:
        return Step("show_question", _first(session))
    asking = session.asking_at(session.place)
    if asking is None or asking.state is AskingState.TAKEN_BACK:
        return _opening(session, session.place)
    if asking.state is AskingState.OPEN:
        return Step("close_question", session.place)
    if asking.state is AskingState.CLOSED and not session.reveals_at_close(asking.question):
        return Step("reveal_results", session.place)
    return _after(session)


def previous_step(session: Session) -> Step | None:
    """The step to look back at; None where there is none, or while a question is open."""
    if session.place is None or session.open_asking or session.state is SessionState.ENDED:
        return None
    position = _position(session)
    return Step("show_question", _step(session, position - 1)) if position else None


def _opening(session: Session, place: Place) -> Step:
    latest = session.latest(place.question, place.passing)
    if latest is None:
        return Step("open_question", place)
    return Step("ask_again", session.next_round(place.question, place.passing))


def _after(session: Session) -> Step:
    position = _position(session)
    if position + 1 < len(list(session.plan.steps())) and not _came_last(session):
        return Step("show_question", _step(session, position + 1))
    coming = _round_to_come(session)
    return Step("show_question", coming) if coming else Step("end_session")


def _came_last(session: Session) -> bool:
    """Whether the wall shows a named round that came after the whole plan had been asked."""
    place = session.place
    assert place
    is_named = session.nth(place) > 1 and session.round_name(place)
    return bool(is_named) and all(
        session.latest(question.id, passing) for question, passing in session.plan.steps()
    )


def _round_to_come(session: Session) -> Place | None:
    """The first named round that was not asked yet, of a question that was."""
    for question, passing in session.plan.steps():
        coming = session.next_round(question.id, passing)
        if session.latest(question.id, passing) and session.round_name(coming):
            return coming
    return None


def _position(session: Session) -> int:
    steps = [(question.id, passing) for question, passing in session.plan.steps()]
    assert session.place
    return steps.index((session.place.question, session.place.passing))


def _first(session: Session) -> Place:
    return _step(session, 0)


def _step(session: Session, position: int) -> Place:
    question, passing = list(session.plan.steps())[position]
    return session.to_show(question.id, passing)
