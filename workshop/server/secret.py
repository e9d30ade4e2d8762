"""The server's own secret, made once and kept 0600 in the data folder; other keys are derived from
it.
"""

import base64
import hmac
import os
import secrets
from pathlib import Path

from workshop.store.keys import flush_folder

_FILE = "secret.key"


def server_secret(folder: Path, given: str) -> bytes:
    """The secret of the settings if there is one, else the one in the folder, made now if need
    be.
    """
    if kept := kept_secret(folder, given):
        return kept
    _write_once(folder / _FILE, secrets.token_bytes(32))
    return (folder / _FILE).read_bytes()


def kept_secret(folder: Path, given: str) -> bytes | None:
    """The same, if there is one: none is made."""
    path = folder / _FILE
    return given.encode() if given else path.read_bytes() or None if path.exists() else None


def fingerprint(secret: bytes) -> str:
    """What database and folder of keys know this server by; nobody finds the secret by it."""
    return derived(secret, "which server this is").hex()[:32]


def opening_key(secret: bytes) -> str:
    """What opens sessions from another machine; the same after every restart."""
    return base64.b32encode(derived(secret, "opening sessions")[:15]).decode()


def derived(secret: bytes, *purpose: str) -> bytes:
    """A key of its own for this purpose: 32 bytes."""
    return hmac.digest(secret, "\n".join(purpose).encode(), "sha256")


def _write_once(path: Path, content: bytes) -> None:
    """Whole or not at all, wherever the power fails; of several workers that start at once, the
    first one's stays.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists() and not path.stat().st_size:  # one that a power cut left empty
        path.unlink()
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    except OSError:  # a disk that knows no links: a stick, say, which no two workers share
        part.replace(path)
    part.unlink(missing_ok=True)
    flush_folder(path.parent)
