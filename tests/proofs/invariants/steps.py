"""What can happen in a room, step by step, and the scripts made of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.unit.domain.questions import ONE_OF_THREE
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.question import Question

Choices = tuple[int, ...]


@dataclass(frozen=True)
class Cast:
    """A ballot arrives. `number` None stands for the person's next number."""

    person: int
    choices: Choices
    number: int | None = None


@dataclass(frozen=True)
class Repeat:
    """The person's last delivery arrives once more, word for word."""

    person: int


@dataclass(frozen=True)
class Late:
    """An earlier number of this person arrives after a later one."""

    person: int
    choices: Choices


@dataclass(frozen=True)
class Move:
    """The person chooses another group."""

    person: int
    group: PartnerGroup


@dataclass(frozen=True)
class Tick:
    """Two seconds pass."""


@dataclass(frozen=True)
class Close:
    """The facilitator closes the question."""


@dataclass(frozen=True)
class AskAgain:
    """The facilitator asks again: a new round, in which every phone begins to count anew."""


@dataclass(frozen=True)
class Reveal:
    """The facilitator shows a closed result."""


@dataclass(frozen=True)
class Hide:
    """The facilitator takes a result off the wall."""


@dataclass(frozen=True)
class Undo:
    """The facilitator takes back what was done last."""


@dataclass(frozen=True)
class Restart:
    """The server stops and starts again; so it does at a `Cut`."""


@dataclass(frozen=True)
class Cut:
    """The power goes in the midst of a step: `before` what it does is on disk, or right `after`."""

    step: "Delivery | Tick | Close | AskAgain | Reveal | Hide"
    at: str


Delivery = Cast | Repeat | Late
Step = Delivery | Move | Tick | Close | AskAgain | Reveal | Hide | Undo | Restart | Cut


@dataclass(frozen=True)
class Script:
    """A workshop: how many sit in each group at the opening, and what happens then."""

    groups: tuple[int, int, int]
    steps: tuple[Step, ...]
    question: Question = ONE_OF_THREE
    threshold: int = 3
    results: Showing = Showing.LIVE

    def with_choices(self, choices: Callable[[int, Choices], Choices]) -> "Script":
        """The same script, in which other things are chosen."""
        return replace(
            self,
            steps=tuple(
                (
                    replace(step, choices=choices(step.person, step.choices))
                    if isinstance(step, Cast | Late)
                    else step
                )
                for step in self.steps
            ),
        )
