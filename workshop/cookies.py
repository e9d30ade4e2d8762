"""Names of the cookies: those that prove who is who, which both doors read, and the language of a phone's pages."""

OPENING_COOKIE = "opening"
"""Holds the pass by which a browser opens sessions, where that takes a password or signing in."""

SEATS = 6
"""How many people can share a phone. Each has a cookie, and so a token, of their own."""


LANGUAGE_COOKIE = "language"
"""Holds what somebody chose to read in, and says nothing of who that is."""


def participant_cookie(code: str, seat: int = 1) -> str:
    """Holds the token of who has this seat of the phone. One per session, so that a phone can be in two."""
    return f"participant_{code.upper()}" + ("" if seat == 1 else f"_{seat}")


def facilitator_cookie(code: str) -> str:
    """Holds a facilitator's key."""
    return f"facilitator_{code.upper()}"
