"""The codes on the wall as phones meet them: photographed from aside and afar, read by two
readers.
"""

import io
from typing import Literal

import deqr
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.photograph import FROM_THE_LEFT, FROM_THE_RIGHT, Corners, photograph
from tests.browser.surfaces import WallPage
from tests.browser.venue import WALL, WALL_4_TO_3, Venue
from tests.support.clients import Script
from tests.support.servers import Timed
from tests.support.trials import trials

FROM_THE_BACK, FROM_A_TABLE = (
    480,
    800,
)  # pixels across the photograph: of the whole wall, of its lower corner


def by_zxing(picture: Image.Image) -> set[str]:
    """What ZXing reads."""
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def by_zbar(picture: Image.Image) -> set[str]:
    """What the reader of ZBar reads."""
    return {
        str(entry.data)
        for code in deqr.QRdecDecoder().decode(picture)
        for entry in code.data_entries
    }


def taken(page: Page, beat: str, seen: Corners) -> Image.Image:
    """A photograph of the wall as it stands; of its corner alone, as people aim there."""
    wall = Image.open(io.BytesIO(page.screenshot()))
    if beat == "lobby":
        return photograph(wall, seen, FROM_THE_BACK)
    return photograph(
        wall.crop((wall.width * 3 // 5, wall.height * 3 // 5, *wall.size)), seen, FROM_A_TABLE
    )


@pytest.mark.parametrize(
    ("size", "theme"), trials([(WALL_4_TO_3, "dark")], [(WALL, "light"), (WALL_4_TO_3, "dark")])
)
def test_two_readers_read_the_lobby_from_the_back_and_the_corner_from_a_table(
    session: Script,
    venue: Venue,
    one_server: Timed,
    size: dict[str, int],
    theme: Literal["light", "dark"],
) -> None:
    address = f"HTTP://127.0.0.1:{one_server.port}/J/{session.code}"
    page = venue.wall(size)
    page.emulate_media(color_scheme=theme)
    wall = WallPage(page, session.links["screen_url"])
    for beat in ("lobby", "corner"):
        if beat == "corner":
            session.do("show_question", question="budget")
            expect(wall.paragraph("Voting opens soon.")).to_be_visible()
        for seen in (FROM_THE_LEFT, FROM_THE_RIGHT):
            picture = taken(page, beat, seen)
            assert (by_zxing(picture), by_zbar(picture)) == ({address}, {address}), beat


def test_a_wall_without_a_code_has_none_to_read(session: Script, venue: Venue) -> None:
    session.do("blank_screen")
    wall = WallPage(venue.wall(), session.links["screen_url"])
    expect(wall.page.get_by_text("The screen is paused.").first).to_be_visible()
    picture = taken(wall.page, "lobby", FROM_THE_LEFT)
    assert (by_zxing(picture), by_zbar(picture)) == (set(), set())
