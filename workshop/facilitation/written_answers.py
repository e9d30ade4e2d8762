"""The use cases of written answers: the desk reads them first.

They work after the end of a session, too, for the report.
"""

from collections.abc import Collection

from workshop.domain.voting.session import Session
from workshop.facilitation.changes import Changes


class WrittenAnswers:
    """Shows, hides and deletes written answers. No ids: all of the asking on the wall."""

    def __init__(self, changes: Changes) -> None:
        self._change = changes.change

    def show_texts(
        self, code: str, ids: Collection[str] | None, version: int | None = None
    ) -> Session:
        """Show them on the wall. Raises UnknownText."""
        return self._change(
            "show_texts", code, version, lambda session, _: session.show_texts(ids, shown=True)
        )

    def hide_texts(
        self, code: str, ids: Collection[str] | None, version: int | None = None
    ) -> Session:
        """Take them off the wall, and out of the files. Raises UnknownText."""
        return self._change(
            "hide_texts", code, version, lambda session, _: session.show_texts(ids, shown=False)
        )

    def reject_texts(self, code: str, ids: Collection[str], version: int | None = None) -> Session:
        """Delete them. Raises UnknownText."""
        return self._change(
            "reject_texts", code, version, lambda session, _: session.reject_texts(ids)
        )
