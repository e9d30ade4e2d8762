"""Backups of the SQLite database: one before each migration, and those that a person makes.

A backup must not remember for the program what it was told to forget. So the one before a migration
goes as soon as there is anything to forget, and one made by a person holds no ballot and no mark at
all: what is open is void in it.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_BEFORE = ".before-"
_FORGOTTEN_IN_COPIES = ("ballot", "marked_off")


class UnusableBackup(Exception):
    """A database that cannot be backed up or restored; the message says why, for people."""


def backup_before_migration(database: Path, revision: str) -> None:
    """Put a backup beside the database, named by its revision. Raises OSError or sqlite3.Error."""
    _copy(database, database.with_name(f"{database.name}{_BEFORE}{revision}"))


def delete_migration_backups(database: Path) -> None:
    """Delete the backups made before migrations."""
    for copy in database.parent.glob(f"{database.name}{_BEFORE}*"):
        copy.unlink()


def back_up(database: Path, target: Path) -> None:
    """Back up the database without ballots and marks, also while a server runs.

    Raises UnusableBackup.
    """
    if not database.is_file():
        raise UnusableBackup(f"There is no database at {database}.")
    if target.exists():
        raise UnusableBackup(f"{target} exists already. Give the copy another name.")
    with _put_in_place(target, "The copy could not be made") as half_done:
        _copy(database, half_done, without=_FORGOTTEN_IN_COPIES)


def restore(copy: Path, database: Path) -> None:
    """Restore a backup into a data folder without a database.

    Raises UnusableBackup, changing nothing.
    """
    if database.exists():
        raise UnusableBackup(
            f"{database} exists. Restore into an empty folder (WORKSHOP_DATA), or move it away"
            " first."
        )
    if not copy.is_file():
        raise UnusableBackup(f"There is no file {copy}.")
    _check(copy)
    with _put_in_place(database, f"{copy} could not be restored") as half_done:
        _copy(copy, half_done)


@contextmanager
def _put_in_place(target: Path, otherwise: str) -> Iterator[Path]:
    """A temporary file that replaces the target once it is whole. Raises UnusableBackup."""
    half_done = target.with_name(f"{target.name}.part")
    try:
        yield half_done
        half_done.rename(target)
    except (sqlite3.Error, OSError) as error:
        raise UnusableBackup(f"{otherwise}: {error}") from None
    finally:
        half_done.unlink(missing_ok=True)


def _copy(source: Path, target: Path, without: Sequence[str] = ()) -> None:
    """Make a consistent copy, whatever writes to the source meanwhile.

    It is made in memory: what is left out is never on the copy's disk, wherever this is killed.
    """
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)  # before SQLite would make it readable for others
    with _opened(source) as connection, _opened(":memory:") as memory:
        connection.backup(memory)
        for table in without:
            memory.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own
        memory.execute("VACUUM INTO ?", (str(target),))
    _flush(target)


def _check(copy: Path) -> None:
    problem = UnusableBackup(f"{copy} is no database of this program, or it is damaged.")
    try:
        with _opened(copy) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise problem
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
            connection.execute("SELECT count(*) FROM asking").fetchone()
    except sqlite3.Error:
        raise problem from None


@contextmanager
def _opened(path: Path | str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        yield connection
    finally:
        connection.close()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
