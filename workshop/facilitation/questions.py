"""The use cases of questions added or removed during a session: one short method per verb."""

from collections.abc import Collection

from workshop.domain.voting.question import Question
from workshop.domain.voting.session import Session
from workshop.facilitation.changes import Changes


class Questions:
    """Adds questions on the spot, and removes those that were never asked."""

    def __init__(self, changes: Changes) -> None:
        self._change = changes.change

    def add_question(
        self,
        code: str,
        question: Question,
        made_of: Collection[str] = (),
        version: int | None = None,
    ) -> Session:
        """Add a question after the one on the wall; it gets an id of its own.

        `made_of`: ids of written answers. Raises TooManyQuestions, UnknownText, SessionEnded.
        """
        return self._change(
            "add_question",
            code,
            version,
            lambda session, _: session.add_question(question, made_of),
        )

    def remove_question(self, code: str, question: str, version: int | None = None) -> Session:
        """Remove a question from the plan.

        Raises UnknownQuestion, QuestionAsked, LastQuestion, SessionEnded.
        """
        return self._change(
            "remove_question", code, version, lambda session, _: session.remove_question(question)
        )
