"""The languages people can read, and which of them is spoken just now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ENGLISH = "en"
LANGUAGES = {
    ENGLISH: "English",
    "fr": "Français",
    "es": "Español",
    "pt": "Português",
    "ar": "العربية",
    "sw": "Kiswahili",
}
"""Every language a phone can choose, by the name its own readers give it."""
DESK_LANGUAGES = (ENGLISH, "fr")
RIGHT_TO_LEFT = frozenset({"ar"})

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken() -> str:
    """The language that is spoken just now."""
    return _spoken.get()


def speak(language: str) -> None:
    """Speak this language from here on, in this thread or green thread."""
    _spoken.set(closest(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language for a while."""
    before = _spoken.set(closest(language))
    try:
        yield
    finally:
        _spoken.reset(before)


def closest(tag: str) -> str:
    """The language we have for a tag such as `pt-BR`; English where we have none."""
    main = tag.partition("-")[0].lower()
    return main if main in LANGUAGES else ENGLISH


def desk_language(tag: str) -> str:
    """The language of a desk for a plan in this one."""
    language = closest(tag)
    return language if language in DESK_LANGUAGES else ENGLISH


def direction(language: str) -> str:
    """Which way it is written: `ltr` or `rtl`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
