"""The snapshot: how many people of each group had joined by phone at an opening.

Mode, comparison and the numbers per group are told from it alone. Counted anew at every opening,
these numbers would tell the group of whoever came alone between two of them. So they are counted
anew only when k people or more are new, and the old ones hold until then. Whether it is time
depends on how many people came, and on nobody's group.
"""

from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.participant import Joined


def is_due(held: Joined | None, joined: int, newcomers: int, policy: Policy) -> bool:
    """Whether an opening counts anew.

    `newcomers` joined, or chose another group, since the snapshot that is `held`.
    """
    return (joined if held is None else newcomers) >= policy.threshold
