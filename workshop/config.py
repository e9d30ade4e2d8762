"""The settings, read once from the environment; every fault is listed at once.

Standard library only.
"""

import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_PREFIX = "WORKSHOP_"
_HOW_TO_RUN = re.compile(
    r"PATH|HOME|LANG(UAGE)?|LC_.*|TZ|TE?MP(DIR)?|PYTHON.*|(DY)?LD_.*|XDG_.*|FONTCONFIG_.*"
    r"|SYSTEMROOT|USERPROFILE|(LOCAL)?APPDATA"
)
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
    redis_url: str = ""
    async_mode: str = "eventlet"
    secret_key: str = ""
    opening: str = "local"
    opening_password: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_allowed: tuple[str, ...] = ()
    retention_days: int = 30
    operator: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Config":
        """The settings of the environment (or of the mapping given).

        Raises FaultyConfig with every fault.
        """
        values = os.environ if environment is None else environment
        named = {
            name.removeprefix(_PREFIX): value
            for name, value in values.items()
            if name.startswith(_PREFIX)
        }
        given = {name: value.strip() for name, value in named.items() if value.strip()}
        faults = [
            *(_unknown(name) for name in named if name not in _READERS),
            *_faults_across(given),
        ]
        settings: dict[str, Any] = {}
        for name, (field, read) in _READERS.items():
            try:
                if name in given:
                    settings[field] = read(given[name])
            except ValueError as fault:
                faults.append(f"{_PREFIX}{name}: {fault}")
        if faults:
            raise FaultyConfig(sorted(faults))
        return cls(**settings)

    @staticmethod
    def for_others(environment: Mapping[str, str] | None = None) -> dict[str, str]:
        """What processes that work aside get to know of the environment: how to run, and nothing of
        ours.
        """
        values = os.environ if environment is None else environment
        return {
            name: value for name, value in values.items() if _HOW_TO_RUN.fullmatch(name.upper())
        }

    @property
    def database(self) -> str:
        """The database's URL; SQLite in the data folder unless another is set."""
        return self.database_url or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where SQLite's database lies, unless another is set."""
        return self.data / "workshop.sqlite3"


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, _READERS, n=1)
    hint = f"; did you mean {_PREFIX}{near[0]}?" if near else "; see docs/configuration.md"
    return f"{_PREFIX}{name} is not a setting{hint}"


def _faults_across(given: Mapping[str, str]) -> Iterator[str]:
    """What only shows across several settings: a way of opening needs its own, and no other's."""
    way = given.get("OPENING", Config.opening)
    for name in _NEEDED.get(way, ()):
        if name not in given:
            yield f"{_PREFIX}{name}: {_PREFIX}OPENING={way} needs it"
    if "REDIS_URL" in given and not given.get("DATABASE_URL", "").startswith("postgresql"):
        yield (
            f"{_PREFIX}REDIS_URL: several workers need {_PREFIX}DATABASE_URL=postgresql://… too;"
            " one needs neither"
        )
    if "REDIS_URL" in given and "PUBLIC_URL" not in given:
        yield (
            f"{_PREFIX}PUBLIC_URL: {_PREFIX}REDIS_URL needs it: the one address in front of all"
            " workers"
        )
    for name in given:
        if _ONLY_FOR.get(name, way) != way:
            yield f"{_PREFIX}{name}: this is for {_PREFIX}OPENING={_ONLY_FOR[name]} only"


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
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path not in ("", "/")
        or parts.query
    ):
        raise ValueError(f"give an address like https://workshop.example.org, not {text!r}")
    return text.rstrip("/")


def _database(text: str) -> str:
    if text.split(":")[0].split("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError("give a sqlite:// or postgresql:// address")
    if text.startswith("postgresql") and find_spec("psycopg2") is None:
        raise ValueError(
            "PostgreSQL needs its driver: install the packages of requirements/postgres.txt beside"
            " this program"
        )
    return text


def _redis(text: str) -> str:
    if not re.match(r"rediss?://[^/]", text):
        raise ValueError("give a redis:// or rediss:// address")
    if find_spec("redis") is None:
        raise ValueError(
            "several workers need their packages: install those of requirements/many.txt beside"
            " this program"
        )
    if os.name == "nt":
        raise ValueError("several workers cannot share a folder of keys on Windows; leave it out")
    return text


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError(
            "give at least 32 characters, or leave it out: one is made and kept in the data folder"
        )
    return text


def _opening(text: str) -> str:
    if text == "oidc" and find_spec("authlib") is None:
        raise ValueError(
            "signing in needs its packages: install those of requirements/oidc.txt beside this"
            " program"
        )
    return _one_of("local", "anyone", "password", "oidc")(text)


def _password(text: str) -> str:
    if len(text) < 10:
        raise ValueError("give at least 10 characters, best those that nobody would guess")
    return text


def _issuer(text: str) -> str:
    parts = urlsplit(text)
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if (
        not (parts.scheme == "https" or (parts.scheme == "http" and is_here))
        or not parts.hostname
        or parts.query
    ):
        raise ValueError(f"give the issuer's address, which begins with https://, not {text!r}")
    return text.rstrip("/")


def _allowed(text: str) -> tuple[str, ...]:
    entries = tuple(entry.strip().lower() for entry in text.split(","))
    for entry in entries:
        if not re.fullmatch(r"[^@\s]*@[^@\s]+", entry):
            raise ValueError(
                "give e-mail addresses, or @example.org for all of a domain, with commas; not"
                f" {entry!r}"
            )
    return entries


_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "HOST": ("host", str),
    "PORT": ("port", _whole_number(1, 65535)),
    "PUBLIC_URL": ("public_url", _url),
    "DATA": ("data", lambda text: Path(text).expanduser().resolve()),
    "DATABASE_URL": ("database_url", _database),
    "REDIS_URL": ("redis_url", _redis),
    "ASYNC": ("async_mode", _one_of("eventlet", "threading")),
    "SECRET_KEY": ("secret_key", _secret),
    "OPENING": ("opening", _opening),
    "OPENING_PASSWORD": ("opening_password", _password),
    "OIDC_ISSUER": ("oidc_issuer", _issuer),
    "OIDC_CLIENT_ID": ("oidc_client_id", str),
    "OIDC_CLIENT_SECRET": ("oidc_client_secret", str),
    "OIDC_ALLOWED": ("oidc_allowed", _allowed),
    "RETENTION_DAYS": ("retention_days", _whole_number(1, 3650)),
    "OPERATOR": ("operator", str),
}

_NEEDED = {
    "password": ("OPENING_PASSWORD",),
    "oidc": ("PUBLIC_URL", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"),
}
_ONLY_FOR = {
    "OPENING_PASSWORD": "password",
    **{name: "oidc" for name in _READERS if name.startswith("OIDC_")},
}

SETTINGS = tuple(_PREFIX + name for name in _READERS)
"""The names of all settings."""
