"""Turnout: how many answered, over all groups together, in just the detail that may be told."""

from dataclasses import dataclass, replace

from workshop.domain.disclosure import EXACT_TURNOUT_FROM, Mode, Policy, mode_at_opening, turnout_band
from workshop.domain.participant import Joined
from workshop.domain.question import Question
from workshop.domain.session import Place


@dataclass(frozen=True)
class Turnout:
    """What is told and nothing finer, so that two that are told alike are equal.

    `joined` people in all. While a question is open: its `place`, either the exact number `voted` or a `band`, and
    `groups`, who was here when it opened, by group.
    In between: `comparison`, whether both sides are numerous enough to be shown (never which is not).
    """

    joined: int
    place: Place | None = None
    voted: int | None = None
    band: str | None = None
    groups: Joined | None = None
    comparison: bool | None = None


def while_open(place: Place, joined: Joined, voted: int, at_opening: Joined) -> Turnout:
    """At a tick: exact from 20 people in the room, in bands below.

    The numbers by group are told once there is a ballot. Until then the opening can be undone, and opening again and
    again would count each group live, which tells who chose which.
    """
    groups = at_opening if voted else None
    if joined.total >= EXACT_TURNOUT_FROM:
        return Turnout(joined.total, place, voted=voted, groups=groups)
    return Turnout(joined.total, place, band=turnout_band(voted, joined.total), groups=groups)


def as_told_of(question: Question, told: Turnout) -> Turnout:
    """Where people write, never an exact number: in a hall, beside that of the texts, it would tell who wrote none."""
    if told.voted is None or not question.takes_text:
        return told
    return replace(told, voted=None, band=turnout_band(told.voted, told.joined))


def in_between(joined: Joined, *, comparison: bool) -> Turnout:
    """While no question is open."""
    return Turnout(joined.total, comparison=comparison)


def allows_comparison(joined: Joined, policy: Policy) -> bool:
    """Whether both sides could be shown side by side, if a question opened now."""
    return mode_at_opening(joined, policy) is Mode.SPLIT
