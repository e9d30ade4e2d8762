"""Every page in every state before its judges: WCAG 2.2 AA, valid HTML, letters of 200 %, no
motion, visible focus.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.checkers import Checkup
from tests.browser.judged import (
    BUDGET,
    FIRST,
    NARROW,
    NEXT,
    PLAN,
    Walk,
    come_in,
    end,
    pick_several,
    see_the_result,
    vote,
    write,
)
from tests.browser.surfaces import DeskPage, PhonePage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import Script, room
from tests.support.servers import Timed
from tests.support.trials import trials


@pytest.fixture
def checkup(tmp_path: Path) -> Checkup:
    return Checkup(tmp_path)


@pytest.mark.parametrize(("language", "second"), trials([("ar", "fr")], [("en", ""), ("ar", "fr")]))
def test_phone_and_wall_pass_in_every_state(
    one_server: Timed, venue: Venue, checkup: Checkup, language: str, second: str, tmp_path: Path
) -> None:
    walk = Walk(one_server.base, venue, checkup, language, second)
    come_in(walk)
    others = room(walk.session, 12, 12)
    vote(walk, others)
    see_the_result(walk)
    pick_several(walk)
    write(walk, others)
    end(walk)
    report = tmp_path / "report.html"
    report.write_bytes(walk.session.export("report.html"))
    walk.page.goto(report.as_uri())
    checkup.keep(report.read_text("utf-8"), "report")
    checkup.axe(walk.page, "report", always=True)
    checkup.still(walk.page, "report", always=True)
    assert checkup.verdict() == []


def test_a_phone_that_is_turned_away_or_has_no_line_passes(
    one_server: Timed, venue: Venue, checkup: Checkup
) -> None:
    session = Script(one_server.base, PLAN)
    phone = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
    session.do("open_question", **BUDGET)
    choices = phone.choices()
    venue.expect_lost_connections()
    phone.page.context.set_offline(True)
    phone.vote(choices[0])
    expect(phone.page.locator("[data-when=late]")).to_be_visible()
    checkup.axe(phone.page, "sending")
    phone.page.context.set_offline(False)
    phone.expect_counted()

    page = venue.phone()
    page.set_viewport_size(NARROW)
    session.do("lock_door")
    page.goto(session.links["join_url"])
    checkup.all_of(page, "locked door")
    slipped = Script(one_server.base, PLAN)
    slipped.do("make_slips", northern=3, southern=3)
    page.goto(slipped.links["join_url"])
    page.get_by_label("The code on your slip").fill("AAAA2222")
    page.get_by_text("Southern partners").tap()
    page.get_by_role("button", name="Join").tap()
    expect(page.get_by_role("alert")).to_be_visible()
    checkup.all_of(page, "wrong slip", always=True)
    page.goto(f"{one_server.base}/nothing/here")
    venue.complaints.clear()  # the browser says that it was 404
    checkup.all_of(page, "error")
    page.goto(f"{one_server.base}/j?code=NOTHING")
    expect(page.get_by_role("alert")).to_be_visible()
    venue.complaints.clear()
    checkup.all_of(page, "wrong code")
    assert checkup.verdict() == []


def test_the_desk_passes_from_the_lobby_to_the_end(
    one_server: Timed, venue: Venue, checkup: Checkup
) -> None:
    session = Script(one_server.base, PLAN)
    page = venue.desk()
    page.goto(f"{one_server.base}/f/{session.code}")
    checkup.all_of(page, "enter")
    desk = DeskPage(page, session.links["facilitator_url"])
    expect(desk.button("Show question 1 of 3: today")).to_be_visible()
    for summary in page.locator("summary").filter(visible=True).all():
        summary.click()
    checkup.all_of(page, "desk lobby", always=True)
    phones = room(session, 6, 6)
    session.do("open_question", **BUDGET)
    expect(desk.button("Close voting")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    checkup.all_of(page, "desk open, on a phone", always=True)
    page.set_viewport_size({"width": 1366, "height": 900})
    for phone, choice in zip(phones, [0, 0, 1, 2, 3, 4] * 2, strict=True):
        assert phone.cast([choice])["ok"]
    desk.press("Close voting")
    expect(page.locator("[data-when=closing]").first).to_be_visible()
    checkup.still(page, "desk closing")
    session.do("close_question")
    session.do("add_agreement", what="We decide together", who="Amina", by="March")
    expect(page.get_by_role("region", name="What we agreed").get_by_role("listitem")).to_have_count(
        1
    )
    expect(page.get_by_role("region", name="The talk")).to_be_visible()
    checkup.all_of(page, "desk revealed", always=True)
    for opener, name in (
        ("Add a question", "add"),
        ("Keys", "keys"),
        ("End the session", "ask-end"),
        ("Delete everything", "ask-forget"),
    ):
        desk.tool(opener).click()
        expect(page.locator(f"dialog#{name}")).to_be_visible()
        checkup.all_of(page, f"desk {name}", always=name == "ask-end")
        desk.key("Escape")
    desk.key("g")
    checkup.axe(page, "desk at a glance")
    desk.key("g")
    session.do("open_question", **NEXT)
    for phone in phones:
        assert phone.cast([], text="Hiring", **NEXT)["ok"]
    session.do("close_question")
    expect(
        page.get_by_role("region", name="What people wrote").get_by_role("listitem")
    ).to_have_count(12)
    checkup.axe(page, "desk reading")
    session.do("end_session")
    expect(page.get_by_text("The session has ended. The results are waiting")).to_be_visible()
    checkup.all_of(page, "desk ended")
    assert checkup.verdict() == []


def test_the_pages_for_before_people_come_pass(
    one_server: Timed, venue: Venue, checkup: Checkup
) -> None:
    session = Script(one_server.base, PLAN)
    page = venue.desk()
    page.goto(one_server.base)
    checkup.all_of(page, "home", always=True)
    page.goto(f"{one_server.base}/plans/new?starter=short")
    expect(page.locator(".pick").first).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    checkup.all_of(page, "editor", always=True)
    page.goto(session.links["facilitator_url"])
    expect(page.get_by_role("region", name="Next step")).to_be_visible()
    session.do("make_slips", northern=3, southern=3)
    for name in ("ready", "sheet", "slips", "desks"):
        page.goto(f"{one_server.base}/f/{session.code}/{name}")
        checkup.all_of(page, name, always=name == "ready")
    page.get_by_label("For whom, or for what").fill("my phone")
    page.get_by_role("button", name="Make its link").click()
    expect(page.locator(".secret")).to_be_visible()
    checkup.axe(page, "another desk")
    assert checkup.verdict() == []


def test_a_phone_says_each_change_in_its_one_polite_region(one_server: Timed, venue: Venue) -> None:
    session = Script(one_server.base, PLAN)
    phone = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
    page = phone.page
    regions = page.locator("[role=status], [role=alert], [role=log], [aria-live]")
    expect(regions).to_have_count(1)
    said = page.get_by_role("status")
    others = room(session, 3, 2)
    session.do("open_question", **FIRST)
    expect(said).to_have_text("Voting is open. Choose your answer.")
    phone.button("Send").tap()
    expect(said).to_have_text("Choose an answer first.")
    phone.choose("Money")
    expect(said).to_be_empty()
    session.do("pause_phones")
    expect(said).to_have_text("Please look up.")
    session.do("resume_phones")
    expect(said).to_have_text("Voting is open. Choose your answer.")
    venue.expect_lost_connections()
    page.context.set_offline(True)
    phone.button("Send").tap()
    expect(said).to_have_text("Sending your answer …")
    expect(said).to_contain_text("Your answer is kept on this phone")
    page.context.set_offline(False)
    expect(said).to_have_text("Counted ✓")
    for other, choices in zip(others, [[0], [0, 1], [1, 2], [0], [2]], strict=True):
        assert other.cast(choices, **FIRST)["ok"]
    session.do("close_question")
    finding = re.compile(
        "^All or nearly all Northern .+ All or nearly all Southern partners chose “Money”"
    )
    expect(said).to_have_text(finding)
    expect(phone.says).to_have_text(finding)
    expect(regions).to_have_count(1)
    sentences = page.get_by_role("list").get_by_role("listitem")
    expect(sentences).to_have_text(
        [re.compile(f"^{side} partners") for side in ("Northern", "Southern")]
    )


def test_marks_and_bars_stand_out_and_keep_their_shapes_where_the_system_sets_the_colours(
    session: Script, venue: Venue, tmp_path: Path
) -> None:
    wall = WallPage(venue.wall(), session.links["screen_url"])
    phones = room(session, 4, 4)
    session.do("open_question", **BUDGET)
    for phone, choice in zip(phones, [0, 0, 1, 3, 4, 4, 3, 1], strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    checkup = Checkup(tmp_path)
    marks = wall.picture.locator(".row-label .group-mark")
    expect(marks).to_have_count(2)
    checkup.bars(wall.page, "wall")
    assert checkup.found == []
    wall.page.locator(".bar:not([data-size=none]) b").first.evaluate(
        "number => { number.style.color = 'var(--tone)'; }"
    )
    checkup.bars(wall.page, "wall")
    assert len(checkup.found) == 2  # in light and in dark: it can tell
    wall.page.emulate_media(forced_colors="active")
    shapes = [mark.evaluate("node => getComputedStyle(node).borderRadius") for mark in marks.all()]
    assert shapes == ["0px", "50%"]
    canvas = wall.page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
    assert canvas not in marks.evaluate_all(
        "nodes => nodes.map((node) => getComputedStyle(node).backgroundColor)"
    )
    fills = "bars => bars.map((bar) => getComputedStyle(bar, '::before').backgroundColor)"
    assert canvas not in wall.picture.locator(".bar:not([data-size=none])").evaluate_all(fills)


SPOILT = """() => {
  const style = (selector, rules) => Object.assign(document.querySelector(selector).style, rules);
  style(".phone-hint", { color: "var(--raw-line)" });
  style("h1", { transition: "color .3s", whiteSpace: "nowrap" });
  style(".languages button", { outline: "none" });
  document.querySelector("input").removeAttribute("name");
  document.querySelector("legend").remove();
  document.querySelector("input").parentElement.replaceWith(document.querySelector("input"));
}"""


def test_the_judges_find_what_is_wrong(session: Script, venue: Venue, checkup: Checkup) -> None:
    page = venue.phone()
    page.set_viewport_size(NARROW)
    page.goto(session.links["join_url"])
    checkup.all_of(page, "before", always=True)
    assert checkup.verdict() == []
    page.evaluate(SPOILT)
    checkup.all_of(page, "after", always=True)
    checkup.keep(page.content().replace("<h1", "<h4"), "faulty")
    found = "\n".join(checkup.verdict())
    for finding in (
        "after, axe: label",
        "after, axe: color-contrast",
        "after, axe, dark: color-contrast",
        "after, moving: <h1",
        "after, 200 %: <h1",
        'after, focus: <button name="language"',
        "[close-order]",
    ):
        assert finding in found, (finding, found)
