"""The identity check: database, data folder and folder of keys must belong to one server.

They hold a fingerprint of the server's secret. A worker that starts on a folder which is not its
database's (a share not mounted, a name misspelt, a secret lost) would take every key for lost, and
destroy others' as strays. So it does not start.
"""

from pathlib import Path

import sqlalchemy as sa

from workshop.domain.voting.session import AskingState
from workshop.store import tables
from workshop.store.engine import UnusableDatabase
from workshop.store.keys import keys_in, mark, mark_of
from workshop.store.presence import Presence

_FINGERPRINT = "fingerprint"
KEYS = "keys"


def read_value(connection: sa.Connection, name: str) -> str | None:
    """The value stored in the database under this name."""
    value: str | None = connection.scalar(
        sa.select(tables.server.c.value).where(tables.server.c.name == name)
    )
    return value


def write_value(connection: sa.Connection, name: str, value: str) -> None:
    """Store a value under this name."""
    connection.execute(sa.delete(tables.server).where(tables.server.c.name == name))
    connection.execute(sa.insert(tables.server).values(name=name, value=value))


def check_same(engine: sa.Engine, folder: Path, ours: str | None) -> None:
    """Raise UnusableDatabase if database and data folder belong to different servers.

    `ours` is the fingerprint of the folder's secret; None if there is no secret.
    """
    with engine.connect() as connection:
        theirs = read_value(connection, _FINGERPRINT)
        states = {
            row.id: row.state
            for row in connection.execute(sa.select(tables.asking.c.id, tables.asking.c.state))
        }
    marked, keys = mark_of(folder / KEYS), keys_in(folder / KEYS)
    is_same = theirs == ours == marked
    # of a database from before there were fingerprints: a folder without the keys of its open
    # questions is not its own
    opened = {asking for asking, state in states.items() if state == AskingState.OPEN}
    is_new = theirs is None and marked in ("", ours) and opened <= keys <= states.keys()
    if not is_same and not is_new:
        raise _stranger(engine, folder)


def belong_together(engine: sa.Engine, folder: Path, ours: str) -> None:
    """Store the fingerprint in both, where it is missing.

    Of several workers, the first one wins.
    """
    try:
        with engine.begin() as connection:
            if read_value(connection, _FINGERPRINT) is None:
                write_value(connection, _FINGERPRINT, ours)
    except sa.exc.IntegrityError:  # another was faster
        pass
    with engine.connect() as connection:
        if read_value(connection, _FINGERPRINT) != ours:
            raise _stranger(engine, folder)
    if mark_of(folder / KEYS) != ours:
        mark(folder / KEYS, ours)


def serve_alone(engine: sa.Engine) -> Presence | None:
    """The lock that shows on PostgreSQL that this server serves alone. Raises UnusableDatabase."""
    if engine.dialect.name != "postgresql":
        return None  # the data folder's lock, or the file's, says it
    presence = Presence(engine)
    if not presence.claim():
        presence.close()
        raise UnusableDatabase(
            f"Another server is using the database at {engine.url!s}. Stop it first, or give this"
            " one the same WORKSHOP_REDIS_URL and WORKSHOP_DATA: see docs/deploying.md, Several"
            " workers."
        )
    return presence


def adopt(engine: sa.Engine, folder: Path, ours: str) -> None:
    """Make database and folder belong together, whatever they belonged to before."""
    with engine.begin() as connection:
        write_value(connection, _FINGERPRINT, ours)
    mark(folder / KEYS, ours)


def _stranger(engine: sa.Engine, folder: Path) -> UnusableDatabase:
    return UnusableDatabase(
        f"The database at {engine.url!s} and the data folder {folder} do not belong to the same"
        " server. Nothing was changed in them. Mount the folder, or correct WORKSHOP_DATA,"
        " WORKSHOP_DATABASE_URL or WORKSHOP_SECRET_KEY. Only if the right folder, its keys/ or its"
        " secret.key are lost for good: python -m workshop adopt makes these two belong together,"
        " and questions that are open now will be void."
    )
