"""Names of the cookies: those that prove who is who, which both doors read, and the language of a phone's pages."""

OPENING_COOKIE = "opening"
"""Holds the pass by which a browser opens sessions, where that takes a password or signing in."""

SEATS = 6
"""How many people can share a phone. Each has a cookie, and so a token, of their own."""

_PARTICIPANT = "participant_"

LANGUAGE_COOKIE = "language"
"""Holds what somebody chose to read in, and says nothing of who that is."""


def participant_cookie(code: str, seat: int = 1) -> str:
    """Holds the token of who has this seat of the phone. One per session, so that a phone can be in two."""
    return f"{_PARTICIPANT}{code.upper()}" + ("" if seat == 1 else f"_{seat}")


def code_of(name: str) -> str:
    """The code of the session that a participant's cookie is for; empty for other cookies."""
    return name.removeprefix(_PARTICIPANT).partition("_")[0] if name.startswith(_PARTICIPANT) else ""


def facilitator_cookie(code: str) -> str:
    """Holds a facilitator's key."""
    return f"facilitator_{code.upper()}"
