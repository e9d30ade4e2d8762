"""Forgetting survives a crash at any point: whatever was left half-done, the next start
finishes.
"""

import errno
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.contract import PLACE, close, counted, opened
from tests.store.stores import store_on
from workshop.domain.errors import StoreUnavailable
from workshop.domain.voting.ballot_box import Ballot
from workshop.store import forgetting
from workshop.store import store as sql
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing
from workshop.store.store import SqlStore


class PowerCut(Exception):
    """The laptop's battery is empty."""


class CuttingKeys(KeyRing):
    """Keys whose owner loses power before, while or after a key is destroyed."""

    cut_at = ""

    def forget(self, asking_id: str) -> None:
        if self.cut_at == "before the key":
            raise PowerCut
        if self.cut_at == "key overwritten, not unlinked":
            self._overwrite(self._file(asking_id))
            raise PowerCut
        super().forget(asking_id)
        if self.cut_at == "after the key":
            raise PowerCut


def start(data: Path, keys: type[KeyRing] = KeyRing) -> tuple[SqlStore, sa.Engine]:
    engine = open_engine(f"sqlite:///{data / 'workshop.sqlite3'}")
    return store_on(engine, keys(data / "keys")), engine


def cut_before(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrange for the power to go at this point of forgetting."""
    monkeypatch.setattr(CuttingKeys, "cut_at", step)
    if step == "before the checkpoint":
        monkeypatch.setattr(forgetting, "checkpoint", _cut)


def _cut(_engine: sa.Engine) -> None:
    raise PowerCut


POINTS = [
    "before anything",
    "before the key",
    "key overwritten, not unlinked",
    "after the key",
    "before the checkpoint",
]


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_at_any_point_of_forgetting_is_made_good_at_the_next_start(
    data: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, engine = start(data, CuttingKeys)
    opened(store)
    for token in ("n0", "n1", "s0"):
        store.cast("AAAAAA", token, PLACE, Ballot((1,)), 1)
    secrets = secrets_in(data)
    assert found(data, secrets) == secrets
    close(store)
    with monkeypatch.context() as power:
        cut_before(point, power)
        if point != "before anything":
            with pytest.raises(PowerCut):
                store.forget("asking-AAAAAA")
    data = crashed(data, engine)
    assert found(data, secrets)
    again, engine = start(data)
    assert found(data, secrets) == set()
    assert again.session("AAAAAA").askings[0].state.value == "revealed"
    again.forget("asking-AAAAAA")  # once more changes nothing
    assert found(data, secrets) == set()
    assert list((data / "keys").iterdir()) == []
    engine.dispose()


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "the disk is full")


class RowsFirst(forgetting.SecureDeletion):
    """The old order: rows, and the key only if they went."""

    def forget(self, asking_id: str) -> None:
        full()
        super().forget(asking_id)


@pytest.mark.parametrize("order", [forgetting.SecureDeletion, RowsFirst])
def test_a_full_disk_keeps_rows_for_a_while_but_never_the_key_that_reads_them(
    data: Path, order: type[forgetting.SecureDeletion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "SecureDeletion", order)
    store, engine = start(data)
    opened(store)
    for token in ("n0", "n1", "s0"):
        store.cast("AAAAAA", token, PLACE, Ballot((1,)), 1)
    close(store)
    with monkeypatch.context() as disk:
        disk.setattr(KeyRing, "_overwrite", full)
        disk.setattr(forgetting, "checkpoint", full)
        with pytest.raises(StoreUnavailable):
            store.forget("asking-AAAAAA")
    assert [path.name for path in (data / "keys").iterdir()] == (
        [] if order is not RowsFirst else ["asking-AAAAAA.key"]
    )
    if order is not RowsFirst:
        store.forget("asking-AAAAAA")  # there is space again
        store.delete("AAAAAA")
    engine.dispose()


def test_a_crash_in_mid_question_forgets_nothing(data: Path) -> None:
    store, engine = start(data)
    opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    data = crashed(data, engine)
    again, engine = start(data)
    assert counted(again) == {"northern": [(1,)]}
    engine.dispose()


def crashed(data: Path, engine: sa.Engine) -> Path:
    """The data folder as it lay at this moment: nobody said goodbye to the database, which would
    empty its log.
    """
    image = data.with_name("crashed")
    shutil.copytree(data, image)
    engine.dispose()
    return image


def secrets_in(data: Path) -> set[bytes]:
    """Every mark, seal, sealed ballot and key that is there: what must be nowhere after the
    close.
    """
    connection = sqlite3.connect(f"file:{data / 'workshop.sqlite3'}?mode=ro", uri=True)
    try:
        marks = {row[0] for row in connection.execute("SELECT mark FROM marked_off")}
        ballots = {
            value
            for row in connection.execute("SELECT seal_id, sealed FROM ballot")
            for value in row
        }
    finally:
        connection.close()
    return marks | ballots | {path.read_bytes() for path in (data / "keys").iterdir()}


def found(data: Path, secrets: set[bytes]) -> set[bytes]:
    """Which of these lie in any file of the data folder, the database's log among them."""
    files = [path.read_bytes() for path in data.rglob("*") if path.is_file()]
    return {secret for secret in secrets if any(secret in content for content in files)}
