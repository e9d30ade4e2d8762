"""A cache of drawn files in memory, for ten minutes.

A second request gets the same bytes, and nothing is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

FILES_MOST = 64
BYTES_MOST = 32 * 1024 * 1024
KEPT_SECONDS = 600.0


@dataclass(frozen=True)
class FileRequest:
    """A request for a file: the session's code, and all the file is made from."""

    code: str
    name: str
    document: bytes

    @property
    def key(self) -> tuple[str, str, bytes]:
        """The cache key. Files with equal keys are equal byte for byte."""
        return self.code, self.name, sha256(self.document).digest()


class FileCache:
    """The cache, shared by all threads of this process. `now` is in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = Lock()
        self._files: dict[tuple[str, str, bytes], tuple[bytes, float]] = {}

    def find(self, order: FileRequest) -> bytes | None:
        """The file; None if it is not in the cache."""
        with self._lock:
            content, until = self._files.get(order.key, (None, 0.0))
            return content if until > self._now() else None

    def put(self, order: FileRequest, content: bytes) -> None:
        """Keep a file; the oldest ones make room. One larger than the whole cache is not kept."""
        if len(content) > BYTES_MOST // 2:
            return
        with self._lock:
            self._files.pop(order.key, None)
            self._files[order.key] = content, self._now() + KEPT_SECONDS
            while len(self._files) > FILES_MOST or self._bytes() > BYTES_MOST:
                del self._files[next(iter(self._files))]

    def forget(self, code: str) -> None:
        """Drop the files of a deleted session."""
        with self._lock:
            self._files = {key: file for key, file in self._files.items() if key[0] != code}

    def forget_old(self) -> bool:
        """Drop files that were kept long enough. Always True: to be called again."""
        with self._lock:
            self._files = {key: file for key, file in self._files.items() if file[1] > self._now()}
        return True

    def bytes_kept(self) -> int:
        """The size of all files together, in bytes."""
        with self._lock:
            return self._bytes()

    def _bytes(self) -> int:
        return sum(len(content) for content, _ in self._files.values())
