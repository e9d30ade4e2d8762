"""Paper ballots: counted by hand and entered at the desk, a group in one go.

They never enter the ballot box. Whoever enters them knows them, so they protect nobody and are
protected like nobody: see `disclosure.takes_paper`.
"""

from collections.abc import Iterable, Mapping, Sequence

from workshop.domain.errors import FaultyPaper
from workshop.domain.voting.disclosure import Mode, pool_of
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Counts

Paper = Mapping[PartnerGroup, Counts]
"""What was entered for an asking, by group."""


def count_by_hand(
    question: Question, voters: int, counts: Sequence[int], no_answer: int, expected: int
) -> Counts:
    """A group's paper ballots as counts; `expected` of its people vote on paper.

    Raises FaultyPaper for numbers that cannot be.
    """
    if question.takes_text:
        raise FaultyPaper(problem="words are not counted")
    if len(counts) != question.choice_count:
        raise FaultyPaper(problem=f"there must be {question.choice_count} numbers, one per choice")
    if voters > expected:
        raise FaultyPaper(problem=f"only {expected} people of this group vote on paper")
    answered = voters - no_answer
    most = question.max_choices * answered
    if not (
        answered >= 0
        and answered <= sum(counts) <= most
        and all(count <= answered for count in counts)
    ):
        raise FaultyPaper(problem="the numbers do not add up to the people who voted")
    return Counts(voters, tuple(counts), no_answer, voters)


def paper_in(pool: str, mode: Mode, paper: Paper) -> Counts | None:
    """All paper ballots that belong to a pool; None if there are none."""
    mine = [
        counts for group, counts in paper.items() if pool_of(mode, group) == pool and counts.voters
    ]
    return added(mine) if mine else None


def added(parts: Iterable[Counts]) -> Counts:
    """Counts of the same question, added up."""
    every = list(parts)
    columns = zip(*(part.counts for part in every), strict=True)
    return Counts(
        sum(part.voters for part in every),
        tuple(map(sum, columns)),
        sum(part.no_answer for part in every),
        sum(part.paper for part in every),
    )
