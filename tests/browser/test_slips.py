"""The sheet of slips: made at the desk, printed, scanned by a phone that joins with it."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.surfaces import DeskPage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import Script


def test_slips_are_made_at_the_desk_printed_and_scanned(session: Script, venue: Venue) -> None:
    page = venue.desk()
    desk = DeskPage(page, session.links["facilitator_url"])
    page.get_by_role("link", name="Before people come").click()
    page.get_by_role("link", name="Slips from two hats").click()
    for side in ("Northern", "Southern"):
        page.get_by_label(f"Slips for the hat of: {side} partners").fill("3")
    page.get_by_role("button", name="Make slips").click()
    sheets = page.get_by_role("region", name="partners")
    expect(sheets).to_have_count(2)
    expect(sheets.first.get_by_role("listitem")).to_have_count(3)

    wall = WallPage(venue.wall(), session.links["screen_url"])
    expect(wall.paragraph("Draw a slip from the hat of your side first.")).to_be_visible()
    assert desk.page.url.endswith("/slips")

    page.emulate_media(media="print", color_scheme="light")
    expect(page.get_by_role("button")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    scanned = {code.text for code in zxingcpp.read_barcodes(picture)}
    codes = session.call("GET", "/slips").json()
    address = f"{session.base}/J/{session.code}".upper()
    assert scanned == {f"{address}/{slip}" for slip in codes["northern"] + codes["southern"]}

    phone = venue.phone()
    phone.goto(f"{session.base}/J/{session.code}/{codes['southern'][0]}")
    expect(phone.get_by_label("The code on your slip")).to_have_value(codes["southern"][0])
    phone.get_by_text("Southern partners").click()
    phone.get_by_role("button", name="Join").click()
    wall.expect_joined(1)
