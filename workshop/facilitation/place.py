"""Resolves which question, pass and round a verb is about."""

from dataclasses import dataclass

from workshop.domain.errors import UnknownQuestion
from workshop.domain.voting.question import Pass
from workshop.domain.voting.session import Place, Session


@dataclass(frozen=True)
class PlaceNamed:
    """The question, pass and round that a verb names; omitted fields default to the wall's."""

    question: str | None = None
    passing: Pass | None = None
    round: int | None = None


def resolve_place(session: Session, at: PlaceNamed) -> Place:
    """The asking a verb is about: the newest round of what it names, or what the wall shows."""
    place = place_to_show(session, at)
    latest = session.latest(place.question, place.passing)
    return latest.place if latest and at.round is None else place


def place_to_show(session: Session, at: PlaceNamed) -> Place:
    """The place to show: the round that is named, else the next one. Raises UnknownQuestion."""
    if at.question is None:
        if session.place is None:
            raise UnknownQuestion(question="")
        return session.place
    passing = at.passing or session.plan.question(at.question).passes[0]
    return (
        Place(at.question, passing, at.round) if at.round else session.to_show(at.question, passing)
    )
