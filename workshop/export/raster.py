"""PNG from our own SVG, in one font that is fetched at set-up: the same on every machine."""

import re
from pathlib import Path

import resvg_py

_FOLDER = Path(__file__).parents[2] / "static" / "vendor"
_FACES = [
    str(_FOLDER / name) for name in ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf")
]
_FAMILY = "DejaVu Sans"
# 1520 pixels wide: sharp on a projector, and half the work of 3; whole, so that the tiles of
# patterns meet
_ZOOM = 2
# beyond this the map of a hundred questions would take as many MiB as all else; nobody sees it at
# once
_TALL = 8000
_HEIGHT = re.compile(r'viewBox="[\d.-]+ [\d.-]+ [\d.]+ ([\d.]+)"')
# What the face can write: Latin, Greek, Cyrillic, Armenian; Arabic; Latin again; signs, arrows,
# shapes.
_LETTERS = ((0x20, 0x55F), (0x600, 0x6FF), (0x1E00, 0x1FFF), (0x2000, 0x23FF), (0x25A0, 0x25FF))


def can_write(text: str) -> bool:
    """Whether the font has all letters of this text; otherwise there is no picture."""
    return all(
        sign.isspace() or any(first <= ord(sign) <= last for first, last in _LETTERS)
        for sign in text
    )


def png(svg: bytes) -> bytes:
    """The picture as PNG: pixels, and no metadata."""
    picture = svg.decode()
    height = _HEIGHT.search(picture)
    drawn = resvg_py.svg_to_bytes(
        svg_string=picture,
        zoom=1 if height and float(height[1]) > _TALL else _ZOOM,
        skip_system_fonts=True,
        font_files=_FACES,
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
    )
    return bytes(drawn)
