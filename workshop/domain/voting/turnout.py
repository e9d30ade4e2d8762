"""The turnout: how many people answered by phone, over all groups, in just the detail allowed."""

from dataclasses import dataclass, replace

from workshop.domain.voting.disclosure import (
    EXACT_TURNOUT_FROM,
    Mode,
    mode_at_opening,
    turnout_band,
)
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.question import Question
from workshop.domain.voting.session import Place, Session


@dataclass(frozen=True)
class Turnout:
    """What is told of the turnout and nothing finer, so that two that are told alike are equal.

    Who votes on paper is not in it. `joined` people in all. While a question is open: its `place`,
    either the exact number `voted` or a `band`, and `groups`, the snapshot by group, if there is
    one. In between: `comparison`, whether both sides are numerous enough to be shown (never which
    is not).
    """

    joined: int
    place: Place | None = None
    voted: int | None = None
    band: str | None = None
    groups: Joined | None = None
    comparison: bool | None = None

    @property
    def more(self) -> int | None:
        """How many joined since they were counted by group; None where no such numbers are told."""
        return None if self.groups is None else max(0, self.joined - self.groups.total)


def while_open(place: Place, joined: int, voted: int, snapshot: Joined | None) -> Turnout:
    """At a tick: exact from 20 people who joined, in bands below."""
    if joined >= EXACT_TURNOUT_FROM:
        return Turnout(joined, place, voted=voted, groups=snapshot)
    return Turnout(joined, place, band=turnout_band(voted, joined), groups=snapshot)


def as_told_of(question: Question, told: Turnout) -> Turnout:
    """The turnout as it is told of this question; never an exact number where people write.

    In a hall, beside the number of texts, it would tell who wrote none.
    """
    if told.voted is None or not question.takes_text:
        return told
    return replace(told, voted=None, band=turnout_band(told.voted, told.joined))


def in_between(joined: int, *, comparison: bool) -> Turnout:
    """While no question is open."""
    return Turnout(joined, comparison=comparison)


def allows_comparison(session: Session, joined: int) -> bool:
    """Whether both sides could be shown side by side, as of the snapshot.

    Before the first opening, by the room's size. Were it looked up at every join, the one join at
    which it changes would tell that person's side.
    """
    if not session.askings:
        return joined >= 2 * session.policy.threshold
    return mode_at_opening(session.snapshot, session.policy) is Mode.SPLIT
