"""The language of a page.

What somebody chose stays between that phone and its own pages: a cookie that says two letters, and
nothing else. In a room where one person reads Swahili the language alone would single them out. So
it must reach no store, no log line, no count, and nothing that a wall, a desk or another phone is
sent; sockets never ask for it. Whoever opens a starter plan gets it in the language of their desk,
which the whole room sees on the wall anyway.
"""

from collections.abc import Mapping

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from workshop.domain.voting.plan import Plan
from workshop.protocol.cookies import LANGUAGE_COOKIE
from workshop.web.access import give_cookie
from workshop.wording import promise, say
from workshop.wording.languages import (
    ENGLISH,
    LANGUAGES,
    closest,
    desk_language,
    direction,
    speak,
    speaking,
    spoken,
)

_DAYS = 7
_DOORS = (
    "/",
    "/j",
    "/language",
    "/opening",
)  # where people come who type the address that the wall shows


def phone_language(otherwise: str = ENGLISH) -> str:
    """The language chosen on this phone, else the one its browser asks for, else `otherwise`."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else _asked_for() or closest(otherwise)


def spoken_at_desks() -> str:
    """The page's language where desks have it, else English; that of starter plans, too."""
    return desk_language(spoken())


def remember_language(response: Response, language: str) -> Response:
    """Keep the choice on this phone, if it is one of our languages."""
    return (
        give_cookie(response, LANGUAGE_COOKIE, language, _DAYS)
        if language in LANGUAGES
        else response
    )


def add_languages(app: Flask) -> None:
    """Set the language of every page, from the first refusal on; desks have fewer than phones."""

    @app.before_request
    def begin() -> ResponseReturnValue | None:
        is_read_on_phones = request.path in _DOORS or request.path[:3] in ("/j/", "/J/")
        speak(phone_language() if is_read_on_phones else desk_language(phone_language()))
        return None

    @app.context_processor
    def known() -> dict[str, object]:
        return {
            "language": spoken(),
            "direction": direction(spoken()),
            "languages": LANGUAGES,
            "desk": spoken_at_desks(),
            "say_at_desks": _say_at_desks,
        }

    app.jinja_env.globals["_"] = say
    app.jinja_env.globals["promised"] = promise.lines_of_any_session


class WallWords:
    """The fixed words of a wall, in templates.

    `said` gives the plan's language; a call gives both languages of a wall in two.
    """

    def __init__(self, plan: Plan) -> None:
        self.language = closest(plan.language)
        self.direction = direction(self.language)
        self._second = plan.second_language if plan.second_language != self.language else ""

    def said(self, text: str) -> str:
        """The text in the plan's language."""
        with speaking(self.language):
            return say(text)

    def also(self, text: str) -> str:
        """The text in the second language; empty where there is none."""
        with speaking(self._second):
            return say(text) if self._second else ""

    def __call__(self, text: str, **slots: object) -> Markup:
        """The text, followed by the wall's second language; `slots` are filled into both."""
        return self._both(*(_filled(words, slots) for words in (self.said(text), self.also(text))))

    def promised(self, threshold: int) -> Markup:
        """The short promise, whole in the one language and then in the other."""
        first, second = (" ".join(map(said, promise.PROMISE)) for said in (self.said, self.also))
        return self._both(_filled(first, {"k": threshold}), _filled(second, {"k": threshold}))

    def _both(self, first: Markup, second: Markup) -> Markup:
        if not second.strip():
            return first
        also = Markup('<span class="also" lang="{}" dir="{}">{}</span>')
        return Markup("<span>{}</span> {}").format(
            first, also.format(self._second, direction(self._second), second)
        )


def _asked_for() -> str:
    """The language of ours that the browser prefers; empty where it names none.

    `en-GB, fr;q=0.5` is English.
    """
    asked = (tag.partition("-")[0].lower() for tag, liking in request.accept_languages if liking)
    return next((tag for tag in asked if tag in LANGUAGES), "")


def _say_at_desks(text: str) -> str:
    with speaking(spoken_at_desks()):
        return say(text)


def _filled(text: str, slots: Mapping[str, object]) -> Markup:
    return escape(text) % slots if slots else escape(text)
