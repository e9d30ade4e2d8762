"""The veil: what may be told of a small group that answered (nearly) alike, from its true counts.

With n − 1 of n alike, everyone would know what the others chose, and the one would know that they
know. So a cell with n − 1 or n is told as "nearly all", one with 0 or 1, where several choices are
allowed, as "nearly none"; and what else is told must not let anybody look below: whoever knows this
file and reads a published form finds, for each veiled cell, that it may still be either. Decision
0038 has the proof; `tests/unit/domain/veils.py` looks at every form.
"""

from collections.abc import Collection, Sequence
from operator import itemgetter

from workshop.domain.voting.question import Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Shown,
    Suppressed,
    Veiled,
)


def veil(question: Question, counts: Counts) -> Shown:
    """The counts, or what may be told of them: a fixed function of the counts."""
    if question.max_choices == 1:
        return _veil_of_one(counts)
    return _veil_of_each(question.max_choices, counts)


def _veil_of_one(counts: Counts) -> Shown:
    cells = {
        **{str(choice): votes for choice, votes in enumerate(counts.counts)},
        NO_ANSWER: counts.no_answer,
    }
    alike = {cell: NEARLY_ALL for cell, votes in cells.items() if votes >= counts.voters - 1}
    return Veiled(counts.voters, alike, paper=counts.paper) if alike else counts


def _veil_of_each(most: int, counts: Counts) -> Shown:
    """Where several choices are allowed each stands by itself, and what is kept is audited."""
    cells = [_nearly(votes, counts.voters) for votes in counts.counts]
    veiled = {str(choice): nearly for choice, nearly in enumerate(cells) if nearly}
    if _nearly(counts.no_answer, counts.voters) == NEARLY_ALL:
        return Veiled(counts.voters, veiled | {NO_ANSWER: NEARLY_ALL}, paper=counts.paper)
    if not veiled:
        return counts
    kept = {choice: votes for choice, votes in enumerate(counts.counts) if not cells[choice]}
    back = _kept_back(min(most, len(cells)), counts, cells, kept)
    if back is None:
        return Suppressed.too_alike(counts.voters)
    told = tuple(None if choice in back else kept.get(choice) for choice in range(len(cells)))
    return Veiled(counts.voters, veiled, told, counts.paper)


def _nearly(votes: int, voters: int) -> str | None:
    if votes >= voters - 1:
        return NEARLY_ALL
    return NEARLY_NONE if votes <= 1 else None


def _kept_back(
    most: int, counts: Counts, cells: Sequence[str | None], kept: dict[int, int]
) -> Collection[int] | None:
    """The positions whose numbers go, too, so that nobody can look below the veil.

    None where nothing can be told. Everyone who answered has 1 to `most` picks. `room` is for how
    many picks beyond the numbers told and n − 1 in each cell of nearly all there is room: with
    none, every cell of nearly none is known to be 0. Forms with room for none and for one are
    therefore told alike, the largest number (or, where two are too near each other for that to hide
    anything, every number) kept back.
    """
    answered = counts.voters - counts.no_answer
    alike = cells.count(NEARLY_ALL)
    room = most * answered - alike * (counts.voters - 1) - sum(kept.values())
    if _both_of_two_are_rare(counts, cells):
        return None
    if room > 1:
        return ()
    if alike and counts.no_answer:  # with less told, "nearly all" would be known to be n − 1
        return None if NEARLY_NONE in cells else ()
    if not kept:
        return () if room else None
    largest, second = [*sorted(kept.values(), reverse=True), 1][:2]
    if largest + room - second > 1:
        return (max(kept.items(), key=itemgetter(1))[0],)
    fits = _may_be_tied(len(kept), sum(kept.values()) + room - 1, min(counts.voters - 2, answered))
    return tuple(kept) if fits else None


def _both_of_two_are_rare(counts: Counts, cells: Sequence[str | None]) -> bool:
    """Whether both of two choices would be told as nearly none, and so be known to be 1.

    With 2 beside it, that is one among several.
    """
    few = 2 if counts.voters > 3 else 3
    return len(cells) == 2 and NEARLY_NONE in cells and max(counts.counts) <= few


def _may_be_tied(cells: int, votes: int, most: int) -> bool:
    """Whether so many votes fit into so many cells, 2 to `most` in each, with a tie for first.

    Such forms would be told alike with room for one pick.
    """
    return cells > 1 and any(
        2 * top + 2 * (cells - 2) <= votes <= cells * top for top in range(2, most + 1)
    )
