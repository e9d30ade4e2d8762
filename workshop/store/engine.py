"""Opens the database, SQLite or the one at WORKSHOP_DATABASE_URL, and migrates it first."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from workshop.store.backups import backup_before_migration

_QUIET: Any = {"hide_parameters": True}  # an error message must not carry a token or a ballot
_THERE = {
    "synchronous_commit": "on",
    "lock_timeout": 5000,  # ms a worker waits for another's row lock
    "idle_in_transaction_session_timeout": (
        10000
    ),  # ms after which a worker that froze in a transaction loses it
}
_HERE = {"connect_timeout": 5, "tcp_user_timeout": 10000}  # seconds, ms
_MIGRATING = (
    0x706F776572  # PostgreSQL's advisory lock while tables are made: two workers may start at once
)
_MIGRATIONS = Path(__file__).parent / "migrations"


class UnusableDatabase(Exception):
    """A database that cannot be opened or migrated; the message says why and what to do."""


def open_engine(url: str) -> sa.Engine:
    """An engine on a database with current tables; a backup is made before a migration.

    Raises UnusableDatabase; the database is then as it was.
    """
    address = sa.make_url(url)
    if address.drivername == "postgresql":
        address = address.set(
            drivername="postgresql+psycopg2"
        )  # psycopg 3 freezes every green thread per query
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)
    try:
        _migrate(engine)
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
        why = str(getattr(error, "orig", error)).splitlines()[
            0
        ]  # without the statement: it would say nothing
        remedy = (
            ""
            if address.get_backend_name() == "sqlite"
            else " Start it or correct WORKSHOP_DATABASE_URL."
        )
        raise UnusableDatabase(
            f"The database at {address!s} cannot be used: {why}. Nothing in it was changed.{remedy}"
        ) from None
    return engine


def checkpoint(engine: sa.Engine) -> None:
    """Fold SQLite's write-ahead log into the database and empty it: it keeps deleted rows."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _sqlite(address: sa.URL) -> sa.Engine:
    if address.database:
        Path(address.database).touch(mode=0o600)  # before SQLite would make it readable for others
    # One connection, used by one thread at a time (see SqlStore): closing the last would
    # checkpoint, opening costs more than a vote.
    engine = sa.create_engine(
        address, poolclass=StaticPool, connect_args={"check_same_thread": False}, **_QUIET
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _postgresql(address: sa.URL) -> sa.Engine:
    """The engine for PostgreSQL.

    A commit is on disk whatever the server's own setting is, and no lock is waited for without end.
    """
    options = " ".join(f"-c {name}={value}" for name, value in _THERE.items())
    return sa.create_engine(
        address, connect_args={"options": options, **_HERE}, pool_pre_ping=True, **_QUIET
    )


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = (
        None  # transactions begin when we say so, not at the driver's first write
    )
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # with NORMAL a power cut takes acknowledged ballots with it
        "secure_delete=ON",  # a deleted ballot's bytes are overwritten
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "busy_timeout=5000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: sa.Engine) -> None:
    """Bring the tables up to date, if they are not: importing alembic takes a second."""
    revision = _revision(engine)
    if revision == _newest_revision():
        return
    if revision and revision > _newest_revision():
        raise UnusableDatabase(
            f"The database at {engine.url!s} was written by a newer release of this program. Use"
            " that one."
        )
    if revision and engine.dialect.name == "sqlite" and engine.url.database:
        backup_before_migration(Path(engine.url.database), revision)
    from alembic import command
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: sa.Engine) -> str | None:
    with engine.begin() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return revision


def _newest_revision() -> str:
    return max(path.name.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def make_folder(folder: Path) -> None:
    """Make the data folder, readable by this account only, or make an existing one so."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "nt" and folder.stat().st_uid == os.geteuid():
        folder.chmod(0o700)


def lock_folder(folder: Path) -> int:
    """Lock the data folder for this process; returns the descriptor that holds the lock.

    Raises BlockingIOError. Two processes would each keep their own keys and commit over one
    another's heads.
    """
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return descriptor
