"""A question: its kind, its choices, its passes, and the scale its answers lie on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What is asked: three kinds have a scale, two have own choices, two take written answers."""

    WHO_DECIDES = "who_decides"
    AGREE = "agree"
    SAFE = "safe"
    CHOICE = "choice"
    PRIORITISE = "prioritise"
    GATHER = "gather"
    REFLECTION = "reflection"


class Pass(StrEnum):
    """The two perspectives of a question: how it is today, and how it should be."""

    TODAY = "today"
    SHOULD_BE = "should_be"


@dataclass(frozen=True)
class Scale:
    """An ordered scale with a way out after its last step.

    `leaning_left`, `middle` and `leaning_right` are positions in order; the way out ("I cannot
    see", "rather not say") is the position after the last step. It has its own share and is never
    averaged.
    """

    leaning_left: tuple[int, ...]
    middle: tuple[int, ...]
    leaning_right: tuple[int, ...]
    tones: tuple[str, ...]

    @property
    def steps(self) -> int:
        """Number of steps, the way out not counted."""
        return len(self.leaning_left) + len(self.middle) + len(self.leaning_right)

    @property
    def way_out(self) -> int:
        """The position of the way out."""
        return self.steps


SCALES = {
    Kind.WHO_DECIDES: Scale((0, 1, 2), (3,), (4,), ("0", "1", "2", "3", "4", "out")),
    Kind.AGREE: Scale((0, 1), (), (2, 3), ("0", "2", "3", "4", "out")),
    Kind.SAFE: Scale((0, 1), (2,), (3, 4), ("0", "1", "2", "3", "4", "out")),
}


OWN_WORDS = (Kind.CHOICE, Kind.PRIORITISE)
WRITTEN = (Kind.GATHER, Kind.REFLECTION)
TEXT_MOST = 280  # characters of a written answer
PICKS = 3  # how many a phone may pick when priorities are set, unless the plan says otherwise


@dataclass(frozen=True)
class Question:
    """One question of a plan.

    `choices` are the plan's own words; empty where the kind has a scale or is written. `rounds` are
    the names of its rounds, such as before and after; empty where they are only numbered.
    """

    id: str
    kind: Kind
    text: str
    passes: tuple[Pass, ...] = (Pass.TODAY,)
    choices: tuple[str, ...] = ()
    max_choices: int = 1
    rounds: tuple[str, ...] = ()

    @property
    def scale(self) -> Scale | None:
        """The scale of the kind, or None for own choices."""
        return SCALES.get(self.kind)

    @property
    def takes_text(self) -> bool:
        """Whether it is answered in words: never streamed, never split by group."""
        return self.kind in WRITTEN

    def shown_from(self, threshold: int) -> int:
        """How many people must have answered before anything is shown.

        More for a reflection: its text gives more of a person away.
        """
        return 2 * threshold if self.kind is Kind.REFLECTION else threshold

    @property
    def choice_count(self) -> int:
        """How many positions a ballot may name, the way out among them."""
        return self.scale.steps + 1 if self.scale else len(self.choices)

    def round_name(self, number: int) -> str:
        """What this round is called, counted from 1; empty beyond the names."""
        return self.rounds[number - 1] if number <= len(self.rounds) else ""

    def texts(self) -> dict[str, str]:
        """Everything the question says, under the keys of `worded`."""
        choices = {f"{self.id}.{position}": choice for position, choice in enumerate(self.choices)}
        rounds = {f"{self.id}.rounds.{position}": name for position, name in enumerate(self.rounds)}
        return {self.id: self.text, **choices, **rounds}

    def worded(self, texts: Mapping[str, str]) -> "Question":
        """The same question with other texts, as far as `texts` has any.

        The keys: its id, for its choices `<id>.<position>`, for the names of its rounds
        `<id>.rounds.<position>`.
        """
        choices = (
            texts.get(f"{self.id}.{position}", choice)
            for position, choice in enumerate(self.choices)
        )
        rounds = (
            texts.get(f"{self.id}.rounds.{position}", name)
            for position, name in enumerate(self.rounds)
        )
        return replace(
            self, text=texts.get(self.id, self.text), choices=tuple(choices), rounds=tuple(rounds)
        )
