"""A database, a data folder and a secret that do not belong together: the server does not start,
and harms nothing.
"""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.contract import PLACE, counted, opened
from tests.store.stores import DATABASE, store_on
from tests.store.test_backups import PEOPLE, as_of
from workshop.domain.voting.ballot_box import Ballot
from workshop.server.secret import fingerprint, kept_secret, server_secret
from workshop.store.engine import UnusableDatabase, open_engine
from workshop.store.identity import adopt, belong_together, check_same
from workshop.store.keys import MARK, KeyRing

Change = Callable[[Path], object]


def start(data: Path, database: Path) -> str:
    """What a start does before it opens the store; the fingerprint."""
    engine = open_engine(f"sqlite:///{database}")
    try:
        secret = kept_secret(data, "")
        check_same(engine, data, fingerprint(secret) if secret else None)
        ours = fingerprint(server_secret(data, ""))
        belong_together(engine, data, ours)
    finally:
        engine.dispose()
    return ours


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_new_server_is_the_same_from_then_on(tmp_path: Path) -> None:
    data = made(tmp_path / "data")
    ours = start(data, data / "db")
    assert start(data, data / "db") == ours == (data / "keys" / MARK).read_text()
    assert server_secret(data, "").hex() not in ours
    assert stat.S_IMODE((data / "keys" / MARK).stat().st_mode) == 0o600


def test_a_first_start_that_left_an_empty_secret_does_not_keep_the_next_from_starting(
    tmp_path: Path,
) -> None:
    data = made(tmp_path / "data")
    (data / "secret.key").touch()
    ours = start(data, data / "db")
    assert start(data, data / "db") == ours != fingerprint(b"")
    assert not list(data.glob("*.part"))


STRANGERS: dict[str, Change] = {
    "a folder that is not mounted": shutil.rmtree,
    "a lost secret": lambda data: (data / "secret.key").unlink(),
    "another secret": lambda data: (data / "secret.key").write_bytes(b"another" * 5),
    "a secret that a power cut left empty": lambda data: (data / "secret.key").write_bytes(b""),
    "a damaged mark": lambda data: (data / "keys" / MARK).write_bytes(b"\xff\xfe"),
    "keys that are not mounted": lambda data: shutil.rmtree(data / "keys"),
    "keys of another": lambda data: (data / "keys" / MARK).write_text("another"),
}


@pytest.mark.parametrize("change", STRANGERS.values(), ids=list(STRANGERS))
def test_a_stranger_is_refused_by_name_and_nothing_is_made_or_changed(
    tmp_path: Path, change: Change
) -> None:
    data, database = made(tmp_path / "data"), made(tmp_path / "elsewhere") / "db"
    start(data, database)
    change(data)
    data.mkdir(exist_ok=True)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    with pytest.raises(UnusableDatabase, match="do not belong to the same server") as refused:
        start(data, database)
    assert str(data) in str(refused.value)
    assert str(database) in str(refused.value)
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    engine = open_engine(f"sqlite:///{database}")
    adopt(engine, data, fingerprint(server_secret(data, "")))
    engine.dispose()
    start(data, database)


def test_a_new_database_does_not_take_over_a_folder_that_holds_keys_it_knows_nothing_of(
    tmp_path: Path,
) -> None:
    data = made(tmp_path / "data")
    ours = start(data, data / "db")
    start(data, data / "another")  # a new beginning, where there was nothing to lose
    KeyRing(data / "keys", ours).create("open-at-another")
    with pytest.raises(UnusableDatabase, match="do not belong"):
        start(data, data / "misspelt")
    assert (data / "keys" / "open-at-another.key").exists()


def test_of_two_that_start_on_a_new_database_the_second_is_refused(tmp_path: Path) -> None:
    first, second = made(tmp_path / "first"), made(tmp_path / "second")
    start(first, tmp_path / "db")
    engine = open_engine(f"sqlite:///{tmp_path / 'db'}")
    with pytest.raises(UnusableDatabase, match="do not belong"):
        belong_together(engine, second, "another")  # it looked before the first had written
    assert not (second / "keys").exists()
    engine.dispose()


def left_in_mid_question(data: Path) -> None:
    """Six people have voted; the database is made one from before anything was noted in it."""
    ours = start(data, data / DATABASE)
    store = store_on(open_engine(f"sqlite:///{data / DATABASE}"), KeyRing(data / "keys", ours))
    opened(store)
    for person in PEOPLE:
        store.cast("AAAAAA", person, PLACE, Ballot((2,)), 1)
    store.close()
    as_of(data / DATABASE, "0006")


def counted_by_the_next(data: Path) -> dict[str, list[tuple[int, ...]]]:
    """Every ballot, as the next start finds it."""
    ours = start(data, data / DATABASE)
    store = store_on(open_engine(f"sqlite:///{data / DATABASE}"), KeyRing(data / "keys", ours))
    found = counted(store)
    store.close()
    return found


def test_a_database_from_before_is_taken_over_in_mid_question_with_every_ballot(
    tmp_path: Path,
) -> None:
    data = made(tmp_path / "data")
    left_in_mid_question(data)
    (data / "keys" / MARK).unlink()
    assert counted_by_the_next(data) == {"northern": [(2,)] * 3, "southern": [(2,)] * 3}


def test_a_database_from_before_beside_a_folder_without_its_keys_voids_nothing(
    tmp_path: Path,
) -> None:
    """Nothing was noted yet: what is missing from the folder says that it is not this
    database's.
    """
    data = made(tmp_path / "data")
    left_in_mid_question(data)
    keys = (data / "keys").rename(tmp_path / "not mounted")
    with pytest.raises(UnusableDatabase, match="do not belong to the same server"):
        start(data, data / DATABASE)
    shutil.rmtree(data / "keys", ignore_errors=True)
    keys.rename(data / "keys")
    (data / "keys" / MARK).unlink()
    assert counted_by_the_next(data) == {"northern": [(2,)] * 3, "southern": [(2,)] * 3}
