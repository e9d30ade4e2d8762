"""Names of the cookies that prove who is who; shared by the HTTP and the socket door."""


def participant_cookie(code: str) -> str:
    """Holds a participant's token. One per session, so that a phone can be in two."""
    return f"participant_{code.upper()}"


def facilitator_cookie(code: str) -> str:
    """Holds a facilitator's key."""
    return f"facilitator_{code.upper()}"
