"""Colours and patterns of printed charts, which stay distinct without colour."""

from markupsafe import Markup

INK, SOFT, EDGE, ZERO = "#1c1a17", "#6b655c", "#8a8377", "#1c1a17"
PAPER, WHITE, LINE_INK = "#faf7f0", "#ffffff", "#e2dccf"
GROUPS = {
    "northern": "#123f5c",
    "southern": "#b4501b",
}  # in the map the hue is the group; everyone together is ink
FILLS = {
    "0": "#123f5c",
    "1": "#2f7397",
    "2": "#8fbcd0",
    "3": "url(#tone-3)",
    "4": "url(#tone-4)",
    "plain": "#4d5f57",
    "out": "url(#tone-out)",
    "none": "#ffffff",
}
EDGES = {"2": "#4f8aa4", "3": "#938558", "4": "#9a4716", "out": EDGE, "none": EDGE}
NUMBERS = {"0": "#ffffff", "1": "#ffffff", "plain": "#ffffff"}
HALOS = {
    "3": "#ded5b8",
    "4": "#d0682a",
    "out": "#e7e3da",
}  # keep a number clear of the pattern behind it

PATTERNS = Markup(
    '<svg class="patterns" width="0" height="0" aria-hidden="true"><defs><pattern id="tone-3"'
    ' width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7"'
    ' fill="#d9cfae"/><circle cx="3.5" cy="3.5" r="1" fill="#938558"/></pattern><pattern'
    ' id="tone-4" width="7" height="7" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(-45)"><rect width="7" height="7" fill="#d0682a"/><rect width="1.5"'
    ' height="7" fill="#9a4716"/></pattern><pattern id="tone-out" width="7" height="7"'
    ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7"'
    ' fill="#e7e3da"/><rect width="2.2" height="7" fill="#b9b2a3"/></pattern></defs></svg>'
)
"""Needed once in every document with charts: their fills refer to it."""


def tone_marks(tone: str) -> dict[str, object]:
    """The attributes of a shape in this tone."""
    dashes = {"stroke_dasharray": "3 2"} if tone == "none" else {}
    return {"fill": FILLS[tone], "stroke": EDGES.get(tone, FILLS[tone]), **dashes}


def number_marks(tone: str) -> dict[str, object]:
    """The attributes of a number that stands on this tone."""
    halo = (
        {"stroke": HALOS[tone], "stroke_width": 4, "paint_order": "stroke"} if tone in HALOS else {}
    )
    return {"fill": NUMBERS.get(tone, INK), "stroke_linejoin": "round", **halo}
