"""The store keeps what it acknowledged, counts nothing twice, and forgets what it must."""

import sqlite3
from pathlib import Path

import pytest

from tests.store.conftest import OpenStore
from tests.store.contract import (
    NEITHER,
    NORTHERN,
    PLACE,
    SOUTHERN,
    close,
    counted,
    newcomers,
    opened,
    snapshot,
    taken_back,
)
from tests.store.stores import store_on
from workshop.cluster.store import SharedKeyRing
from workshop.domain.errors import (
    QuestionClosed,
    StoreUnavailable,
    UnknownSession,
    WrongKey,
)
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.question import Pass
from workshop.domain.voting.session import AskingState, Wall
from workshop.store.engine import open_engine
from workshop.store.keys import MARK, KeyRing, mark
from workshop.store.store import SqlStore


def test_forgetting_destroys_ballots_marks_and_key(store: SqlStore, data: Path) -> None:
    opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    assert _rows(data, "ballot") == _rows(data, "marked_off") == 1
    assert list((data / "keys").iterdir())
    close(store)
    store.forget("asking-AAAAAA")
    assert _rows(data, "ballot") == _rows(data, "marked_off") == 0
    assert list((data / "keys").iterdir()) == []


def test_a_half_done_close_is_finished_at_the_next_start(
    store: SqlStore, open_store: OpenStore, data: Path
) -> None:
    opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    close(store)  # and the power goes before anything is forgotten
    assert _rows(data, "ballot") == 1
    open_store()
    assert _rows(data, "ballot") == _rows(data, "marked_off") == 0
    assert list((data / "keys").iterdir()) == []


def test_a_key_of_an_opening_that_never_came_to_be_is_removed_at_start(
    open_store: OpenStore, data: Path
) -> None:
    open_store()
    (data / "keys" / "lost.key").write_bytes(bytes(32))
    opened(open_store())
    assert {path.name for path in (data / "keys").iterdir()} == {"asking-AAAAAA.key"}


def test_an_opening_is_taken_back_whatever_it_holds_and_nothing_of_it_is_left(
    store: SqlStore, data: Path
) -> None:
    opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    [void] = taken_back(store).askings
    store.forget("asking-AAAAAA")
    assert void.state is AskingState.TAKEN_BACK
    assert _rows(data, "ballot") == _rows(data, "marked_off") == 0
    assert list((data / "keys").iterdir()) == []
    assert store.releases("asking-AAAAAA") == []
    with pytest.raises(QuestionClosed):
        store.cast("AAAAAA", "n1", PLACE, Ballot((1,)), 1)


def test_a_taking_back_that_a_crash_cut_short_is_finished_at_start(
    store: SqlStore, open_store: OpenStore, data: Path
) -> None:
    opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    taken_back(store)
    assert _rows(data, "ballot") == 1
    again = open_store()
    assert _rows(data, "ballot") == _rows(data, "marked_off") == 0
    assert list((data / "keys").iterdir()) == []
    assert again.unfinished() == []
    assert again.session("AAAAAA").next_round("budget", Pass.TODAY).round == 2


def test_a_deleted_session_leaves_nothing_and_the_other_stays(store: SqlStore, data: Path) -> None:
    opened(store)
    opened(store, "BBBBBB")
    for code in ("AAAAAA", "BBBBBB"):
        store.cast(code, "n0", PLACE, Ballot((1,)), 1)
    store.delete("AAAAAA")
    with pytest.raises(UnknownSession):
        store.session("AAAAAA")
    with pytest.raises(WrongKey):
        store.code_for_screen("screen-AAAAAA")
    with pytest.raises(WrongKey):
        store.desk_of("AAAAAA", "key-AAAAAA")
    assert {path.name for path in (data / "keys").iterdir()} == {"asking-BBBBBB.key"}
    assert counted(store, "BBBBBB") == {"northern": [(1,)]}
    with sqlite3.connect(data / "workshop.sqlite3") as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert "AAAAAA" not in dump
    assert "BBBBBB" in dump


def test_whoever_joined_or_changed_sides_since_the_snapshot_is_one_newcomer(
    store: SqlStore, open_store: OpenStore, data: Path
) -> None:
    opened(store)
    assert newcomers(store) == 0
    for group in (NEITHER, SOUTHERN, NORTHERN, NORTHERN, SOUTHERN):
        store.join("AAAAAA", "n0", group)
    assert newcomers(store) == 1
    store.join("AAAAAA", "new", SOUTHERN)
    store.join("AAAAAA", "n1", NORTHERN)  # as before: no change
    assert newcomers(open_store()) == 2
    assert snapshot(store).total == 7
    assert newcomers(store) == _rows(data, "newcomer") == 0


def test_a_newcomers_mark_is_no_hash_that_stands_elsewhere(store: SqlStore, data: Path) -> None:
    opened(store)
    store.join("AAAAAA", "new", SOUTHERN)
    store.cast("AAAAAA", "new", PLACE, Ballot((1,)), 1)
    database = sqlite3.connect(data / "workshop.sqlite3")
    [(mark,)] = database.execute("SELECT mark FROM newcomer").fetchall()
    elsewhere = [
        *database.execute("SELECT token_hash FROM participant"),
        *database.execute("SELECT mark FROM marked_off"),
        *database.execute("SELECT seal_id FROM ballot"),
    ]
    database.close()
    assert len(elsewhere) == 9
    assert (mark,) not in elsewhere


def test_a_database_that_refuses_is_said_so_and_acknowledges_nothing(
    store: SqlStore, data: Path
) -> None:
    opened(store)
    blocker = sqlite3.connect(data / "workshop.sqlite3", isolation_level=None)
    _be_impatient(store)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreUnavailable):
            store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
        with pytest.raises(StoreUnavailable):
            store.check()
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()
    assert counted(store) == {}
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    assert counted(store) == {"northern": [(1,)]}


def test_while_the_key_of_an_open_question_is_missing_nothing_is_taken_counted_or_closed(
    store: SqlStore, open_store: OpenStore, data: Path
) -> None:
    session = opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    assert store.can_open(session.askings[0])
    (data / "keys" / "asking-AAAAAA.key").unlink()  # as after a backup was restored in mid-question
    again = open_store()
    assert not again.can_open(session.askings[0])
    for refused in (
        lambda: again.cast("AAAAAA", "n1", PLACE, Ballot((1,)), 1),
        lambda: again.mark_of(session.askings[0], "n0"),
        lambda: again.transact("AAAAAA", lambda t: t.box(session.askings[0]).sizes()),
    ):
        with pytest.raises(StoreUnavailable):
            refused()
    close(again)
    assert again.mark_of(session.askings[0], "n0") is None
    with pytest.raises(QuestionClosed):
        again.cast("AAAAAA", "n1", PLACE, Ballot((1,)), 1)


@pytest.mark.parametrize("worker", [KeyRing, SharedKeyRing])
def test_while_the_folder_of_keys_is_away_an_open_question_waits_and_then_goes_on(
    data: Path, worker: type[KeyRing]
) -> None:
    mark(data / "keys", "ours")
    engine = open_engine(f"sqlite:///{data / 'workshop.sqlite3'}")
    store = store_on(engine, worker(data / "keys", "ours"))
    asking = opened(store).askings[0]
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    for emptied in (
        False,
        True,
    ):  # the folder is moved away; a share is not mounted, and an empty folder is in its place
        (data / "keys").rename(data / "away")
        if emptied:
            (data / "keys").mkdir()
        for refused in (
            lambda: store.cast("AAAAAA", "n1", PLACE, Ballot((1,)), 1),
            lambda: store.mark_of(asking, "n0"),
            lambda: store.can_open(asking),
            lambda: store.delete("AAAAAA"),
            store.check,
            lambda: counted(store),
        ):
            with pytest.raises(StoreUnavailable):
                refused()
        if emptied:
            (data / "keys").rmdir()
        (data / "away").rename(data / "keys")
    store.cast("AAAAAA", "n1", PLACE, Ballot((2,)), 1)
    assert counted(store) == {"northern": [(1,), (2,)]} or counted(store) == {
        "northern": [(2,), (1,)]
    }
    close(store)
    (data / "keys").rename(data / "away")
    with pytest.raises(StoreUnavailable):
        store.forget(asking.id)  # it would be taken for forgotten while it lies elsewhere
    (data / "away").rename(data / "keys")
    store.forget(asking.id)
    assert [path.name for path in (data / "keys").iterdir()] == [MARK]
    engine.dispose()


def _be_impatient(store: SqlStore) -> None:
    """Wait 10 ms for a database somebody else holds, not five seconds."""
    line = store._engine.raw_connection()
    line.cursor().execute("PRAGMA busy_timeout=10")
    line.close()


def _rows(data: Path, table: str) -> int:
    connection = sqlite3.connect(data / "workshop.sqlite3")
    try:
        rows: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    finally:
        connection.close()
    return rows


def test_a_session_of_an_older_version_has_neither_map_nor_agreements_on_its_wall(
    store: SqlStore, open_store: OpenStore, data: Path
) -> None:
    opened(store)
    with sqlite3.connect(data / "workshop.sqlite3") as database:
        database.execute(
            "UPDATE session SET progress = json_remove(progress, '$.map_shown',"
            " '$.agreements_shown')"
        )
    database.close()
    assert open_store().session("AAAAAA").wall == Wall()
