"""An agreement of the room: an action, its owner and its date.

It is typed at the desk, kept with the session, and never about an answer.
"""

from dataclasses import dataclass

MOST_AGREEMENTS = 200
WHAT_MOST, WHO_MOST, BY_MOST = 500, 200, 100  # characters


@dataclass(frozen=True)
class Agreement:
    """What changes, who is responsible, and by when: a date or a few words.

    `question` is None where it is about none. `who` and `by` may be empty: some things are agreed
    before it is clear who will do them.
    """

    question: str | None
    what: str
    who: str = ""
    by: str = ""
