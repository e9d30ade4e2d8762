"""The keys of open askings, one 0600 file each beside the database: never in it, never in a backup.

A ballot is only as forgettable as its key, so the key is on disk, folder entry included, before anything is sealed
with it, and is overwritten and unlinked when the asking is forgotten.
"""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from workshop.store.sealing import KEY_BYTES, Sealer

_SUFFIX = ".key"


class KeyRing:
    """The keys in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._check = "check"
        self._sealers: dict[str, Sealer] = {}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def create(self, asking_id: str) -> None:
        """Make a key and have it on disk when this returns. Raises OSError if the disk refuses."""
        key = secrets.token_bytes(KEY_BYTES)
        descriptor = os.open(self._file(asking_id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, key)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._flush_folder()
        self._sealers[asking_id] = Sealer(key)

    def sealer(self, asking_id: str) -> Sealer | None:
        """What seals and opens for this asking; None when its key is not here.

        It is forgotten, or lost with a restore, or the disk did not keep what it said it had.
        """
        if asking_id not in self._sealers and (sealer := self._read(asking_id)):
            self._sealers[asking_id] = sealer
        return self._sealers.get(asking_id)

    def forget(self, asking_id: str) -> None:
        """Overwrite and unlink the key; safe to repeat."""
        self._sealers.pop(asking_id, None)
        path = self._file(asking_id)
        with suppress(FileNotFoundError):  # not here, or another worker was faster
            self._overwrite(path)
            path.unlink()
            self._flush_folder()

    def forget_all(self, asking_ids: Iterable[str]) -> None:
        """Forget each of these keys."""
        for asking_id in asking_ids:
            self.forget(asking_id)

    def check(self) -> None:
        """Make a key and forget it. Raises OSError if the disk refuses."""
        self.forget(self._check)
        self.create(self._check)
        self.forget(self._check)

    def held(self) -> set[str]:
        """Ids of the askings whose key is here."""
        return {path.name.removesuffix(_SUFFIX) for path in self._folder.glob("*" + _SUFFIX)}

    def _read(self, asking_id: str) -> Sealer | None:
        try:
            key = self._file(asking_id).read_bytes()
        except FileNotFoundError:
            return None
        return Sealer(key) if len(key) == KEY_BYTES else None

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
        if os.name != "nt":  # Windows has no way to flush a folder, and needs none
            descriptor = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
