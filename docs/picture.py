"""Draws `docs/surfaces.png`, the README's picture, from a real server: `.venv/bin/python
docs/picture.py`.

Starts `wsgi.py` with an empty data folder, lets 38 phones join and vote over HTTP, takes the wall,
the phone and the desk in Chromium (the one that CHROMIUM names, else Playwright's own) and lays
them on one sheet.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.clients import BUDGET_TODAY, Phone, Script  # noqa: E402
from tests.support.servers import Server  # noqa: E402

PICTURE = ROOT / "docs" / "surfaces.png"
MOST_BYTES = 300_000

PLAN = {"plan": "short"}
PHONES_USE = (  # an address as a workshop would have it, for the wall to show
    "http://192.168.8.20:5000"
)
ANSWERS = {
    "northern": (1, 2, 5, 8, 0, 1),
    "southern": (7, 6, 4, 1, 0, 3),
}  # invented; the way out comes last
TICKED = 2

PAPER, LINE = "#faf7f0", "#d9d2c2"
WIDTH, GAP, CORNER, COLORS = 1600, 50, 14, 256
WALL, DESK, PHONE = (960, 540), (960, 480), (490, 1070)

Surfaces = tuple[Image.Image, Image.Image, Image.Image]
"""Wall, desk, phone."""


def main() -> None:
    """Draw the picture anew."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with Server(data, WORKSHOP_PUBLIC_URL=PHONES_USE) as server, browser() as chromium:
            surfaces = walk(chromium, Script(server.base, PLAN))
    sheet(*surfaces).save(PICTURE, optimize=True)
    if PICTURE.stat().st_size > MOST_BYTES:
        sys.exit(f"{PICTURE.name} has {PICTURE.stat().st_size} bytes, more than {MOST_BYTES}.")


# --- The session


def walk(chromium: Browser, script: Script) -> Surfaces:
    """Wall and desk with the result, and one of the phones as it was while the question was
    open.
    """
    phones = join_all(script)
    script.do("open_question", **BUDGET_TODAY)
    phone = choosing(chromium, phones[0][0])
    for voter, choice in phones:
        voter.cast([choice])
    script.do("close_question", **BUDGET_TODAY)
    wall = with_result(chromium, (1920, 1080), f"{script.base}/s/{script.screen_key}")
    desk = with_result(chromium, (1440, 720), f"{script.base}/f/{script.code}#{script.key}")
    return wall, desk, phone


def join_all(script: Script) -> list[tuple[Phone, int]]:
    """Everyone joins; each phone with the position it will choose."""
    chosen = [
        (group, choice)
        for group, counts in ANSWERS.items()
        for choice, count in enumerate(counts)
        for _ in range(count)
    ]
    return [(Phone(script.base, script.code, group), choice) for group, choice in chosen]


# --- The surfaces


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, without its sandbox only where root runs it."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        program = os.environ.get("CHROMIUM") or None
        with playwright.chromium.launch(executable_path=program, args=flags) as chromium:
            yield chromium


def choosing(chromium: Browser, phone: Phone) -> Image.Image:
    """The phone in the hand, one answer ticked and not yet sent."""
    hand = page(chromium, (430, 939), sharpness=2)
    hand.context.add_cookies(
        [
            {"name": cookie.name, "value": str(cookie.value), "url": phone.base}
            for cookie in phone.http.cookies
        ]
    )
    hand.goto(f"{phone.base}/j/{phone.code}", wait_until="networkidle")
    hand.get_by_role("radio").nth(TICKED).check(force=True)
    return shot(hand)


def with_result(chromium: Browser, size: tuple[int, int], address: str) -> Image.Image:
    """A surface once the bars are there."""
    surface = page(chromium, size)
    surface.goto(address)
    surface.locator(".bar").first.wait_for()
    surface.wait_for_load_state("networkidle")
    return shot(surface)


def page(chromium: Browser, size: tuple[int, int], sharpness: int = 1) -> Page:
    """A page in a browser of its own, by daylight and without motion."""
    width, height = size
    return chromium.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=sharpness,
        color_scheme="light",
        reduced_motion="reduce",
    ).new_page()


def shot(surface: Page) -> Image.Image:
    return Image.open(BytesIO(surface.screenshot())).convert("RGB")


# --- The sheet


def sheet(wall: Image.Image, desk: Image.Image, phone: Image.Image) -> Image.Image:
    """Wall above desk, the phone beside them, on paper; in few colours, which keeps the file
    small.
    """
    paper = Image.new("RGB", (WIDTH, WALL[1] + DESK[1] + 3 * GAP), PAPER)
    lay(paper, wall.resize(WALL, Image.Resampling.LANCZOS), (GAP, GAP))
    lay(paper, desk.resize(DESK, Image.Resampling.LANCZOS), (GAP, 2 * GAP + WALL[1]))
    lay(paper, phone.resize(PHONE, Image.Resampling.LANCZOS), (2 * GAP + WALL[0], GAP))
    # the method that keeps rare colours: the orange of one small square, too
    return paper.quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def lay(paper: Image.Image, surface: Image.Image, at: tuple[int, int]) -> None:
    """Put a surface down, with round corners and a thin line around it."""
    width, height = surface.size
    mask = Image.new("L", (4 * width, 4 * height), 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, 4 * width - 1, 4 * height - 1), 4 * CORNER, fill=255
    )
    paper.paste(surface, at, mask.resize(surface.size, Image.Resampling.LANCZOS))
    x, y = at
    edge = (x - 1, y - 1, x + width, y + height)
    ImageDraw.Draw(paper).rounded_rectangle(edge, CORNER + 1, outline=LINE, width=2)


if __name__ == "__main__":
    main()
