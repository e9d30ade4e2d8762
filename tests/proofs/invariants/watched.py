"""What the watcher of a room notes: who answered what, and what could be seen after every step.

Counted by hand.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.proofs.invariants.steps import Choices, Step
from workshop.domain.voting.disclosure import pools
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Counts, Release, Shown, voters_of
from workshop.domain.voting.session import Asking


@dataclass
class Answer:
    """What the watcher knows of one person in one round."""

    pool: str
    number: int
    choices: Choices
    is_locked: bool = False


@dataclass(frozen=True)
class Moment:
    """What could be seen right after one step. `due` is the outcome that the rules ask for, in the
    watcher's words.

    `may_show` says whether a picture of this round may be told now, `revealed` which final ones the
    room has seen.
    """

    step: Step
    due: str
    outcome: str
    told: tuple[tuple[str, Any], ...]
    sizes: dict[str, int]
    locked: tuple[int, ...]
    releases: tuple[Release, ...]
    may_show: bool
    revealed: tuple[Release, ...]


@dataclass
class Round:
    """One asking, as the watcher saw it."""

    asking: Asking
    moments: list[Moment] = field(default_factory=list)
    answers: dict[int, Answer] = field(default_factory=dict)
    releases: tuple[Release, ...] = ()
    is_closed: bool = False
    is_shown: bool = False
    was_revealed: bool = False

    def pools(self) -> tuple[str, ...]:
        """The pools of the mode."""
        return pools(self.asking.mode)

    def voters(self, pool: str) -> list[Answer]:
        """Who voted in a pool."""
        return [answer for answer in self.answers.values() if answer.pool == pool]

    def show(self, *, shown: bool) -> None:
        """The result comes to the wall, or goes; what was seen was seen."""
        self.is_shown, self.was_revealed = shown, self.was_revealed or shown


def tally(question: Question, answers: list[Answer]) -> Counts:
    """The exact counts, as anyone would count them by hand."""
    chosen = [choice for answer in answers for choice in answer.choices]
    counts = tuple(chosen.count(choice) for choice in range(len(question.choices)))
    return Counts(len(answers), counts, sum(not answer.choices for answer in answers))


def bare(shown: Shown) -> object:
    """A group's part of a release without the bars: what must not depend on what was chosen."""
    return voters_of(shown) or type(shown)
