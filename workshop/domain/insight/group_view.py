"""The view of one group: the answer that most of it shares, from what is shown of the group alone.

A majority is more than half of the group's voters, those who gave no answer among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.voting.question import Question, Scale
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NO_ANSWER,
    Counts,
    Shown,
    Suppressed,
    Veiled,
    Waiting,
)

MOST_FAVOURITES = 3  # of more than three tied choices nobody would say that they are the favourites

Run = tuple[int, ...]
"""Neighbouring steps of a scale, ascending."""


@dataclass(frozen=True)
class View:
    """The answer that a group shares.

    `says`: steps, way_out, favourite, written (something in words), no_answer, spread (nothing is
    shared by most), withheld or waiting; `choices`: the positions it is about; `by`: all,
    nearly_all, most (more than half of the voters), plurality (more than chose anything else) or
    nobody; `why`: the reason for which a group is withheld.
    """

    says: str
    choices: Run = ()
    by: str = "nobody"
    why: str = ""

    def as_parameters(self) -> dict[str, Any]:
        """In the form of the contract's `finding.parameters`."""
        why = {"why": self.why} if self.why else {}
        return {"says": self.says, "choices": list(self.choices), "by": self.by, **why}


def view(question: Question, shown: Shown) -> View:
    """What most of a group say, by what is shown of it."""
    match shown:
        case Suppressed():
            return View("withheld", why=shown.reason)
        case Waiting():
            return View("waiting")
        case Veiled():
            return _veiled_view(question, shown)
        case Counts():
            return _counted_view(question, shown)


def _counted_view(question: Question, shown: Counts) -> View:
    if question.takes_text:
        return View("written")
    if 2 * shown.no_answer > shown.voters:
        return View("no_answer", (), strength(shown.no_answer, shown.voters))
    if question.scale is None:
        return _favourite(dict(enumerate(shown.counts)), shown.voters)
    runs = majority_runs(question.scale, shown)
    if runs:
        return View("steps", runs[0], strength(votes(shown, runs[0]), shown.voters))
    return _way_out(question.scale, shown)


def _veiled_view(question: Question, shown: Veiled) -> View:
    if shown.veiled.get(NO_ANSWER) == NEARLY_ALL:
        return View("no_answer", (), NEARLY_ALL)
    alike = tuple(int(cell) for cell, nearly in shown.veiled.items() if nearly == NEARLY_ALL)
    if question.scale and alike:
        return View("way_out" if question.scale.way_out in alike else "steps", alike, NEARLY_ALL)
    if alike:
        return View("favourite", alike, NEARLY_ALL)
    back = shown.kept_back()
    if back:
        return View("favourite", back, "plurality") if len(back) == 1 else View("spread")
    known = {choice: votes for choice, votes in enumerate(shown.counts or ()) if votes is not None}
    return _favourite(known, shown.voters)


def majority_runs(scale: Scale, shown: Counts) -> list[Run]:
    """The narrowest runs of steps that more than half of the voters chose, the most chosen first.

    One step, else two neighbours, else one whole side of the scale; empty where no such run has a
    majority.
    """
    ones = [(step,) for step in range(scale.steps)]
    twos = [(step, step + 1) for step in range(scale.steps - 1)]
    for runs in (ones, twos, [scale.leaning_left, scale.leaning_right]):
        held = [run for run in runs if 2 * votes(shown, run) > shown.voters]
        if held:
            return sorted(held, key=lambda run: -votes(shown, run))
    return []


def _way_out(scale: Scale, shown: Counts) -> View:
    out = shown.counts[scale.way_out]
    if out <= max(*shown.counts[: scale.steps], shown.no_answer):
        return View("spread")
    return View("way_out", (scale.way_out,), strength(out, shown.voters))


def _favourite(counts: Mapping[int, int], voters: int) -> View:
    best = max(counts.values(), default=0)
    favourites = tuple(choice for choice, votes in counts.items() if votes == best)
    if not best or len(favourites) > MOST_FAVOURITES or 1 < len(favourites) == len(counts):
        return View("spread")
    return View("favourite", favourites, strength(best, voters))


def votes(shown: Counts, run: Run) -> int:
    """How many chose a step of this run."""
    return sum(shown.counts[step] for step in run)


def strength(votes: int, voters: int) -> str:
    """How much of a group these votes are: `View.by`."""
    if votes == voters:
        return "all"
    return "most" if 2 * votes > voters else "plurality"
