"""An older release's database is copied and migrated with all that was in it; copies keep nothing
to be forgotten.
"""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.clients import BUDGET_TODAY, Phone, Script, room
from tests.support.servers import ROOT, Server
from workshop.store.backups import UnusableCopy, back_up, restore

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


def command(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {"WORKSHOP_DATA": str(data), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, "-m", "workshop", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("revision", ["0005", "0003", "0001"])
def test_an_older_database_is_copied_and_migrated_in_the_middle_of_a_question(
    tmp_path: Path, revision: str
) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        session = Script(server.base)
        phones = room(session, 4, 4)
        session.do("open_question", **BUDGET_TODAY)
        for phone in phones:
            assert phone.cast([1 if phone.group == "northern" else 4])["ok"]
        server.kill()
        as_of(data / "workshop.sqlite3", revision)
        server.start()
        (copy,) = data.glob("*.before-*")
        assert copy.name == f"workshop.sqlite3.before-{revision}"
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert rows(copy, "ballot") == 8
        assert phones[0].cast([0])["ok"]
        session.do("close_question")
        groups = session.call("GET", "/exports/results.json").json()["results"][0]["groups"]
        assert groups["southern"] == {"voters": 4, "veiled": {"4": "nearly_all"}}
        assert not list(data.glob("*.before-*")), (
            "the copy would remember what the close has forgotten"
        )


def test_a_newer_releases_database_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        server.kill()
        with sqlite3.connect(data / "workshop.sqlite3") as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()
        before = (data / "workshop.sqlite3").read_bytes()
        with pytest.raises(AssertionError, match="newer release"):
            server.start()
        assert (data / "workshop.sqlite3").read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone_and_said(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    server.data.mkdir()
    (server.data / "workshop.sqlite3").write_bytes(b"a letter to a friend" * 100)
    with pytest.raises(AssertionError, match="cannot be used: file is not a database"):
        server.start()
    assert "Traceback" not in server.log.read_text()


def test_a_running_server_is_backed_up_without_ballots_and_restored_elsewhere(
    tmp_path: Path,
) -> None:
    data, kept = tmp_path / "data", tmp_path / "kept.sqlite3"
    with Server(data) as server:
        session = Script(server.base)
        phones = room(session, 9, 9)
        session.do("open_question", **BUDGET_TODAY)
        for at, phone in enumerate(phones):
            assert phone.cast([at % 3])["ok"]
        session.do("close_question")
        closed = session.call("GET", "/exports/results.json").json()
        session.do("open_question", question="focus")
        for phone in phones:
            phone.number = 0
            assert phone.cast([1], **{"question": "focus", "pass": "today"})["ok"]
        done = command(data, "backup", str(kept))
        assert done.returncode == 0, done.stderr
        assert "no ballot and no key" in done.stdout
        assert rows(data / "workshop.sqlite3", "ballot") > 0, "there was something to leave out"
        assert rows(kept, "ballot") == rows(kept, "marked_off") == 0
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert all(seal not in kept.read_bytes() for seal in seals(data / "workshop.sqlite3"))
    elsewhere = tmp_path / "elsewhere"
    assert command(elsewhere, "restore", str(kept)).returncode == 0
    with Server(elsewhere) as server:
        session.base = server.base
        restored = session.call("GET", "/exports/results.json").json()["results"]
        assert restored[0] == closed["results"][0]
        assert restored[1]["groups"]["northern"] == {"suppressed": True, "void": True}
        session.do("ask_again", question="focus")
        assert Phone(server.base, session.code, "northern").cast([1], question="focus", round=2)[
            "ok"
        ]


def test_what_cannot_be_copied_or_restored_is_said_and_nothing_is_touched(tmp_path: Path) -> None:
    database, copy = tmp_path / "data" / "workshop.sqlite3", tmp_path / "copy"
    with pytest.raises(UnusableCopy, match="no database"):
        back_up(database, copy)
    copy.write_bytes(b"no database at all, whatever its name says" * 100)
    with pytest.raises(UnusableCopy, match="no database of this program"):
        restore(copy, database)
    database.parent.mkdir()
    assert list(database.parent.iterdir()) == []
    database.write_bytes(b"precious")
    with pytest.raises(UnusableCopy, match="exists already"):
        back_up(database, copy)
    with pytest.raises(UnusableCopy, match="move it away"):
        restore(copy, database)
    assert database.read_bytes() == b"precious"


def test_a_folder_that_a_server_uses_is_not_restored_into(tmp_path: Path) -> None:
    with Server(tmp_path / "data"):
        refused = command(tmp_path / "data", "restore", str(tmp_path / "nothing"))
    assert refused.returncode == 1
    assert "Stop it first" in refused.stderr


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
