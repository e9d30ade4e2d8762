"""Leader election: the lease by which one of several workers runs all ticks."""

import time

import sqlalchemy as sa

_LEADING = 0x6C65616473  # the advisory lock of whoever leads
HELD_SECONDS = 2.0
"""How long the lease is valid after a check: less than the next worker waits before its first tick.
"""

FROZEN_MS = 4000
"""Milliseconds after which PostgreSQL ends the lease of a worker that is frozen or lost.
"""


class Lease:
    """An advisory lock on a connection of its own.

    However that connection ends, PostgreSQL gives the lock to the next worker that asks.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: sa.Connection | None = None
        self._until = 0.0

    def is_held(self) -> bool:
        """Whether it was held a moment ago, without asking PostgreSQL."""
        return time.monotonic() < self._until

    def renew(self) -> None:
        """Take the lease if it is free, or check that it is still ours.

        Blocks for as long as a connection may take.
        """
        asked = time.monotonic()
        try:
            is_ours = self._ask()
        except sa.exc.SQLAlchemyError:
            self.close()
        else:
            self._until = asked + HELD_SECONDS if is_ours else 0.0

    def close(self) -> None:
        """Release the lease."""
        self._until = 0.0
        if self._connection:
            self._connection.close()
        self._connection = None

    def _ask(self) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            )
            self._connection.detach()  # its end is the lock's: it must not go on in the pool
            self._connection.exec_driver_sql(f"SET idle_session_timeout = {FROZEN_MS}")
        ours = sa.select(sa.func.pg_try_advisory_lock(_LEADING))
        return bool(self._connection.scalar(sa.select(sa.true()) if self.is_held() else ours))
