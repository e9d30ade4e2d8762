"""A database, a data folder and a secret that do not belong together: the server does not start,
and harms nothing.
"""

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.test_backups import as_of, command
from tests.support.clients import BUDGET_TODAY, Script, room
from tests.support.servers import Server
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


def test_a_start_with_a_lost_secret_ends_at_once_and_says_the_way_out_which_works(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        session = Script(server.base)
        phones = room(session, 9, 9)
        session.do("open_question", **BUDGET_TODAY)
        assert phones[0].cast([1])["ok"]
        assert command(data, "adopt").returncode == 1, "not while a server uses the folder"
        server.process.terminate()
        assert server.process.wait(10) == 0
        shutil.rmtree(data / "keys")
        with pytest.raises(AssertionError, match="python -m workshop adopt"):
            server.start()
        assert server.process.returncode == 1
        assert "Traceback" not in server.log.read_text()
        done = command(data, "adopt")
        assert done.returncode == 0, done.stderr
        assert "void" in done.stdout
        server.start()
        groups = session.call("GET", "/exports/results.json").json()["results"][0]["groups"]
        assert groups["northern"] == {"suppressed": True, "void": True}


def left_in_mid_question(server: Server, data: Path) -> Script:
    """Ten people have voted when the server dies; its database is made one from before anything was
    noted in it.
    """
    session = Script(server.base)
    phones = room(session, 5, 5)
    session.do("open_question", **BUDGET_TODAY)
    for phone in phones:
        assert phone.cast([2])["ok"]
    server.kill()
    as_of(data / "workshop.sqlite3", "0006")
    return session


def test_a_database_from_before_is_taken_over_in_mid_question_with_every_ballot(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with Server(data) as server:
        session = left_in_mid_question(server, data)
        (data / "keys" / MARK).unlink()
        server.start()
        session.do("close_question")
        groups = session.call("GET", "/exports/results.json").json()["results"][0]["groups"]
        assert (
            groups["northern"] == groups["southern"] == {"voters": 5, "veiled": {"2": "nearly_all"}}
        )


def test_a_database_from_before_beside_a_folder_without_its_keys_voids_nothing(
    tmp_path: Path,
) -> None:
    """Nothing was noted yet: what is missing from the folder says that it is not this
    database's.
    """
    data = tmp_path / "data"
    with Server(data) as server:
        session = left_in_mid_question(server, data)
        keys = (data / "keys").rename(tmp_path / "not mounted")
        with pytest.raises(AssertionError, match="do not belong to the same server"):
            server.start()
        shutil.rmtree(data / "keys", ignore_errors=True)
        keys.rename(data / "keys")
        (data / "keys" / MARK).unlink()
        server.start()
        session.do("close_question")
        groups = session.call("GET", "/exports/results.json").json()["results"][0]["groups"]
        assert groups["northern"]["voters"] == 5


def test_the_data_folder_is_closed_to_others_also_one_that_was_open(tmp_path: Path) -> None:
    data = made(tmp_path / "data")
    data.chmod(0o755)
    with Server(data) as server:
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        limits = Path(f"/proc/{server.process.pid}/limits")
        if limits.exists():
            (cores,) = [
                line
                for line in limits.read_text().splitlines()
                if line.startswith("Max core file size")
            ]
            assert cores.split()[4:6] == ["0", "0"]
    open_to_all = [
        path
        for path in data.rglob("*")
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_all == []
