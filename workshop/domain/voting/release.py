"""A release: the only thing about answers that anyone is ever shown.

It is whole and numbered, never a delta.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workshop.domain.voting.disclosure import Mode
from workshop.domain.voting.question import Pass

NEARLY_ALL = "nearly_all"
NEARLY_NONE = "nearly_none"
NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Counts:
    """A group shown with all its counts.

    `counts[i]` people chose position i; percentages are over `voters`.

    `paper` of the voters answered on paper. Of a question that is answered in words there are no
    counts, `voters` are those who wrote something, and who wrote nothing is told nowhere.
    """

    voters: int
    counts: tuple[int, ...]
    no_answer: int
    paper: int = 0

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        silent = {"no_answer": self.no_answer} if self.counts else {}
        return {
            "voters": self.voters,
            "counts": list(self.counts),
            **silent,
            **_on_paper(self.paper),
        }


@dataclass(frozen=True)
class Veiled:
    """A small group that answered (nearly) alike, without the numbers that would expose one person.

    `veiled` maps a position (or `no_answer`), as text, to `nearly_all` or `nearly_none`; `counts`
    holds the positions that need no veil where several choices are allowed, None at the veiled ones
    and at those whose number would let somebody look below the veil (see `veil`).
    """

    voters: int
    veiled: Mapping[str, str]
    counts: tuple[int | None, ...] | None = None
    paper: int = 0

    def kept_back(self) -> tuple[int, ...]:
        """The unveiled positions whose number is kept back: the most chosen, or all of them."""
        told = enumerate(self.counts or ())
        return tuple(
            choice for choice, votes in told if votes is None and str(choice) not in self.veiled
        )

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        counts = {} if self.counts is None else {"counts": list(self.counts)}
        return {
            "voters": self.voters,
            "veiled": dict(self.veiled),
            **counts,
            **_on_paper(self.paper),
        }


class Reason(StrEnum):
    """Why a group is withheld.

    Too few people; a number of them too near that of an earlier round; or answers so alike that any
    number would tell of single people.
    """

    FEWER_THAN_K = "fewer_than_k"
    TOO_NEAR = "too_near"
    TOO_ALIKE = "too_alike"


@dataclass(frozen=True)
class Suppressed:
    """A group that is withheld for good, for a `reason`.

    `voters` is told only where answers are too alike. Or void: the key was lost in mid-question (a
    restored backup), and nobody can read the ballots any more.
    """

    is_void: bool = False
    reason: Reason = Reason.FEWER_THAN_K
    voters: int | None = None

    @classmethod
    def too_alike(cls, voters: int) -> "Suppressed":
        """A group of so many voters of which more than that cannot be told."""
        return cls(reason=Reason.TOO_ALIKE, voters=voters)

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        if self.is_void:
            return {"suppressed": True, "void": True}
        voters = {} if self.voters is None else {"voters": self.voters}
        return {"suppressed": True, "reason": self.reason.value, **voters}


@dataclass(frozen=True)
class Waiting:
    """Not shown yet while the question is open."""

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract."""
        return {"waiting": True}


Shown = Counts | Veiled | Suppressed | Waiting


def voters_of(shown: Shown) -> int | None:
    """How many voted; None where that is not told."""
    return None if isinstance(shown, Waiting) else shown.voters


def paper_of(shown: Shown) -> int:
    """How many of them voted on paper."""
    return shown.paper if isinstance(shown, Counts | Veiled) else 0


@dataclass(frozen=True)
class Release:
    """The result of one asking.

    `groups` holds every pool of the mode, in the order they are drawn.
    """

    question: str
    passing: Pass
    round: int
    number: int
    final: bool
    mode: Mode
    groups: Mapping[str, Shown]

    def as_payload(self) -> dict[str, Any]:
        """In the form of the contract, without the words and the chart that the presenter adds."""
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
    """What a group's part of a payload says. Raises KeyError or ValueError on anything else."""
    if payload.get("suppressed"):
        reason = Reason(
            payload.get("reason", Reason.FEWER_THAN_K)
        )  # none was kept before there were several
        return Suppressed(payload.get("void") is True, reason, payload.get("voters"))
    if payload.get("waiting"):
        return Waiting()
    if "veiled" in payload:
        counts = payload.get("counts")
        known = None if counts is None else tuple(counts)
        return Veiled(payload["voters"], dict(payload["veiled"]), known, payload.get("paper", 0))
    return counts_from(payload)


def counts_from(payload: Mapping[str, Any]) -> Counts:
    """The counts that `as_payload` wrote. Raises KeyError on anything else."""
    counts = tuple(payload["counts"])
    return Counts(
        payload["voters"], counts, payload["no_answer"] if counts else 0, payload.get("paper", 0)
    )


def _on_paper(paper: int) -> dict[str, int]:
    return {"paper": paper} if paper else {}
