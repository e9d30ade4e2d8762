"""Presence on PostgreSQL: an advisory lock, shared by workers, or exclusive for one alone."""

import time

import sqlalchemy as sa

_SERVING = 0x736572766573  # the one that all who serve hold together, or one alone


class Presence:
    """The lock of a server that serves on this PostgreSQL; it ends with the process.

    A process that is frozen still holds it. PostgreSQL sees within a quarter of a minute that a
    machine is lost.
    """

    GONE_IS_SEEN = (
        "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3"
    )
    PATIENCE_SECONDS = 3.0  # a server that was killed just now is still on its way out

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: sa.Connection | None = None

    def join(self) -> bool:
        """Take the lock with others; whether nobody else has it."""
        was_alone = self._ask("pg_try_advisory_lock")
        self._ask(
            "pg_advisory_lock_shared"
        )  # waits while somebody is finding out whether they are alone
        if was_alone:
            self._ask("pg_advisory_unlock")
        return was_alone

    def claim(self) -> bool:
        """Take the lock alone; whether that is granted."""
        end = time.monotonic() + self.PATIENCE_SECONDS
        while not (is_ours := self._ask("pg_try_advisory_lock")) and time.monotonic() < end:
            time.sleep(0.1)
        return is_ours

    def renew(self) -> None:
        """Check every second that the lock is still held: PostgreSQL may have been away."""
        try:
            if self._connection is None:
                self.join()
            else:
                self._connection.scalar(sa.select(sa.true()))
        except sa.exc.SQLAlchemyError:
            self.close()

    def close(self) -> None:
        """Release the lock."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _ask(self, function: str) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            )
            self._connection.detach()
            self._connection.exec_driver_sql(self.GONE_IS_SEEN)
        lock = getattr(sa.func, function)(sa.cast(_SERVING, sa.BigInteger))
        return self._connection.scalar(sa.select(lock)) is True
