"""The languages of the program, and the one that is spoken at the moment.

It is a context variable: each request, payload and thread sets its own.
"""

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
    """The language of this thread or green thread."""
    return _spoken.get()


def speak(language: str) -> None:
    """Set the language of this thread or green thread."""
    _spoken.set(closest(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Set the language for a block."""
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
    """The direction of its script: `ltr` or `rtl`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
