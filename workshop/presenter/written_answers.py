"""The payloads of written answers: all of them at the desk, those let through on the wall."""

from typing import Any

from workshop.domain.voting.session import AskingState, Session
from workshop.domain.voting.written_answer import WrittenAnswer


def texts_on_the_wall(session: Session) -> list[dict[str, Any]]:
    """The texts that the desk has let through, once revealed.

    Those of which a question was made stand together.
    """
    asking = session.asking_at(session.place)
    if asking is None or asking.state is not AskingState.REVEALED:
        return []
    return [
        {"id": text_id, "text": text.text, "question_text": _question_text(session, text)}
        for text_id, text in sorted(session.written_at(asking).items(), key=_made_of, reverse=True)
        if text.is_shown
    ]


def texts_at_the_desk(session: Session) -> list[dict[str, Any]]:
    """Every text of the closed asking that the room looks at."""
    return [
        {
            "id": text_id,
            "text": text.text,
            "shown": text.is_shown,
            "question": text.question,
            "question_text": _question_text(session, text),
        }
        for text_id, text in session.written_at(session.asking_at(session.place)).items()
    ]


def _made_of(text: tuple[str, WrittenAnswer]) -> str:
    return text[1].question or ""


def _question_text(session: Session, text: WrittenAnswer) -> str:
    return session.plan.question(text.question).text if text.question else ""
