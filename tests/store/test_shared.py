"""The folder of keys that several workers share: what one destroys, no other remembers."""

import os
from pathlib import Path

import pytest

from workshop.cluster.store import SharedKeyRing, share_folder
from workshop.store.engine import lock_folder
from workshop.store.keys import KeyMissing, KeyRing


def test_a_key_destroyed_at_one_worker_is_gone_at_every_other(tmp_path: Path) -> None:
    here, there, alone = SharedKeyRing(tmp_path), SharedKeyRing(tmp_path), KeyRing(tmp_path)
    here.create("asking")
    marks = [ring.sealer("asking").mark("amina") for ring in (here, there, alone)]
    assert marks == marks[:1] * 3
    there.forget("asking")
    here.forget("asking")  # both may finish what a third has left
    for ring in (here, there):
        with pytest.raises(KeyMissing):
            ring.sealer("asking")
    assert alone.sealer("asking")  # so a ring that remembers would not do
    assert list(tmp_path.iterdir()) == []


def test_workers_check_the_disk_at_the_same_moment_without_meeting(tmp_path: Path) -> None:
    here, there = SharedKeyRing(tmp_path), SharedKeyRing(tmp_path)
    here.create(here._check)
    there.check()
    assert [path.stem for path in tmp_path.iterdir()] == [here._check]


def test_workers_share_a_folder_with_one_another_and_with_nobody_who_thinks_to_be_alone(
    tmp_path: Path,
) -> None:
    first, second = share_folder(tmp_path), share_folder(tmp_path)
    with pytest.raises(BlockingIOError):
        lock_folder(tmp_path)
    for descriptor in (first, second):
        os.close(descriptor)
    alone = lock_folder(tmp_path)
    with pytest.raises(BlockingIOError):
        share_folder(tmp_path)
    os.close(alone)
