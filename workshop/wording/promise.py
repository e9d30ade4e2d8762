"""The short promise that every participant reads before they choose a group.

It is the same wherever it appears.
"""

from workshop.wording import say

PROMISE = (
    "No name, no account. Your answer is counted together with your group's answers.",
    (
        "A group's result is shown only when at least %(k)s of its people have answered. "
        "If there are too few people to compare the groups, everyone is counted as one group."
    ),
    (
        "When voting closes, only totals are kept. "
        "Texts are different: what you write is kept, without your name or group."
    ),
)
"""`k`, filled in with `%`, is the smallest group that is shown."""


def lines(threshold: int) -> tuple[str, ...]:
    """The promise of a session, in lines."""
    return tuple(say(line) % {"k": threshold} for line in PROMISE)


def lines_of_any_session() -> tuple[str, ...]:
    """The lines that do not depend on a plan: those that name no number."""
    return tuple(say(line) for line in PROMISE if "%" not in line)
