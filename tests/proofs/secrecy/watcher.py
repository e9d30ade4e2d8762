"""A watcher who sees who taps when, knows everyone's group, records every frame, and reasons
without a fault.

What they may conclude: a person's ballot left with some step of the picture that came after it; any
assignment of people to steps that fits the times and the sizes of the steps is possible; within a
step nobody can be told from anybody else. An answer is known for certain if every step the person
may be in is unanimous, for the same answer.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Step = tuple[int, ...]
"""How many of each choice (no answer last) came with one step of a group's picture."""


@dataclass(frozen=True)
class Seen:
    """What was seen of one group: each step, and how many ticks had passed when each person
    tapped.
    """

    steps: tuple[Step, ...]
    moments: tuple[int, ...]
    arrivals: tuple[int, ...]


class Notebook:
    """Everything that left the server, and when: frames as they went to a room, answers of the API,
    files.

    Wherever in them a group's counts stand, the watcher finds them. The server's word for what it
    is does not matter: a number that slipped into a state or a file would be found as one in a
    picture is.
    """

    def __init__(self, group: str) -> None:
        self._group = group
        self._read: set[str] = set()
        self._cells: list[tuple[int, Step]] = []
        self.frames = 0

    def note(self, moment: int, document: object) -> None:
        """A frame or an answer, as JSON."""
        text = json.dumps(document)
        self.frames += 1
        if text not in self._read:
            self._read.add(text)
            self._keep(moment, counts_in(json.loads(text), self._group))

    def note_json(self, moment: int, content: bytes) -> None:
        """results.json."""
        self.note(moment, json.loads(content))

    def note_csv(self, moment: int, content: bytes) -> None:
        """results.csv."""
        rows = [
            row
            for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
            if row["group"] == self._group
        ]
        if all(row["votes"] for row in rows):
            self._keep(moment, [tuple(int(row["votes"]) for row in rows)])

    def seen(self, arrivals: list[int]) -> Seen:
        """What follows by subtracting; a veiled or withheld picture has no cells to subtract."""
        steps, before = [], None
        for moment, cells in self._cells:
            gain = tuple(
                now - then for now, then in zip(cells, before or (0,) * len(cells), strict=True)
            )
            if any(gain):
                steps.append((moment, gain))
            before = cells
        return Seen(
            tuple(step for _, step in steps), tuple(moment for moment, _ in steps), tuple(arrivals)
        )

    def _keep(self, moment: int, found: Iterator[Step] | list[Step]) -> None:
        known = [cells for _, cells in self._cells]
        self._cells += [(moment, cells) for cells in found if cells not in known]


def counts_in(document: Any, group: str) -> Iterator[Step]:
    """The counts of one group wherever they stand in a document, no answer last."""
    parts = (
        document.values()
        if isinstance(document, dict)
        else document
        if isinstance(document, list)
        else ()
    )
    if (
        isinstance(document, dict)
        and isinstance(document.get(group), dict)
        and "no_answer" in document[group]
    ):
        yield (*document[group]["counts"], document[group]["no_answer"])
    for part in parts:
        yield from counts_in(part, group)


def known_for_certain(seen: Seen) -> int:
    """How many people's answers follow from what was seen."""
    return sum(_is_known(seen, arrival) for arrival in seen.arrivals)


def _is_known(seen: Seen, arrival: int) -> bool:
    possible = [step for at, step in enumerate(seen.steps) if _may_be_in(seen, arrival, at)]
    answers = [[choice for choice, votes in enumerate(step) if votes] for step in possible]
    return bool(answers) and all(len(chosen) == 1 and chosen == answers[0] for chosen in answers)


def _may_be_in(seen: Seen, arrival: int, at: int) -> bool:
    """Whether everyone else can fill the rest: up to each step, at least as many have come as have
    left.
    """
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
