"""Answers in words, once they have left the box: nobody's, in no order, and only as many as the
desk lets through.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class WrittenAnswer:
    """What somebody wrote, at the asking with this id. `is_shown`: the desk has let it through to
    the wall.

    `question` is the question that was made of it, if one was.
    """

    asking: str
    text: str
    is_shown: bool = False
    question: str | None = None
