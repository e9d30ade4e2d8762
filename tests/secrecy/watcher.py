"""A watcher who sees who taps when, knows everyone's group, records every frame, and reasons without a fault.

What they may conclude: a person's ballot left with some step of the picture that came after it; any assignment of
people to steps that fits the times and the sizes of the steps is possible; within a step nobody can be told from
anybody else. An answer is known for certain if every step the person may be in is unanimous, for the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.domain.release import Counts, Release

Step = tuple[int, ...]
"""How many of each choice (no answer last) came with one step of a group's picture."""


@dataclass(frozen=True)
class Seen:
    """What was seen of one group: each step, and how many ticks had passed when each person tapped."""

    steps: tuple[Step, ...]
    moments: tuple[int, ...]
    arrivals: tuple[int, ...]


def steps_of(releases: Sequence[Release], group: str) -> tuple[tuple[int, Step], ...]:
    """(frame, step) for each change of a group's picture; a veiled or withheld picture has no cells to subtract."""
    steps, before = [], None
    for frame, release in enumerate(releases):
        shown = release.groups[group]
        if not isinstance(shown, Counts):
            continue
        cells = (*shown.counts, shown.no_answer)
        gain = tuple(now - then for now, then in zip(cells, before or (0,) * len(cells), strict=True))
        if any(gain):
            steps.append((frame, gain))
        before = cells
    return tuple(steps)


def known_for_certain(seen: Seen) -> int:
    """How many people's answers follow from what was seen."""
    return sum(_is_known(seen, arrival) for arrival in seen.arrivals)


def _is_known(seen: Seen, arrival: int) -> bool:
    possible = [step for at, step in enumerate(seen.steps) if _may_be_in(seen, arrival, at)]
    answers = [[choice for choice, votes in enumerate(step) if votes] for step in possible]
    return bool(answers) and all(len(chosen) == 1 and chosen == answers[0] for chosen in answers)


def _may_be_in(seen: Seen, arrival: int, at: int) -> bool:
    """Whether everyone else can fill the rest: up to each step, at least as many have come as have left."""
    if arrival > seen.moments[at]:
        return False
    others = sorted(seen.arrivals)
    others.remove(arrival)
    left = 0
    for position, (moment, step) in enumerate(zip(seen.moments, seen.steps, strict=True)):
        left += sum(step) - (position == at)
        if sum(other <= moment for other in others) < left:
            return False
    return True
