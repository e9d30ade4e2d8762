"""An older release's database is copied and migrated with all that was in it; copies keep nothing
to be forgotten.
"""

import sqlite3
import stat
from pathlib import Path

import pytest

from tests.store.conftest import OpenStore
from tests.store.contract import PLACE, close, counted, opened
from tests.store.stores import DATABASE, sqlite_store
from workshop.domain.voting.ballot_box import Ballot
from workshop.store.backups import UnusableBackup, back_up, restore
from workshop.store.engine import UnusableDatabase
from workshop.store.store import SqlStore

PEOPLE = [f"{side}{number}" for side in "ns" for number in range(3)]
BACKWARDS = {
    "0007": ["DROP TABLE newcomer"],
    "0006": [
        "DROP TABLE server",
        *(f"ALTER TABLE session DROP COLUMN {day}" for day in ("used_on", "ended_on", "due_since")),
    ],
    "0005": ["ALTER TABLE session DROP COLUMN baseline"],
    "0004": ["ALTER TABLE facilitator_key DROP COLUMN name"],
    "0003": ["DROP TABLE written", "ALTER TABLE asking DROP COLUMN paper"],
    "0002": ["DROP TABLE agreement"],
    "0001": ["DROP TABLE slip"],
}
"""What makes the tables those of this revision, from the ones of the next."""


def as_of(database: Path, revision: str) -> None:
    """The same database as that release would have written it."""
    with sqlite3.connect(database) as connection:
        for older, statements in BACKWARDS.items():
            if older >= revision:
                for statement in statements:
                    connection.execute(statement)
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


@pytest.mark.parametrize("revision", ["0005", "0003", "0001"])
def test_an_older_database_is_copied_and_migrated_in_the_middle_of_a_question(
    data: Path, open_store: OpenStore, revision: str
) -> None:
    store, database = open_store(), data / DATABASE
    opened(store)
    for person in PEOPLE:
        store.cast("AAAAAA", person, PLACE, Ballot((1 if person[0] == "n" else 4,)), 1)
    store.close()
    as_of(database, revision)
    store = open_store()
    (copy,) = data.glob("*.before-*")
    assert copy.name == f"workshop.sqlite3.before-{revision}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert rows(copy, "ballot") == 6
    store.cast("AAAAAA", "n0", PLACE, Ballot((0,)), 2)
    assert counted(store).keys() == {"northern", "southern"}
    assert sorted(counted(store)["northern"]) == [(0,), (1,), (1,)]
    assert counted(store)["southern"] == [(4,)] * 3
    close(store)
    store.forget("asking-AAAAAA")
    assert not list(data.glob("*.before-*")), "the copy would remember what the close has forgotten"


def test_a_newer_releases_database_is_left_alone(data: Path, open_store: OpenStore) -> None:
    open_store().close()
    with sqlite3.connect(data / DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (data / DATABASE).read_bytes()
    with pytest.raises(UnusableDatabase, match="newer release"):
        open_store()
    assert (data / DATABASE).read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone_and_said(
    data: Path, open_store: OpenStore
) -> None:
    letter = b"a letter to a friend" * 100
    (data / DATABASE).write_bytes(letter)
    with pytest.raises(UnusableDatabase, match="cannot be used: file is not a database"):
        open_store()
    assert (data / DATABASE).read_bytes() == letter


def test_an_open_store_is_backed_up_without_ballots_and_restored_elsewhere(
    data: Path, store: SqlStore, tmp_path: Path
) -> None:
    kept, elsewhere = tmp_path / "kept.sqlite3", tmp_path / "elsewhere"
    asking = opened(store).askings[0]
    for person in PEOPLE:
        store.cast("AAAAAA", person, PLACE, Ballot((1,)), 1)
    back_up(data / DATABASE, kept)
    assert rows(data / DATABASE, "ballot") == 6, "there was something to leave out"
    assert rows(kept, "ballot") == rows(kept, "marked_off") == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert all(seal not in kept.read_bytes() for seal in seals(data / DATABASE))
    elsewhere.mkdir()
    restore(kept, elsewhere / DATABASE)
    restored = sqlite_store(elsewhere)
    assert restored.session("AAAAAA") == store.session("AAAAAA")
    assert not restored.can_open(asking), "its key was never copied"
    restored.close()


def test_what_cannot_be_copied_or_restored_is_said_and_nothing_is_touched(tmp_path: Path) -> None:
    database, copy = tmp_path / "data" / "workshop.sqlite3", tmp_path / "copy"
    with pytest.raises(UnusableBackup, match="no database"):
        back_up(database, copy)
    copy.write_bytes(b"no database at all, whatever its name says" * 100)
    with pytest.raises(UnusableBackup, match="no database of this program"):
        restore(copy, database)
    database.parent.mkdir()
    assert list(database.parent.iterdir()) == []
    database.write_bytes(b"precious")
    with pytest.raises(UnusableBackup, match="exists already"):
        back_up(database, copy)
    with pytest.raises(UnusableBackup, match="move it away"):
        restore(copy, database)
    assert database.read_bytes() == b"precious"


def rows(database: Path, table: str) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return int(count)


def seals(database: Path) -> list[bytes]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        found = [seal for (seal,) in connection.execute("SELECT seal_id FROM ballot")]
    connection.close()
    return found
