"""A written answer after it has left the ballot box: without a person, a group or an order.

The desk decides which of them are shown.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class WrittenAnswer:
    """A text and the id of the asking it was written at.

    `is_shown`: the desk has let it through to the wall. `question` is the question that was made of
    it, if one was.
    """

    asking: str
    text: str
    is_shown: bool = False
    question: str | None = None
