"""Getting ready in a browser: the ticks come by themselves, the paper can be scanned, a rehearsal
runs through.
"""

import io
import re

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.surfaces import DeskPage, WallPage, hurry
from tests.browser.venue import Venue
from tests.support.clients import Script


def scanned(page: Page) -> set[str]:
    """Every code on the printed page."""
    page.emulate_media(media="print", color_scheme="light")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    page.emulate_media(media="screen")
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def test_the_tick_for_the_wall_comes_while_the_page_is_open(session: Script, venue: Venue) -> None:
    page = venue.desk()
    page.clock.install()
    DeskPage(page, session.links["facilitator_url"])
    page.get_by_role("link", name="Before people come").click()
    checks = page.get_by_role("status")
    expect(checks).to_contain_text("The wall is not connected yet.")
    page.get_by_label("Simulated phones").fill("31")
    WallPage(venue.wall(), session.links["screen_url"])
    hurry(checks.filter(has_text="The wall is connected."))
    expect(page.get_by_label("Simulated phones")).to_have_value("31")


def test_the_join_sheet_is_scanned_wifi_and_all(session: Script, venue: Venue) -> None:
    page = venue.desk()
    DeskPage(page, session.links["facilitator_url"])
    page.get_by_role("link", name="Before people come").click()
    page.get_by_role("link", name="Join sheet").click()
    page.get_by_label("Name of the Wi-Fi").fill('Sala "3"; azul')
    page.get_by_label("Its password").fill("tamarindo\\9")
    page.get_by_role("button", name="Put the Wi-Fi on the sheet").click()
    expect(page.get_by_role("region", name="The sheet")).to_contain_text("tamarindo")
    wifi = 'WIFI:T:WPA;S:Sala \\"3\\"\\; azul;P:tamarindo\\\\9;;'
    assert scanned(page) == {wifi, f"{session.base}/J/{session.code}".upper()}


def test_a_rehearsal_fills_the_wall_and_ends_without_a_file(session: Script, venue: Venue) -> None:
    page = venue.desk()
    page.clock.install()
    desk = DeskPage(page, session.links["facilitator_url"])
    page.get_by_role("link", name="Before people come").click()
    page.get_by_label("Simulated phones").fill("40")
    page.get_by_role("button", name="Start a rehearsal").click()
    screen = page.get_by_role("link", name="Open the wall in a window").get_attribute("href")
    assert screen
    wall = WallPage(venue.wall(), screen)
    wall.expect_joined(40)
    expect(wall.paragraph("Rehearsal")).to_be_visible()
    desk.press("Show question 1 of 2: today")
    desk.press("Open voting: today")
    expect(wall.page.get_by_text(re.compile("[34][0-9] of 40 have answered"))).to_be_visible()
    desk.close_voting_by_the_clock()
    expect(wall.row("Southern partners").locator("[data-when=voters]")).to_have_text(
        re.compile(r"1\d answers")
    )
    assert page.get_by_role("link", name="results.csv").count() == 0
