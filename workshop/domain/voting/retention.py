"""Data retention: until when a session is kept, in days, never times.

Days after its end, and much longer where nobody ended it. What falls due is listed first and
deleted on a later day: a clock that was wrong for an hour deletes nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_NEVER_ENDED = 180
"""How many days a session that nobody ended is kept after its last use."""


@dataclass(frozen=True)
class Life:
    """The dates of a session, as this server counted its days: last change, end, found to be due.

    `has_open_question`: people may be voting in it now.
    """

    code: str
    used_on: date
    ended_on: date | None
    due_since: date | None
    has_open_question: bool
    is_rehearsal: bool

    def kept_until(self, retention_days: int) -> date:
        """The last day on which it is not due."""
        if self.ended_on:
            return _later(self.ended_on, retention_days)
        return _later(self.used_on, retention_days if self.is_rehearsal else DAYS_NEVER_ENDED)

    def is_due(self, today: date, retention_days: int) -> bool:
        """Whether it is kept longer than it should be.

        Never while a question is open, unless it is a rehearsal.
        """
        is_in_use = self.has_open_question and not self.is_rehearsal
        return not is_in_use and today > self.kept_until(retention_days)

    def may_go(self, today: date, retention_days: int) -> bool:
        """Whether it was found to be due on an earlier day, and still is."""
        was_listed = self.due_since is not None and self.due_since < today
        return was_listed and self.is_due(today, retention_days)


def _later(day: date, days: int) -> date:
    """So many days after it; the calendar ends in 9999."""
    return day + timedelta(days=min(days, (date.max - day).days))
