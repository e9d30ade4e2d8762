"""A release: the only thing about answers that anyone is ever shown. Whole, numbered, never a delta."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.disclosure import Mode
from workshop.domain.question import Pass

NEARLY_ALL = "nearly_all"
NEARLY_NONE = "nearly_none"
NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Counts:
    """A group shown with all its counts. `counts[i]` people chose position i; percentages are over `voters`.

    `paper` of the voters answered on paper.
    """

    voters: int
    counts: tuple[int, ...]
    no_answer: int
    paper: int = 0

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        counted = {"voters": self.voters, "counts": list(self.counts), "no_answer": self.no_answer}
        return counted | _on_paper(self.paper)


@dataclass(frozen=True)
class Veiled:
    """A small group that answered (nearly) alike: what all chose, without the numbers that name the one who did not.

    `veiled` maps a position (or `no_answer`), as text, to `nearly_all` or `nearly_none`; `counts` holds the
    positions that need no veil where several choices are allowed, None at the veiled ones.
    """

    voters: int
    veiled: Mapping[str, str]
    counts: tuple[int | None, ...] | None = None
    paper: int = 0

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        counts = {} if self.counts is None else {"counts": list(self.counts)}
        return {"voters": self.voters, "veiled": dict(self.veiled), **counts, **_on_paper(self.paper)}


@dataclass(frozen=True)
class Suppressed:
    """Withheld for good: too few people, or a repeated round that would single someone out.

    Or void: the key was lost in mid-question (a restored backup), and nobody can read the ballots any more.
    """

    is_void: bool = False

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        return {"suppressed": True, **({"void": True} if self.is_void else {})}


@dataclass(frozen=True)
class Waiting:
    """Not shown yet while the question is open."""

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        return {"waiting": True}


Shown = Counts | Veiled | Suppressed | Waiting


@dataclass(frozen=True)
class Release:
    """The picture of one asking. `groups` holds every pool of the mode, in the order they are drawn."""

    question: str
    passing: Pass
    round: int
    number: int
    final: bool
    mode: Mode
    groups: Mapping[str, Shown]

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract, without the words and the picture that `workshop.present` adds."""
        return {
            "question": self.question,
            "pass": self.passing.value,
            "round": self.round,
            "number": self.number,
            "final": self.final,
            "mode": self.mode.value,
            "groups": {group: shown.as_payload() for group, shown in self.groups.items()},
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Release":
        """The release that `as_payload` wrote. Raises KeyError or ValueError on anything else."""
        return cls(
            payload["question"],
            Pass(payload["pass"]),
            int(payload["round"]),
            int(payload["number"]),
            bool(payload["final"]),
            Mode(payload["mode"]),
            {group: shown_from(shown) for group, shown in payload["groups"].items()},
        )


def shown_from(payload: Mapping[str, Any]) -> Shown:
    """What a group's part of a payload says. Raises KeyError on anything else."""
    if payload.get("suppressed"):
        return Suppressed(payload.get("void") is True)
    if payload.get("waiting"):
        return Waiting()
    if "veiled" in payload:
        counts = payload.get("counts")
        known = None if counts is None else tuple(counts)
        return Veiled(payload["voters"], dict(payload["veiled"]), known, payload.get("paper", 0))
    return counts_from(payload)


def counts_from(payload: Mapping[str, Any]) -> Counts:
    """The counts that `as_payload` wrote. Raises KeyError on anything else."""
    return Counts(payload["voters"], tuple(payload["counts"]), payload["no_answer"], payload.get("paper", 0))


def _on_paper(paper: int) -> dict[str, int]:
    return {"paper": paper} if paper else {}
