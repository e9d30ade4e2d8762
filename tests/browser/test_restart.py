"""A server killed in mid-question and started again on the same folder: everything heals by itself,
nothing is lost.
"""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.surfaces import GROUPS, DeskPage, PhonePage, WallPage, hurry
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Script, room
from tests.support.servers import Timed


def test_after_a_power_cut_wall_desk_and_phones_heal_without_a_reload_and_every_vote_is_there(
    browser: Browser, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with Timed(data, running=True) as server, Venue(browser).visited(server.base) as venue:
        venue.expect_lost_connections()
        session = Script(server.base)
        pages = venue.wall(), venue.desk(), venue.phone(), venue.phone()
        for page in pages:
            page.clock.install()
        wall = WallPage(pages[0], session.links["screen_url"])
        desk = DeskPage(pages[1], session.links["facilitator_url"])
        jan, amina = PhonePage(pages[2], "northern"), PhonePage(pages[3], "southern")
        for phone in (jan, amina):
            phone.joined(session.links["join_url"])
        others = room(session, 8, 8)
        session.do("open_question", **BUDGET_TODAY)
        choices = jan.choices()
        amina.vote(choices[5])
        amina.expect_counted()
        for at, other in enumerate(others[:-1]):
            assert other.cast([at % 5])["ok"]
        wall.expect_turnout("Most have answered")
        loads = _loads(wall.page, desk.page, jan.page, amina.page)

        server.kill()
        jan.vote(choices[5])
        lost = [
            wall.page.locator("main").get_by_text("Reconnecting"),
            desk.page.get_by_text(
                "No connection. The desk comes back by itself; the wall keeps its picture."
            ),
            amina.page.locator("p[data-when=lost]"),
            jan.page.locator("#now").get_by_text(
                "No connection. Your answer is kept on this phone"
            ),
        ]
        for line in lost:
            hurry(line)
        expect(wall.question).to_have_text("Who decides on the budget between the partners?")

        server.start()
        for line in lost:
            hurry(line, seen=False)
        jan.expect_counted()
        amina.expect_counted()
        assert others[-1].cast([4])["ok"]
        for side in ("northern", "southern"):
            wall.expect_answers(GROUPS[side], 3)
        session.do("close_question")
        for side, counts in (("northern", [2, 2, 2, 1, 1, 1]), ("southern", [1, 1, 1, 2, 3, 1])):
            wall.expect_answers(GROUPS[side], 9)
            wall.expect_counts(GROUPS[side], [*counts, 0])
        expect(jan.says).to_have_text(wall.finding())
        assert loads == []


def _loads(*pages: Page) -> list[str]:
    """The addresses that any of these pages loads from now on."""
    loads: list[str] = []
    for page in pages:
        page.on("framenavigated", lambda frame: loads.append(frame.url))
    return loads
