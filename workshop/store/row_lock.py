"""Whose turn it is, where several workers share a PostgreSQL: one at a time writes to a session, one of all leads."""

import time

import sqlalchemy as sa

from workshop.store import tables

_LEADING = 0x6C65616473  # the advisory lock of whoever leads
_SERVING = 0x736572766573  # the one that all who serve hold together, or one alone
HELD_SECONDS = 2.0
"""How long a lead is good for once it was seen to be held: no longer than the next one waits before the first tick."""

FROZEN_MS = 4000
"""Milliseconds after which PostgreSQL takes the lead from whoever asks for it no more: frozen, or on a lost machine."""


def take_turn(connection: sa.Connection, code: str) -> None:
    """Wait until no other worker is at this session, and keep it until the end of the transaction.

    What is read after this is what the last one left. SQLite has one writer at a time anyway.
    """
    if connection.dialect.name == "postgresql":
        mine = sa.select(tables.session.c.code).where(tables.session.c.code == code)
        connection.execute(mine.with_for_update())


class Presence:
    """That somebody serves on this PostgreSQL: an advisory lock of a connection that ends with the process.

    A process that is frozen still holds it. PostgreSQL sees within a quarter of a minute that a machine is lost.
    """

    GONE_IS_SEEN = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3"
    PATIENCE_SECONDS = 3.0  # a server that was killed just now is still on its way out

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: sa.Connection | None = None

    def join(self) -> bool:
        """Be one of those who serve; whether nobody else does."""
        was_alone = self._ask("pg_try_advisory_lock")
        self._ask("pg_advisory_lock_shared")  # waits while somebody is finding out whether they are alone
        if was_alone:
            self._ask("pg_advisory_unlock")
        return was_alone

    def claim(self) -> bool:
        """Be the only one; whether that is granted."""
        end = time.monotonic() + self.PATIENCE_SECONDS
        while not (is_ours := self._ask("pg_try_advisory_lock")) and time.monotonic() < end:
            time.sleep(0.1)
        return is_ours

    def renew(self) -> None:
        """See that it is still held; to be called every second, since PostgreSQL may have been away."""
        try:
            if self._connection is None:
                self.join()
            else:
                self._connection.scalar(sa.select(sa.true()))
        except sa.exc.SQLAlchemyError:
            self.close()

    def close(self) -> None:
        """Serve no more."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _ask(self, function: str) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection.detach()
            self._connection.exec_driver_sql(self.GONE_IS_SEEN)
        lock = getattr(sa.func, function)(sa.cast(_SERVING, sa.BigInteger))
        return self._connection.scalar(sa.select(lock)) is True


class Lease:
    """The lead: an advisory lock of a connection of its own. However that ends, PostgreSQL gives it to the next."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: sa.Connection | None = None
        self._until = 0.0

    def is_held(self) -> bool:
        """Whether it was held a moment ago; asks nobody."""
        return time.monotonic() < self._until

    def renew(self) -> None:
        """Take it if it is free, or see that it is still ours. Blocks for as long as a connection may take."""
        asked = time.monotonic()
        try:
            is_ours = self._ask()
        except sa.exc.SQLAlchemyError:
            self.close()
        else:
            self._until = asked + HELD_SECONDS if is_ours else 0.0

    def close(self) -> None:
        """Let somebody else lead."""
        self._until = 0.0
        if self._connection:
            self._connection.close()
        self._connection = None

    def _ask(self) -> bool:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection.detach()  # its end is the lock's: it must not go on in the pool
            self._connection.exec_driver_sql(f"SET idle_session_timeout = {FROZEN_MS}")
        ours = sa.select(sa.func.pg_try_advisory_lock(_LEADING))
        return bool(self._connection.scalar(sa.select(sa.true()) if self.is_held() else ours))
