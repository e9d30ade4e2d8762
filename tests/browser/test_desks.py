"""A second desk in a browser: the phone in the facilitator's hand scans its way in, leads, and is
shut out again.
"""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.surfaces import DeskPage
from tests.browser.venue import Venue
from tests.support.clients import Script


def test_a_phone_becomes_a_remote_and_is_closed_again(session: Script, venue: Venue) -> None:
    page = venue.desk()
    desk = DeskPage(page, session.links["facilitator_url"])
    page.get_by_role("link", name="Other desks").click()
    page.get_by_label("For whom, or for what").fill("my phone")
    page.get_by_role("button", name="Make its link").click()
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    (link,) = {code.text for code in zxingcpp.read_barcodes(picture)}
    expect(page.get_by_text(link, exact=True)).to_be_visible()

    remote = DeskPage(venue.phone(), link)
    page.get_by_role("link", name="Back to the desk").click()
    remote.button("Show question 1 of 2: today").tap()
    expect(desk.button("Open voting: today")).to_be_visible()
    assert "#" not in remote.page.url

    venue.expect_lost_connections()
    page.get_by_role("link", name="Other desks").click()
    page.get_by_role("button", name="Close the desk “my phone”").click()
    expect(page.get_by_text("my phone")).to_have_count(0)
    expect(remote.page.get_by_role("heading", name="Enter with your link")).to_be_visible()
