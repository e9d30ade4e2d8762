"""Group commit: everything that waits for the write lock goes into one transaction.

So a slow disk is flushed once per batch, not once for each write. Under a burst a batch is as large
as what arrived during the last one. What a batch does is on disk before any of it is acknowledged.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

import sqlalchemy as sa

from workshop.domain.errors import StoreUnavailable
from workshop.store.fair_lock import FairLock

MOST_AT_ONCE = 256


class PendingWrite:
    """A write that waits for its batch."""

    is_settled = False
    refusal: Exception | None = None

    def settle(self, refusal: Exception | None = None) -> None:
        """Set the outcome: done, or refused with this exception."""
        self.is_settled, self.refusal = True, refusal


A = TypeVar("A", bound=PendingWrite)
BatchWork = Callable[[sa.Connection, Sequence[A]], Mapping[A, Exception]]
"""Does a batch in a transaction. Returns the refused ones; it has written nothing for those."""


class GroupCommit(Generic[A]):
    """A queue of writes that are done in batches.

    `work` takes a batch and settles each of it, whatever happens.
    """

    def __init__(self, turn: FairLock, work: Callable[[Sequence[A]], None]) -> None:
        self._turn = turn
        self._work = work
        self._waiting: deque[A] = deque()

    def do(self, one: A) -> None:
        """Return when this write is done, most often in another's batch. Raises its refusal."""
        self._waiting.append(one)
        with self._turn:
            while not one.is_settled:
                self._do_some()
        if one.refusal:
            raise one.refusal

    def do_all(self) -> None:
        """Do every write that waits; to be called by who holds the lock."""
        while self._waiting:
            self._do_some()

    def _do_some(self) -> None:
        self._work([self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))])


def commit(engine: sa.Engine, batch: Sequence[A], work: BatchWork[A]) -> Exception | None:
    """Do a batch in one transaction and settle each write of it.

    Returns the exception that kept it off the disk, if any.
    """
    refused: Mapping[A, Exception] = {}
    fault: Exception | None = None
    try:
        with engine.begin() as connection:
            refused = work(connection, batch)
    except Exception as error:  # whatever it was, none of the batch may be acknowledged
        refused, fault = dict.fromkeys(batch, StoreUnavailable()), error
    except BaseException:  # nor may anybody wait for ever, should this thread be made to stop
        refused = dict.fromkeys(batch, StoreUnavailable())
        raise
    finally:
        for one in batch:
            one.settle(refused.get(one))
    return fault
