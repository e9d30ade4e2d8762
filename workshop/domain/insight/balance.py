"""The balanced result: both groups weigh the same, however many people each sent.

It is made of releases, never of tallies.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from workshop.domain.insight.finding import SIDES
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Counts, Release

BALANCED, PLAIN = "balanced", "plain"
HUNDRED = 100


def balance(question: Question, release: Release) -> Mapping[str, Counts] | None:
    """Of a hundred answers, how many fall on each choice: `balanced` and, beside it, `plain`.

    Balanced: (n/N + s/S) / 2, with n of N Northern and s of S Southern voters on a choice (each
    group a stratum of weight ½: post-stratification, D. Holt and T. M. F. Smith, 1979). Plain: (n +
    s) / (N + S), every answer the same. Both are made of the two published groups and of nothing
    else, so they tell no more than the release does; None unless both are shown with all their
    counts, and for own choices, which lie on no scale. "Neither" is in neither. Rounded to whole
    hundredths that add up (largest remainder).
    """
    sides = [release.groups.get(side) for side in SIDES]
    shown = [side for side in sides if isinstance(side, Counts)]
    if question.scale is None or len(shown) < len(SIDES):
        return None
    northern, southern = shown
    cells = list(
        zip(
            (*northern.counts, northern.no_answer),
            (*southern.counts, southern.no_answer),
            strict=True,
        )
    )
    voters = northern.voters + southern.voters
    balanced = [(Fraction(n, northern.voters) + Fraction(s, southern.voters)) / 2 for n, s in cells]
    return {
        BALANCED: _of_a_hundred(balanced),
        PLAIN: _of_a_hundred([Fraction(n + s, voters) for n, s in cells]),
    }


def _of_a_hundred(shares: Sequence[Fraction]) -> Counts:
    whole = [int(share * HUNDRED) for share in shares]
    remainders = sorted(range(len(shares)), key=lambda cell: whole[cell] - shares[cell] * HUNDRED)
    for cell in remainders[: HUNDRED - sum(whole)]:
        whole[cell] += 1
    *counts, no_answer = whole
    return Counts(HUNDRED, tuple(counts), no_answer)
