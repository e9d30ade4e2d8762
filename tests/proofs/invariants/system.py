"""What the invariants are checked on: the store we ship or a fake of it, whole or with a seeded
fault.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from random import Random

from hypothesis import HealthCheck, Phase, settings

from tests.proofs.invariants.room import Room
from tests.proofs.invariants.steps import Script
from tests.support.trials import are_whole, trials
from workshop.domain.voting.disclosure import Sample
from workshop.facilitation.ports import SessionStore

_runs = count(1)


@dataclass(frozen=True)
class System:
    """`draw` may replace the draw; `is_replayable` if ballots lie alike in two runs with the same
    tokens.
    """

    make_store: Callable[[], SessionStore]
    draw: Callable[[Sample], Sample] = lambda sample: sample
    is_replayable: bool = True
    examples: int = 0
    """How many rooms are looked at; 0 for as many as the run allows."""
    phases: tuple[Phase, ...] = tuple(Phase)

    def play(self, script: Script, sample: Sample | None = None) -> Room:
        """A room in which the script has happened, with this draw or one that is the same in every
        run.
        """
        prefix = "" if self.is_replayable else f"run{next(_runs)}"
        return Room(self.make_store(), script, self.draw(sample or replayed_draw()), prefix).play()

    def settings(self) -> settings:
        """With `--proofs` all phases look further at every run; else the same way every time."""
        return settings(
            max_examples=self.examples or trials(3, 200),
            derandomize=self.phases != tuple(Phase) or not are_whole(),
            report_multiple_bugs=False,
            phases=self.phases,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )


def replayed_draw() -> Sample:
    """A uniform draw that every run repeats."""
    chance = Random(7)
    return lambda size, drawn: chance.sample(range(size), drawn)
