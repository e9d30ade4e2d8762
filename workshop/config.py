"""The settings, read once from the environment; every fault is listed at once. Standard library only."""

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_PREFIX = "WORKSHOP_"
_ROOT = Path(__file__).resolve().parent.parent


class FaultyConfig(Exception):
    """Settings that cannot be used; `faults` holds one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Config:
    """How this server runs. `docs/configuration.md` explains each."""

    host: str = "0.0.0.0"  # noqa: S104  phones must reach it
    port: int = 5000
    public_url: str = ""
    data: Path = _ROOT / "sessions"
    database_url: str = ""
    async_mode: str = "eventlet"
    secret_key: str = ""
    opening: str = "local"
    retention_days: int = 30
    operator: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Config":
        """The settings of the environment (or of the mapping given). Raises FaultyConfig with every fault."""
        values = os.environ if environment is None else environment
        given = {name.removeprefix(_PREFIX): value for name, value in values.items() if name.startswith(_PREFIX)}
        faults = [_unknown(name) for name in given if name not in _READERS]
        settings: dict[str, Any] = {}
        for name, (field, read) in _READERS.items():
            try:
                if given.get(name, "").strip():
                    settings[field] = read(given[name].strip())
            except ValueError as fault:
                faults.append(f"{_PREFIX}{name}: {fault}")
        if faults:
            raise FaultyConfig(sorted(faults))
        return cls(**settings)

    @property
    def database(self) -> str:
        """The database's URL; SQLite in the data folder unless another is set."""
        return self.database_url or f"sqlite:///{self.data / 'workshop.sqlite3'}"


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, _READERS, n=1)
    hint = f"; did you mean {_PREFIX}{near[0]}?" if near else "; see docs/configuration.md"
    return f"{_PREFIX}{name} is not a setting{hint}"


def _whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}, not {text!r}")
        return int(text)

    return read


def _one_of(*names: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError(f"give one of {', '.join(names)}, not {text!r}")
        return text

    return read


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError(f"give an address like https://workshop.example.org, not {text!r}")
    return text.rstrip("/")


def _database(text: str) -> str:
    if text.split(":")[0].split("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError("give a sqlite:// or postgresql:// address")
    if text.startswith("postgresql") and find_spec("psycopg2") is None:
        raise ValueError("PostgreSQL needs its driver: install psycopg2-binary beside this program")
    return text


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("give at least 32 characters, or leave it out: one is made and kept in the data folder")
    return text


_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "HOST": ("host", str),
    "PORT": ("port", _whole_number(1, 65535)),
    "PUBLIC_URL": ("public_url", _url),
    "DATA": ("data", lambda text: Path(text).expanduser().resolve()),
    "DATABASE_URL": ("database_url", _database),
    "ASYNC": ("async_mode", _one_of("eventlet", "threading")),
    "SECRET_KEY": ("secret_key", _secret),
    "OPENING": ("opening", _one_of("local", "anyone")),
    "RETENTION_DAYS": ("retention_days", _whole_number(1, 3650)),
    "OPERATOR": ("operator", str),
}

SETTINGS = tuple(_PREFIX + name for name in _READERS)
"""The names of all settings."""
