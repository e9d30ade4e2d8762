"""The written answers of simulated phones."""

from workshop.wording import say

_TEXTS = (
    "Who decides what happens when the money comes late",
    "Who decides which reports are needed, and in which language",
    "Who decides who speaks about our work in public",
    "Who decides when a partnership ends",
    "Who decides whether an area is too dangerous to work in",
    "This is what a simulated phone wrote",
)


def texts() -> tuple[str, ...]:
    """Something to read on the wall of a rehearsal, for either kind of question."""
    return tuple(say(text) for text in _TEXTS)
