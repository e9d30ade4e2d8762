"""Counting: from the ballot box to a release, inside one transaction.

What may leave is decided on sizes, and only what leaves is opened. Drawn ballots, locks and the
release are on disk together, or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import (
    Mode,
    Policy,
    Sample,
    at_close,
    draw,
    pools,
    takes_paper,
)
from workshop.domain.voting.paper_ballots import paper_in
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Counts, Release
from workshop.domain.voting.session import Asking
from workshop.domain.voting.tally import (
    final_picture,
    next_picture,
    paper_shown,
    void_picture,
    voters_shown,
)
from workshop.facilitation.ports import BallotBox


def release_pools(
    box: BallotBox, question: Question, asking: Asking, policy: Policy, sample: Sample
) -> Release | None:
    """The release at a tick of a live question; None while every pool must wait."""
    drawn = draw(box.sizes(), policy, sample)
    if not drawn:
        return None
    opened = {pool: box.take(pool, positions) for pool, positions in drawn.items()}
    release = next_picture(question, asking, _last(box), opened)
    for pool in drawn:
        box.lock(pool)
    box.add(release)
    return release


def release_finally(
    box: BallotBox, question: Question, asking: Asking, policy: Policy, earlier: Sequence[Release]
) -> list[str]:
    """Add the last release of an asking, and return its written answers, in a meaningless order.

    `earlier` are the final releases of its former rounds. The ballots of a suppressed group stay in
    the box, unread, and are destroyed with it.
    """
    policy = replace(policy, threshold=question.shown_from(policy.threshold))
    if question.takes_text:
        return _release_written(box, question, asking, policy, earlier)
    sizes, previous = box.sizes(), _last(box)
    verdicts = {
        pool: at_close(
            sizes.get(pool, 0), _was_shown(previous, pool), policy, voters_shown(earlier, pool)
        )
        for pool in pools(asking.mode)
    }
    leaving = [pool for pool, verdict in verdicts.items() if not verdict.withholds]
    opened = {pool: box.take(pool, range(sizes.get(pool, 0))) for pool in leaving}
    told = {pool: sizes.get(pool, 0) if pool in leaving else 0 for pool in pools(asking.mode)}
    paper = {
        pool: (counts, at_close(told[pool] + counts.voters, _was_shown(previous, pool), policy, ()))
        for pool in pools(asking.mode)
        if (counts := paper_in(pool, asking.mode, asking.paper))
        and takes_paper(
            counts.voters,
            verdicts[pool],
            policy,
            paper_shown(earlier, pool),
            alone=_stands_alone(asking, pool, sizes),
        )
    }
    box.add(final_picture(question, asking, previous, verdicts, opened, paper))
    return []


def _stands_alone(asking: Asking, pool: str, sizes: Mapping[str, int]) -> bool:
    """Whether paper may be shown without phones beside it; decided by what everybody knows.

    The desk types paper at will. Of a side, that nobody of it had joined by phone when people were
    last counted: were the ballots looked at, k typed ones would ask whether a lone latecomer is of
    it. Of everyone together the turnout tells whether anybody has voted.
    """
    if asking.mode is Mode.TOGETHER:
        return not sizes.get(pool)
    return asking.joined is not None and asking.joined.as_numbers()[pool] == 0


def _release_written(
    box: BallotBox, question: Question, asking: Asking, policy: Policy, earlier: Sequence[Release]
) -> list[str]:
    """The same for answers in words: empty ones do not count, and too few are destroyed unread.

    Nobody reads those: they leave neither this function nor the box for anywhere.
    """
    written = {pool: _written_in(box, pool, policy) for pool in pools(asking.mode)}
    verdicts = {
        pool: at_close(len(ballots), False, policy, voters_shown(earlier, pool))
        for pool, ballots in written.items()
    }
    box.add(final_picture(question, asking, _last(box), verdicts, written, {}))
    return [
        ballot.text or ""
        for pool, ballots in written.items()
        if not verdicts[pool].withholds
        for ballot in ballots
    ]


def _written_in(box: BallotBox, pool: str, policy: Policy) -> list[Ballot]:
    """The ballots that contain a text. Where even all ballots would be too few, none is opened."""
    size = box.sizes().get(pool, 0)
    return (
        [ballot for ballot in box.take(pool, range(size)) if ballot.text]
        if size >= policy.threshold
        else []
    )


def release_void(box: BallotBox, asking: Asking) -> Release:
    """The last release of an asking whose key is lost: none of it is read, and it says so."""
    release = void_picture(asking, _last(box))
    box.add(release)
    return release


def _last(box: BallotBox) -> Release | None:
    return next(reversed(box.releases()), None)


def _was_shown(previous: Release | None, pool: str) -> bool:
    return previous is not None and isinstance(previous.groups[pool], Counts)
