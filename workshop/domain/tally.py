"""Counting: opened ballots and the previous release in, the next Release out. True counts never leave.

What a group has been shown so far is read back from the previous release, so nothing else needs to remember it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workshop.domain.ballot_box import Ballot
from workshop.domain.disclosure import Verdict, pools
from workshop.domain.paper import added
from workshop.domain.question import Question
from workshop.domain.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Release,
    Shown,
    Suppressed,
    Veiled,
    Waiting,
)
from workshop.domain.session import Asking

Opened = Mapping[str, Iterable[Ballot]]
"""The ballots that were let out, by pool."""


def count(question: Question, ballots: Iterable[Ballot], shown: Shown | None = None) -> Counts:
    """The counts after adding these ballots to what the group has been shown."""
    before = shown if isinstance(shown, Counts) else Counts(0, (0,) * question.choice_count, 0)
    counts, no_answer, voters = list(before.counts), before.no_answer, before.voters
    for ballot in ballots:
        voters += 1
        no_answer += not ballot.choices and not ballot.text
        for choice in ballot.choices:
            counts[choice] += 1
    return Counts(voters, tuple(counts), no_answer)


def next_picture(question: Question, asking: Asking, previous: Release | None, opened: Opened) -> Release:
    """The live release after a draw. Groups nothing was drawn from stay as they were shown."""
    groups = {pool: _shown_in(previous, pool) for pool in pools(asking.mode)}
    groups |= {pool: count(question, ballots, groups[pool]) for pool, ballots in opened.items()}
    return _release(asking, previous, groups, final=False)


def final_picture(
    question: Question,
    asking: Asking,
    previous: Release | None,
    verdicts: Mapping[str, Verdict],
    opened: Opened,
    paper: Mapping[str, tuple[Counts, Verdict]],
) -> Release:
    """The last release of an asking. A suppressed group's ballots are not in `opened`: nobody reads them.

    `paper` holds the paper ballots to be added, by pool, and what may leave of all of the pool then.
    """
    groups: dict[str, Shown] = {}
    for pool in pools(asking.mode):
        phones: Shown = Suppressed()
        if verdicts[pool] is not Verdict.SUPPRESS:
            counts = count(question, opened[pool], _shown_in(previous, pool))
            phones = _veiled_if(verdicts[pool], question, counts)
        groups[pool] = _with_paper(question, phones, *paper[pool]) if pool in paper else phones
    return _release(asking, previous, groups, final=True)


def _with_paper(question: Question, phones: Shown, paper: Counts, verdict: Verdict) -> Shown:
    """Both together. A veil over the phones stays: whoever knows the paper would look below it."""
    if isinstance(phones, Veiled):
        return phones
    both = added([phones, paper]) if isinstance(phones, Counts) else paper
    return _veiled_if(verdict, question, both)


def _veiled_if(verdict: Verdict, question: Question, counts: Counts) -> Shown:
    return veil(question, counts) if verdict is Verdict.VEIL_IF_ALIKE else counts


def void_picture(asking: Asking, previous: Release | None) -> Release:
    """The last release of an asking whose ballots nobody can read any more; what was shown of it is taken back."""
    return _release(asking, previous, {pool: Suppressed(is_void=True) for pool in pools(asking.mode)}, final=True)


def veil(question: Question, counts: Counts) -> Shown:
    """The counts, or what may be said of them where a small group answered (nearly) alike.

    With n − 1 of n alike, everyone would know what the others chose, and the one would know that they know. A fixed
    function of the counts. Where several choices are allowed each stands by itself.
    """
    if question.max_choices == 1:
        return _veil_of_one(counts)
    return _veil_of_each(counts)


def _veil_of_one(counts: Counts) -> Shown:
    cells = {**{str(choice): votes for choice, votes in enumerate(counts.counts)}, NO_ANSWER: counts.no_answer}
    alike = {cell: NEARLY_ALL for cell, votes in cells.items() if votes >= counts.voters - 1}
    return Veiled(counts.voters, alike, paper=counts.paper) if alike else counts


def _veil_of_each(counts: Counts) -> Shown:
    cells = [_nearly(votes, counts.voters) for votes in counts.counts]
    no_answer = _nearly(counts.no_answer, counts.voters)
    if not any(cells) and no_answer != NEARLY_ALL:
        return counts
    veiled = {str(choice): nearly for choice, nearly in enumerate(cells) if nearly}
    if no_answer == NEARLY_ALL:
        return Veiled(counts.voters, veiled | {NO_ANSWER: NEARLY_ALL}, paper=counts.paper)
    kept = tuple(None if nearly else votes for votes, nearly in zip(counts.counts, cells, strict=True))
    return Veiled(counts.voters, veiled, kept, counts.paper)


def _nearly(votes: int, voters: int) -> str | None:
    if votes >= voters - 1:
        return NEARLY_ALL
    return NEARLY_NONE if votes <= 1 else None


def _shown_in(previous: Release | None, pool: str) -> Shown:
    return previous.groups[pool] if previous else Waiting()


def _release(asking: Asking, previous: Release | None, groups: Mapping[str, Shown], *, final: bool) -> Release:
    number = previous.number + 1 if previous else 1
    return Release(asking.question, asking.passing, asking.round, number, final, asking.mode, groups)


def voters_shown(releases: Sequence[Release], pool: str) -> list[int]:
    """How many who voted by phone each of these releases told of, in a pool; withheld ones told nothing."""
    return [group.voters - group.paper for group in _shown_of(releases, pool)]


def paper_shown(releases: Sequence[Release], pool: str) -> list[int]:
    """How many who voted on paper each of these releases told of, in a pool."""
    return [group.paper for group in _shown_of(releases, pool) if group.paper]


def _shown_of(releases: Sequence[Release], pool: str) -> Iterator[Counts | Veiled]:
    for release in releases:
        group = release.groups.get(pool)
        if isinstance(group, Counts | Veiled):
            yield group
