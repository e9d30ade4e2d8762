"""The keys of open askings: one file with mode 0600 each, outside the database and any backup.

A ballot is only as forgettable as its key, so the key is on disk, folder entry included, before
anything is sealed with it, and is overwritten and unlinked when the asking is forgotten. The folder
is marked with the fingerprint of the server it belongs to: where that mark is not found, the folder
is away (a share not mounted, moved), and a key that is not there is not lost.
"""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from workshop.store.sealing import KEY_BYTES, Sealer

MARK = ".server"
_SUFFIX = ".key"


class KeyMissing(OSError):
    """The key of an asking, or the whole folder, is not here: nothing can be sealed or opened."""


class KeyRing:
    """The keys in one folder.

    `fingerprint` is what the folder is marked with; without it the folder needs no mark.
    """

    def __init__(self, folder: Path, fingerprint: str = "") -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._check = "check"
        self._sealers: dict[str, Sealer] = {}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def create(self, asking_id: str) -> None:
        """Make a key and have it on disk when this returns.

        Raises OSError if the disk refuses, or is another's.
        """
        self._check_here()
        key = secrets.token_bytes(KEY_BYTES)
        descriptor = os.open(self._file(asking_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, key)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._flush_folder()
        self._sealers[asking_id] = Sealer(key)

    def sealer(self, asking_id: str) -> Sealer:
        """The sealer of this asking. Raises KeyMissing, also while the folder is away."""
        self._check_here()
        if asking_id not in self._sealers:
            self._sealers[asking_id] = self._read(asking_id)
        return self._sealers[asking_id]

    def has(self, asking_id: str) -> bool:
        """Whether the key of this asking is in the folder.

        Raises KeyMissing while the folder is away.

        If not, it is forgotten, or lost with a restore, or the disk did not keep what it said it
        had.
        """
        self._check_here()
        with suppress(KeyMissing):
            return bool(self._read(asking_id))
        return False

    def forget(self, asking_id: str) -> None:
        """Overwrite and unlink the key; safe to repeat.

        Raises OSError if it may still be there.

        A disk that cannot overwrite it may still unlink it: that needs no space.
        """
        self._check_here()
        self._sealers.pop(asking_id, None)
        path = self._file(asking_id)
        with suppress(OSError):
            self._overwrite(path)
        with suppress(FileNotFoundError):  # not here, or another worker was faster
            path.unlink()
        self._flush_folder()

    def forget_all(self, asking_ids: Iterable[str]) -> None:
        """Forget each of these keys."""
        for asking_id in asking_ids:
            self.forget(asking_id)

    def check(self) -> None:
        """Make a key and destroy it. Raises OSError if the disk refuses."""
        self.forget(self._check)
        self.create(self._check)
        self.forget(self._check)

    def held(self) -> set[str]:
        """Ids of the askings whose key is here."""
        return keys_in(self._folder)

    def _check_here(self) -> None:
        if not self._folder.is_dir() or mark_of(self._folder) != self._fingerprint:
            raise KeyMissing()

    def _read(self, asking_id: str) -> Sealer:
        try:
            key = self._file(asking_id).read_bytes()
        except FileNotFoundError:
            raise KeyMissing() from None
        if len(key) != KEY_BYTES or not any(
            key
        ):  # half written, or overwritten and not yet unlinked
            raise KeyMissing()
        return Sealer(key)

    def _file(self, asking_id: str) -> Path:
        assert re.fullmatch(r"[\w-]+", asking_id)
        return self._folder / (asking_id + _SUFFIX)

    @staticmethod
    def _overwrite(path: Path) -> None:
        descriptor = os.open(path, os.O_WRONLY)
        try:
            os.write(descriptor, bytes(KEY_BYTES))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _flush_folder(self) -> None:
        flush_folder(self._folder)


def keys_in(folder: Path) -> set[str]:
    """Ids of the askings whose keys are in a folder."""
    return {path.name.removesuffix(_SUFFIX) for path in folder.glob("*" + _SUFFIX)}


def mark_of(folder: Path) -> str:
    """The fingerprint that a folder of keys is marked with; empty without mark or folder."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return (
            (folder / MARK).read_bytes().decode(errors="replace")
        )  # a damaged one is somebody else's
    return ""


def mark(folder: Path, fingerprint: str) -> None:
    """Mark a folder of keys, made if need be; on disk when this returns."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half_done = folder / f"{MARK}.part"
    descriptor = os.open(half_done, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, fingerprint.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    half_done.replace(folder / MARK)
    flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Flush the list of a folder's files to disk."""
    if os.name != "nt":  # Windows has no way to flush a folder, and needs none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
