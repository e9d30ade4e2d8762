"""The ballot box: what was voted; never who, never when, never in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.domain.errors import TooManyChoices, UnknownChoice
from workshop.domain.question import Question

PADDED_BYTES = 32  # every ballot of every question is this long before sealing, so that length tells nothing


@dataclass(frozen=True)
class Ballot:
    """The chosen positions, ascending; empty means "no answer", which is counted as such."""

    choices: tuple[int, ...]


def fill_in(question: Question, choices: Sequence[int]) -> Ballot:
    """A valid ballot. Raises UnknownChoice or TooManyChoices (also for a position named twice)."""
    if any(not 0 <= choice < question.choice_count for choice in choices):
        raise UnknownChoice()
    if len(choices) > question.max_choices or len(set(choices)) != len(choices):
        raise TooManyChoices(allowed=question.max_choices)
    return Ballot(tuple(sorted(choices)))


def write(ballot: Ballot) -> bytes:
    """The ballot as a bit per position, padded to one length."""
    return sum(1 << choice for choice in ballot.choices).to_bytes(PADDED_BYTES, "little")


def read(paper: bytes) -> Ballot:
    """The ballot that `write` wrote."""
    bits = int.from_bytes(paper, "little")
    return Ballot(tuple(choice for choice in range(PADDED_BYTES * 8) if bits >> choice & 1))
