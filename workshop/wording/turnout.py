"""The words of the turnout in a small room."""

from workshop.wording import say

_BANDS = {
    "none": "No answers yet",
    "under_25": "Fewer than a quarter have answered",
    "25_49": "A quarter or more have answered",
    "50_79": "Half or more have answered",
    "from_80": "Most have answered",
}


def band_text(band: str) -> str:
    """The band in words."""
    return say(_BANDS[band])
