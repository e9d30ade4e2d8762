"""The server's own secret, made once and kept 0600 in the data folder; other keys are derived from it."""

import base64
import hmac
import os
import secrets
from pathlib import Path

_FILE = "secret.key"


def server_secret(folder: Path, given: str) -> bytes:
    """The secret of the settings if there is one, else the one in the folder, made now if need be."""
    if given:
        return given.encode()
    path = folder / _FILE
    if not path.exists():
        _write_once(path, secrets.token_bytes(32))
    return path.read_bytes()


def opening_key(secret: bytes) -> str:
    """What opens sessions from another machine; the same after every restart."""
    return base64.b32encode(derived(secret, "opening sessions")[:15]).decode()


def derived(secret: bytes, *purpose: str) -> bytes:
    """A key of its own for this purpose: 32 bytes."""
    return hmac.digest(secret, "\n".join(purpose).encode(), "sha256")


def _write_once(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
