"""A contact sheet of every state of wall, phone and desk, at every size and in both themes: `make
looks`.

Starts a server of its own, walks a session through its states, and writes `looks/index.html` with a
picture of each. `make looks ARGS=dots` takes the states whose name holds that word, and leaves the
other pictures as they are.
"""

import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from playwright.sync_api import Page, ViewportSize

from tests.browser.states import IN_TWO_LANGUAGES, Seen, Walk, arrived
from tests.browser.venue import DESK, PHONE, WALL, WALL_4_TO_3, Venue, chromium
from tests.support.clients import Phone
from tests.support.servers import ROOT, Server

FOLDER = ROOT / "looks"
SIZES: Mapping[str, Mapping[str, ViewportSize]] = {
    "wall": {"16x9": WALL, "4x3": WALL_4_TO_3},
    "phone": {"390": PHONE, "320": {"width": 320, "height": 568}},
    "desk": {"1366": DESK, "390": PHONE},
}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONES_USE = (  # an address as a workshop would have it, for the wall to show
    "http://192.168.8.20:5000"
)
ON_PHONES = ("lobby", "question", "turnout", "bars", "veiled", "twenty-question", "texts", "ended")
AT_DESKS = ("lobby", "question", "turnout", "bars", "dots", "texts", "map", "ended")
STYLE = """body { margin: 2rem; font: 1rem system-ui; background: #777; color: #fff }
h2 { margin: 2rem 0 .5rem }
section { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start } figure { margin: 0 }
img { display: block; max-width: 46rem; max-height: 30rem } figcaption { padding: .2rem 0 }"""


class Surface(NamedTuple):
    """A window, and what it is the window of: wall, phone, desk, or a phone by another name."""

    kind: str
    name: str
    page: Page


def main(only: str = "") -> None:
    """Photograph it all anew, or what holds this word."""
    FOLDER.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        Server(Path(folder) / "data", WORKSHOP_PUBLIC_URL=PHONES_USE) as server,
        chromium() as browser,
    ):
        venue, walk = Venue(browser), Walk(server.base)
        before_a_session(venue, server.base, only)
        along(venue, walk, only)
        in_two_languages(venue, Walk(server.base, IN_TWO_LANGUAGES), only)
    (FOLDER / "index.html").write_text(sheet(), "utf-8")
    say(str(FOLDER / "index.html"))


def before_a_session(venue: Venue, base: str, only: str) -> None:
    """The pages on which a plan is chosen or written."""
    page = venue.desk()
    for name, path in (("home", "/"), ("editor", "/plans/new?starter=money")):
        page.goto(base + path)
        photograph(Surface("desk", "desk", page), name, only)


def along(venue: Venue, walk: Walk, only: str) -> None:
    """Every state of a session, on the surfaces that it changes."""
    windows: list[Surface] = []
    for state in walk.states():
        windows = windows or [wall_of(venue, walk), desk_of(venue, walk)]
        arrived(windows[0].page, state)
        for window in [*windows, *phones_of(venue, walk, state)]:
            if shows(window, state):
                photograph(window, state.name, only)


def in_two_languages(venue: Venue, walk: Walk, only: str) -> None:
    """Every state of a wall that says it all twice."""
    wall = None
    for state in walk.states():
        wall = wall or wall_of(venue, walk, "both")
        arrived(wall.page, state)
        photograph(wall, state.name, only)


def wall_of(venue: Venue, walk: Walk, name: str = "wall") -> Surface:
    page = venue.wall()
    page.goto(f"{walk.session.base}/s/{walk.session.screen_key}")
    return Surface("wall", name, page)


def desk_of(venue: Venue, walk: Walk) -> Surface:
    page = venue.desk()
    page.goto(f"{walk.session.base}/f/{walk.session.code}#{walk.session.key}")
    return Surface("desk", "desk", page)


def phones_of(venue: Venue, walk: Walk, state: Seen) -> Iterator[Surface]:
    """A stranger's phone in the lobby; later one that has answered early, and one that has not
    yet.
    """
    if state.name not in ON_PHONES:
        return
    hands: dict[str, Phone | None] = {"stranger": None}
    if walk.phones:
        hands = {
            "phone": walk.phones[-1],
            **({"counted": walk.phones[0]} if state.name == "turnout" else {}),
        }
    for name, phone in hands.items():
        page = venue.phone()
        if phone:
            page.context.add_cookies(
                [
                    {"name": cookie.name, "value": str(cookie.value), "url": phone.base}
                    for cookie in phone.http.cookies
                ]
            )
        page.goto(f"{walk.session.base}/j/{walk.session.code}")
        yield Surface("phone", name, page)


def shows(window: Surface, state: Seen) -> bool:
    """Whether this state looks different on such a window."""
    return window.kind != "desk" or state.name in AT_DESKS


def photograph(window: Surface, state: str, only: str) -> None:
    """One picture for each size and theme."""
    if only not in f"{window.kind}-{window.name}-{state}":
        return
    window.page.wait_for_load_state("networkidle")
    for size, viewport in SIZES[window.kind].items():
        window.page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        for theme in THEMES:
            window.page.emulate_media(color_scheme=theme)
            whole = window.kind != "wall"
            window.page.screenshot(
                path=FOLDER / f"{window.name}_{state}_{size}_{theme}.png", full_page=whole
            )
    say(f"{window.name}: {state}")


def sheet() -> str:
    """A page with all the pictures there are, by surface and state."""
    parts = [f"<!doctype html><meta charset=utf-8><title>Looks</title><style>{STYLE}</style>"]
    heading = ("", "")
    for picture in sorted(FOLDER.glob("*.png"), key=lambda path: path.stat().st_mtime):
        name, state, size, theme = picture.stem.split("_")
        if (name, state) != heading:
            parts.append(
                f"{'</section>' if heading[0] else ''}"
                f"<h2>{escape(f'{name}: {state}')}</h2><section>"
            )
            heading = (name, state)
        parts.append(
            f"<figure><img src={picture.name} alt='' loading=lazy><figcaption>{size}"
            f" {theme}</figcaption></figure>"
        )
    return "\n".join(parts)


def say(line: str) -> None:
    sys.stdout.write(f"· {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:2])
