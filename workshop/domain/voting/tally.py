"""The tally: opened ballots and the previous release in, the next release out.

True counts never leave. What a group has been shown so far is read back from the previous release,
so nothing else needs to remember it.
"""

from collections.abc import Iterable, Mapping, Sequence

from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Verdict, pools
from workshop.domain.voting.paper_ballots import added
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import (
    Counts,
    Reason,
    Release,
    Shown,
    Suppressed,
    Waiting,
    paper_of,
    voters_of,
)
from workshop.domain.voting.session import Asking
from workshop.domain.voting.veil import veil

_WITHHELD = {
    Verdict.FEWER_THAN_K: Suppressed(),
    Verdict.TOO_NEAR: Suppressed(reason=Reason.TOO_NEAR),
}

DrawnBallots = Mapping[str, Iterable[Ballot]]
"""The drawn ballots, by pool."""


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


def next_picture(
    question: Question, asking: Asking, previous: Release | None, opened: DrawnBallots
) -> Release:
    """The live release after a draw. Groups nothing was drawn from stay as they were shown."""
    groups = {pool: _shown_in(previous, pool) for pool in pools(asking.mode)}
    groups |= {pool: count(question, ballots, groups[pool]) for pool, ballots in opened.items()}
    return _release(asking, previous, groups, final=False)


def final_picture(
    question: Question,
    asking: Asking,
    previous: Release | None,
    verdicts: Mapping[str, Verdict],
    opened: DrawnBallots,
    paper: Mapping[str, tuple[Counts, Verdict]],
) -> Release:
    """The last release of an asking.

    A suppressed group's ballots are not in `opened`: nobody reads them. `paper` holds the paper
    ballots to be added, by pool, and what may leave of all of the pool then.
    """
    groups: dict[str, Shown] = {}
    for pool in pools(asking.mode):
        phones: Shown
        if verdicts[pool].withholds:
            phones = _WITHHELD[verdicts[pool]]
        else:
            counts = count(question, opened[pool], _shown_in(previous, pool))
            phones = _veiled_if(verdicts[pool], question, counts)
        groups[pool] = _with_paper(question, phones, *paper[pool]) if pool in paper else phones
    return _release(asking, previous, groups, final=True)


def _with_paper(question: Question, phones: Shown, paper: Counts, verdict: Verdict) -> Shown:
    """Both together.

    A veil over the phones stays: whoever knows the paper would look below it.

    Where the phones' counts need no veil, neither does the sum: no cell of it is nearer to nobody
    or to everybody.
    """
    if isinstance(phones, Counts):
        return _veiled_if(verdict, question, added([phones, paper]))
    return phones if voters_of(phones) else _veiled_if(verdict, question, paper)


def _veiled_if(verdict: Verdict, question: Question, counts: Counts) -> Shown:
    return veil(question, counts) if verdict is Verdict.VEIL_IF_ALIKE else counts


def void_picture(asking: Asking, previous: Release | None) -> Release:
    """The last release of an asking whose key is lost; what was shown of it is withdrawn."""
    return _release(
        asking,
        previous,
        {pool: Suppressed(is_void=True) for pool in pools(asking.mode)},
        final=True,
    )


def _shown_in(previous: Release | None, pool: str) -> Shown:
    return previous.groups[pool] if previous else Waiting()


def _release(
    asking: Asking, previous: Release | None, groups: Mapping[str, Shown], *, final: bool
) -> Release:
    number = previous.number + 1 if previous else 1
    return Release(
        asking.question, asking.passing, asking.round, number, final, asking.mode, groups
    )


def voters_shown(releases: Sequence[Release], pool: str) -> list[int]:
    """How many phone voters each of these releases told of, in a pool; also of groups too alike."""
    parts = [group for release in releases if (group := release.groups.get(pool))]
    told = [(voters, paper_of(group)) for group in parts if (voters := voters_of(group))]
    return [voters - paper for voters, paper in told]


def paper_shown(releases: Sequence[Release], pool: str) -> list[int]:
    """How many paper voters each of these releases told of, in a pool."""
    parts = [group for release in releases if (group := release.groups.get(pool))]
    return [paper for group in parts if (paper := paper_of(group))]
