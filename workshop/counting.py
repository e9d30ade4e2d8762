"""From the box to a release: what may leave is decided on sizes, and only what leaves is opened.

Both functions run inside one transaction: drawn ballots, locks and the release are on disk together, or not at all.
"""

from collections.abc import Sequence
from dataclasses import replace

from workshop.domain.disclosure import Policy, Sample, Verdict, at_close, draw, pools, takes_paper
from workshop.domain.paper import paper_in
from workshop.domain.question import Question
from workshop.domain.release import Counts, Release
from workshop.domain.session import Asking
from workshop.domain.tally import final_picture, next_picture, paper_shown, void_picture, voters_shown
from workshop.ports import Box


def release_pools(box: Box, question: Question, asking: Asking, policy: Policy, sample: Sample) -> Release | None:
    """The tick of a streaming question: the next picture, or None while every pool must wait."""
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
    box: Box, question: Question, asking: Asking, policy: Policy, earlier: Sequence[Release]
) -> list[str]:
    """Add the last picture of an asking, and return what was written in it, in an order that means nothing.

    `earlier` are the final releases of its former rounds. The ballots of a suppressed group stay in the box, unread,
    and are destroyed with it.
    """
    sizes, previous = box.sizes(), _last(box)
    policy = replace(policy, threshold=question.shown_from(policy.threshold))
    verdicts = {
        pool: at_close(sizes.get(pool, 0), _was_shown(previous, pool), policy, voters_shown(earlier, pool))
        for pool in pools(asking.mode)
    }
    leaving = [pool for pool, verdict in verdicts.items() if verdict is not Verdict.SUPPRESS]
    opened = {pool: box.take(pool, range(sizes.get(pool, 0))) for pool in leaving}
    paper = {
        pool: (counts, at_close(sizes.get(pool, 0) + counts.voters, _was_shown(previous, pool), policy, ()))
        for pool in pools(asking.mode)
        if (counts := paper_in(pool, asking.mode, asking.paper))
        and takes_paper(sizes.get(pool, 0), counts.voters, verdicts[pool], policy, paper_shown(earlier, pool))
    }
    box.add(final_picture(question, asking, previous, verdicts, opened, paper))
    return [ballot.text for ballots in opened.values() for ballot in ballots if ballot.text]


def release_void(box: Box, asking: Asking) -> Release:
    """The last release of an asking whose key is lost: nothing of it is read, and it says so."""
    release = void_picture(asking, _last(box))
    box.add(release)
    return release


def _last(box: Box) -> Release | None:
    return next(reversed(box.releases()), None)


def _was_shown(previous: Release | None, pool: str) -> bool:
    return previous is not None and isinstance(previous.groups[pool], Counts)
