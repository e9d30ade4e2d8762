"""A wall as a phone's camera takes it: from aside and afar, a little out of focus, grainy, pressed
into a JPEG.
"""

import io
import random

from PIL import Image, ImageChops, ImageFilter

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left."""

ROOM = (70, 66, 60)  # what is around the wall: a dim room
FOCUS, GRAIN, QUALITY = (
    0.8,
    36,
    60,
)  # radius of the blur in pixels, reach of the noise of 255, of the JPEG
# Where the corners of the photograph lie on the wall, in its widths and heights: it stands turned
# away and leaning.
FROM_THE_LEFT: Corners = ((-0.1, -0.16), (1.16, -0.34), (1.08, 1.34), (-0.06, 1.12))
FROM_THE_RIGHT: Corners = ((-0.18, -0.3), (1.08, -0.12), (1.12, 1.16), (-0.1, 1.38))


def photograph(wall: Image.Image, seen: Corners, width: int) -> Image.Image:
    """The wall in a picture so many pixels wide, whose corners lie where `seen` says.

    The same each time.
    """
    corners = [(x * wall.width, y * wall.height) for x, y in seen]
    fine = (
        2 * width,
        2 * width * 3 // 4,
    )  # twice as fine as it will be: a lens gathers what lies between the pixels
    how = (Image.Transform.PERSPECTIVE, _onto(corners, *fine), Image.Resampling.BICUBIC)
    tilted = wall.convert("RGB").transform(fine, *how, fillcolor=ROOM)
    return _pressed(_grainy(tilted.reduce(2).filter(ImageFilter.GaussianBlur(FOCUS))))


def _onto(corners: list[Point], width: int, height: int) -> list[float]:
    """The eight numbers by which Pillow finds for each pixel of the photograph its point on the
    wall.

    The square onto a quadrilateral, after P. Heckbert, Fundamentals of Texture Mapping and Image
    Warping, 1989, 2.2.3.
    """
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    whole = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / whole, (dx1 * sy - sx * dy1) / whole
    across = (x1 - x0 + g * x1, x3 - x0 + h * x3, x0)
    down = (y1 - y0 + g * y1, y3 - y0 + h * y3, y0)
    return [
        across[0] / width,
        across[1] / height,
        x0,
        down[0] / width,
        down[1] / height,
        y0,
        g / width,
        h / height,
    ]


def _grainy(picture: Image.Image) -> Image.Image:
    noise = random.Random(1).randbytes(picture.width * picture.height)
    grain = (
        Image.frombytes("L", picture.size, noise)
        .point(lambda value: value * GRAIN // 255)
        .convert("RGB")
    )
    return ImageChops.add(picture, grain, offset=-GRAIN // 2)


def _pressed(picture: Image.Image) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return Image.open(file)
