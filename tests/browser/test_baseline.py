"""Next time, in a browser: the file taken home last time opens the next session, and then and now
stand on the wall.
"""

import json

from playwright.sync_api import FilePayload, expect

from tests.browser.surfaces import DeskPage, WallPage, faults
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Script, room
from tests.support.servers import Timed


def vote(session: Script, north: list[int], south: list[int]) -> None:
    phones = room(session, len(north), len(south))
    session.do("open_question", **BUDGET_TODAY)
    for phone, choice in zip(phones, north + south, strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")


def test_a_session_is_opened_with_last_times_results_and_the_wall_shows_then_and_now(
    one_server: Timed, venue: Venue
) -> None:
    earlier = Script(one_server.base, TWO_QUESTIONS)
    vote(earlier, [0, 0, 1, 2], [0, 1, 1, 2])
    earlier.do("add_agreement", what="The budget is public", who="Amina")
    file: FilePayload = {
        "name": "results.json",
        "mimeType": "application/json",
        "buffer": earlier.export("results.json"),
    }

    page = venue.desk()
    page.clock.install()
    page.goto(one_server.base)
    chooser = page.get_by_label("Compare with last time")
    chooser.set_input_files({**file, "buffer": b"[]"})
    expect(page.get_by_role("alert")).to_contain_text("This is no results.json")
    chooser.set_input_files(file)
    expect(page.get_by_role("status")).to_contain_text("How do we decide?")
    plans = page.get_by_label("Import a plan file")
    plans.set_input_files(
        {"name": "plan.json", "mimeType": "application/json", "buffer": b"{ broken"}
    )
    expect(page.get_by_role("alert")).to_contain_text("The plan has 1 error(s) and was not saved")
    page.get_by_role("button", name="Ask the same questions again").click()
    desk = DeskPage(page)
    expect(desk.button("Show question 1 of 2: today")).to_be_visible()
    page.get_by_text("How do we decide?, ").click()
    expect(page.get_by_text("The budget is public, Amina")).to_be_visible()

    wall = WallPage(
        venue.wall(),
        page.get_by_role("link", name="Open the wall in a window").get_attribute("href") or "",
    )
    session = object.__new__(Script)
    session.__dict__ = earlier.__dict__ | {"code": page.url.rsplit("/", 1)[1]}
    phones = room(session, 4, 4)
    desk.press("Show question 1 of 2: today")
    desk.press("Open voting: today")
    expect(wall.page.locator("ol[data-slot=answers]")).to_be_visible()
    for phone, choice in zip(phones, [2, 2, 3, 4, 2, 3, 3, 4], strict=True):
        assert phone.cast([choice])["ok"]
    desk.close_voting_by_the_clock()
    wall.expect_answers("Northern partners", 4)
    rows = wall.picture.locator(".row")
    expect(rows).to_have_count(4)
    counts = rows.locator("[data-slot=bars]")
    assert [row.locator("[data-slot=count]").all_inner_texts() for row in counts.all()] == [
        ["", "", "2", "1", "1", "", ""],
        ["2", "1", "1", "", "", "", ""],
        ["", "", "1", "2", "1", "", ""],
        ["1", "2", "1", "", "", "", ""],
    ]
    expect(wall.paragraph("The people in the room may differ from last time.")).to_be_visible()
    assert faults(wall.page) == []
    wall.page.emulate_media(color_scheme="dark")
    assert faults(wall.page) == []
    expect(
        page.get_by_text("steps towards more say for Southern partners since then.").first
    ).to_be_visible()
    assert json.loads(earlier.export("results.json"))["baseline"] is None
