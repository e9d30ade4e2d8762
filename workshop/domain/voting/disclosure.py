"""Disclosure control: sizes and a policy in, "these may leave now" or "not yet" out.

It never sees a choice.

The lagged pool release: at a tick, a group whose pool holds at least k + r ballots lets a uniformly
random subset leave, all but r. Whoever watches the room and subtracts two releases learns of k or
more people at once, drawn from a pool that always kept a reserve. The schedule depends on counts
and clock only: were a release held back "until answers are mixed", holding back would itself tell
that they are not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from workshop.domain.voting.participant import Joined, PartnerGroup

TOGETHER = "together"
THRESHOLDS = range(3, 11)
DEFAULT_THRESHOLD = 5
TICK_SECONDS = 2.0
EXACT_TURNOUT_FROM = 20
BANDS = ((0.80, "from_80"), (0.50, "50_79"), (0.25, "25_49"))

Sample = Callable[[int, int], Sequence[int]]
"""`sample(n, m)` draws m distinct positions below n, every subset equally likely."""


class Mode(StrEnum):
    """Whether each group is shown by itself or everyone as one.

    Fixed at a question's first opening for all its passes and rounds.
    """

    SPLIT = "split"
    TOGETHER = TOGETHER


@dataclass(frozen=True)
class Policy:
    """Frozen when the session opens: threshold k, reserve r (2k), seconds between ticks."""

    threshold: int = DEFAULT_THRESHOLD
    reserve: int = 2 * DEFAULT_THRESHOLD
    tick_seconds: float = TICK_SECONDS

    @classmethod
    def for_threshold(cls, threshold: int) -> "Policy":
        """The policy of a plan's threshold, people."""
        return cls(threshold, 2 * threshold)


class Verdict(Enum):
    """What may leave at close: nothing (for one of two reasons), the veil's part, or everything."""

    FEWER_THAN_K = auto()
    TOO_NEAR = auto()
    VEIL_IF_ALIKE = auto()
    PUBLISH = auto()

    @property
    def withholds(self) -> bool:
        """Whether nothing leaves."""
        return self in (Verdict.FEWER_THAN_K, Verdict.TOO_NEAR)


def mode_at_opening(snapshot: Joined | None, policy: Policy) -> Mode:
    """The mode of a question: split only if both sides can be shown.

    Withholding one side would name it (complementary suppression). Without a snapshot of who joined
    by phone everyone is one group.
    """
    both = snapshot is not None and min(snapshot.northern, snapshot.southern) >= policy.threshold
    return Mode.SPLIT if both else Mode.TOGETHER


def pools(mode: Mode) -> tuple[str, ...]:
    """The pools of a mode."""
    return tuple(group.value for group in PartnerGroup) if mode is Mode.SPLIT else (TOGETHER,)


def pool_of(mode: Mode, group: PartnerGroup) -> str:
    """The pool of a group's ballots."""
    return group.value if mode is Mode.SPLIT else TOGETHER


def draw(
    pool_sizes: Mapping[str, int], policy: Policy, sample: Sample
) -> dict[str, tuple[int, ...]]:
    """Which positions of which pools may leave at this tick; a pool that must wait is absent.

    Each pool on its own: with |P| ≥ k + r, a random subset of |P| − r leaves and r stay. The
    reserve is what keeps the last to vote from being read off the next release, so a release never
    empties the pool. Pools are drawn in the order of their names: which group voted first must not
    decide which chance it gets.
    """
    ready = {
        pool: size for pool, size in pool_sizes.items() if size >= policy.threshold + policy.reserve
    }
    return {
        pool: tuple(sample(ready[pool], ready[pool] - policy.reserve)) for pool in sorted(ready)
    }


def at_close(
    pool_size: int, has_been_shown: bool, policy: Policy, earlier_rounds: Iterable[int]
) -> Verdict:
    """What may leave of a group when its question closes.

    `pool_size` is what is still in the pool, of written answers those in which something is
    written; `earlier_rounds` are the voters of every published round of the same question and pass.
    A repeated round whose number of voters differs by 1 … k − 1 from one of them is withheld,
    because it is too near: whoever subtracts the two would read off the few who came or left.
    """
    if has_been_shown:
        return Verdict.PUBLISH
    if pool_size < policy.threshold:
        return Verdict.FEWER_THAN_K
    if any(0 < abs(pool_size - voters) < policy.threshold for voters in earlier_rounds):
        return Verdict.TOO_NEAR
    return (
        Verdict.VEIL_IF_ALIKE if pool_size < policy.threshold + policy.reserve else Verdict.PUBLISH
    )


def takes_paper(
    paper: int, verdict: Verdict, policy: Policy, earlier_paper: Iterable[int], *, alone: bool
) -> bool:
    """Whether a group's paper ballots are added at close.

    Whoever entered them can take them off the sum again. So they must be k by themselves, and the
    phones' ballots beside them fit to be shown alone (`verdict`); or the paper may stand `alone`,
    which is decided without a look at who of the group voted by phone. `earlier_paper` are the
    paper ballots in every published round of the same question and pass.
    """
    if paper < policy.threshold or any(
        0 < abs(paper - earlier) < policy.threshold for earlier in earlier_paper
    ):
        return False
    return not verdict.withholds or (alone and verdict is Verdict.FEWER_THAN_K)


def turnout_band(voted: int, joined: int) -> str:
    """The turnout of a small room in bands, so that a single vote does not show on the wall."""
    if voted == 0:
        return "none"
    share = voted / max(joined, voted)
    return next((band for least, band in BANDS if share >= least), "under_25")
