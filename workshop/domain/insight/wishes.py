"""The wishes: how far each group wants a decision to move, should be − today.

They are made of releases, never of tallies.
"""

from collections.abc import Mapping
from enum import StrEnum

from workshop.domain.insight.finding import SIDES, speakers, spot
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Release

STAYS_WITHIN = (
    0.5  # steps; a median that moves by less has not left the step it stood in the middle of
)


class Move(StrEnum):
    """The direction in which a group wishes a decision to move along its scale."""

    UP = "up"
    DOWN = "down"
    STAY = "stay"


def wishes(
    question: Question, today: Release | None, should_be: Release | None
) -> Mapping[str, float]:
    """By group, the steps of the scale it wishes a decision to move: median should be − today.

    Medians are interpolated (`finding.interpolated_median`). Positive is towards the end of the
    scale. A group without a median in both passes, withheld or veiled in one of them, has no wish
    here.
    """
    if today is None or should_be is None:
        return {}
    spots = {
        group: (
            spot(question, today.groups[group]).at,
            spot(question, should_be.groups.get(group)).at,
        )
        for group in speakers(today)
    }
    return {
        group: wished - now
        for group, (now, wished) in spots.items()
        if now is not None and wished is not None
    }


def move(wish: float) -> Move:
    """The direction of a wish; less than half a step is a wish to stay."""
    if abs(wish) < STAYS_WITHIN:
        return Move.STAY
    return Move.UP if wish > 0 else Move.DOWN


def common_ground(wished: Mapping[str, float]) -> Move | None:
    """The move that both sides wish for; None where they differ or one has no wish."""
    moves = {move(wished[side]) for side in SIDES if side in wished}
    return next(iter(moves)) if len(moves) == 1 and all(side in wished for side in SIDES) else None
