"""The wall: what it says in each beat, that its codes can be scanned, and that nothing falls off
its edge.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.surfaces import DeskPage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Phone, Script, room
from tests.support.servers import Timed

SIZES = {"16:9": {"width": 1920, "height": 1080}, "4:3": {"width": 1024, "height": 768}}


@pytest.fixture
def wall(session: Script, venue: Venue) -> WallPage:
    return WallPage(venue.wall(), session.links["screen_url"])


def _vote(phones: list[Phone], choices: list[int]) -> None:
    for phone, choice in zip(phones, choices, strict=True):
        assert phone.cast([choice])["ok"]


def test_the_lobby_says_how_to_join_and_counts_who_did(
    session: Script, wall: WallPage, one_server: Timed
) -> None:
    expect(wall.question).to_have_text("How do we decide?")
    assert wall.codes() == [f"HTTP://127.0.0.1:{one_server.port}/J/{session.code}"]
    lobby = wall.page.locator("main")
    expect(lobby).to_contain_text(f"127.0.0.1:{one_server.port}")
    expect(lobby).to_contain_text(f"{session.code[:3]} {session.code[3:]}")
    wall.expect_joined(0)
    room(session, 2, 1, 1)
    wall.expect_joined(4)
    session.do("lock_door")
    expect(wall.paragraph("The door is locked for now.")).to_be_visible()
    session.do("unlock_door")
    expect(wall.paragraph("The door is locked for now.")).to_be_hidden()


def test_the_code_scans_from_the_lobby_the_corner_and_full_screen_but_not_from_a_blank_wall(
    session: Script, wall: WallPage, one_server: Timed
) -> None:
    address = f"HTTP://127.0.0.1:{one_server.port}/J/{session.code}"
    _reads(wall, address)
    session.do("open_question", **BUDGET_TODAY)
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    _reads(wall, address)
    session.do("show_code")
    expect(wall.paragraph("here so far")).to_be_visible()
    _reads(wall, address)
    session.do("hide_code")
    session.do("blank_screen")
    expect(wall.page.get_by_text("The screen is paused.").first).to_be_visible()
    _reads(wall)
    session.do("unblank_screen")
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")


def _reads(wall: WallPage, *codes: str) -> None:
    """A camera reads these codes, whatever the wall's size."""
    for _ in resized(wall.page):
        assert wall.codes() == [*codes]


def test_a_room_under_the_threshold_is_told_kindly_and_nothing_is_shown(
    session: Script, venue: Venue, wall: WallPage
) -> None:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    too_small = desk.page.get_by_text("There are too few people to compare the groups.")
    expect(too_small).to_be_visible()
    phones = room(session, 1, 1)
    session.do("open_question", **BUDGET_TODAY)
    wall.expect_turnout("No answers yet")
    phones[0].cast([0])
    wall.expect_turnout("Half or more have answered")
    expect(desk.beats.get_by_text("Half or more have answered")).to_be_visible()
    phones[1].cast([4])
    wall.expect_turnout("Most have answered")
    session.do("close_question")
    expect(
        wall.paragraph("Fewer than 3 people answered, so nothing is shown.").first
    ).to_be_visible()
    expect(wall.picture.locator("[data-slot=count]")).to_have_count(0)
    assert re.search(r"\d", wall.sentences.first.inner_text()) is None


def test_a_room_too_small_for_two_groups_is_shown_as_one_and_the_desk_hears_why(
    session: Script, venue: Venue, wall: WallPage
) -> None:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    phones = room(session, 4, 1)
    expect(desk.page.get_by_text("There are too few people to compare the groups.")).to_be_visible()
    session.do("open_question", **BUDGET_TODAY)
    _vote(phones, [0, 0, 1, 3, 4])
    session.do("close_question")
    wall.expect_answers("Everyone together", 5)
    wall.expect_counts("Everyone together", [2, 1, 0, 1, 1, 0, 0])
    expect(wall.picture.locator(".row")).to_have_count(1)


def test_the_desk_stops_warning_once_two_groups_can_be_compared(
    session: Script, venue: Venue
) -> None:
    desk = DeskPage(venue.desk(), session.links["facilitator_url"])
    warning = desk.page.get_by_text("There are too few people to compare the groups.")
    expect(warning).to_be_visible()
    room(session, 3, 3)
    expect(warning).to_be_hidden()


def test_a_small_group_that_agrees_is_told_in_words_and_its_numbers_stay_hidden(
    session: Script, wall: WallPage
) -> None:
    phones = room(session, 3, 3)
    session.do("open_question", **BUDGET_TODAY)
    _vote(phones, [0, 0, 0, 1, 3, 4])
    session.do("close_question")
    northern = wall.row("Northern partners")
    expect(northern).to_contain_text("All or nearly all chose “Northern partners alone”.")
    expect(northern.locator("[data-slot=count]")).to_have_count(0)
    wall.expect_counts("Southern partners", [0, 1, 0, 1, 1, 0, 0])


def test_a_wall_that_comes_late_shows_the_same_as_one_that_was_there(
    session: Script, venue: Venue, wall: WallPage
) -> None:
    phones = room(session, 9, 9)
    session.do("open_question", **BUDGET_TODAY)
    _vote(phones, [0, 1, 2, 3, 4, 5, 0, 1, 2] * 2)
    for side in ("Northern partners", "Southern partners"):
        wall.expect_answers(side, 3)
    late = WallPage(venue.wall(), session.links["screen_url"])
    for side in ("Northern partners", "Southern partners"):
        late.expect_answers(side, 3)
    expect(late.picture.locator("[data-slot=count]")).to_have_text(
        wall.picture.locator("[data-slot=count]").all_text_contents()
    )
    assert late.page.locator("main").aria_snapshot() == wall.page.locator("main").aria_snapshot()


LONG = {
    **TWO_QUESTIONS,
    "title": (
        "How do we decide together on what matters to all of us in this long partnership of ours?"
    ),
    "frame": "in this partnership, the last twelve months, all offices and field teams included",
    "questions": [
        {
            "id": "budget",
            "kind": "who_decides",
            "text": (
                "Who decides on how the total budget is divided among all the partners, offices and"
                " programmes, and who may change that later in the year when needs, prices or"
                " priorities change?"
            ),
            "passes": ["today", "should_be"],
        },
        {
            "id": "focus",
            "kind": "choice",
            "text": (
                "Where should we start, if we could change one thing only before we meet again?"
            ),
            "choices": [
                f"{topic}: who writes it, who signs it, and in which language"
                for topic in (
                    "Budget",
                    "Reporting",
                    "Hiring",
                    "Travel",
                    "Visibility",
                    "Audits",
                    "Contracts",
                    "Overheads",
                )
            ],
            "max_choices": 3,
        },
    ],
}


def test_nothing_falls_off_the_wall_in_any_beat(one_server: Timed, venue: Venue) -> None:
    session = Script(one_server.base, LONG)  # test_legibility.py measures the others
    wall = WallPage(venue.wall(), session.links["screen_url"])
    phones = room(session, 9, 9, 9)
    wall.expect_joined(27)
    _all_fits(wall.page)
    session.do("show_question", question="budget")
    expect(wall.paragraph("Voting opens soon.")).to_be_visible()
    _all_fits(wall.page)
    session.do("open_question", **BUDGET_TODAY)
    wall.expect_turnout("0 of 27 have answered")
    _all_fits(wall.page)
    _vote(phones, [0, 1, 2, 3, 4, 5, 0, 1, 2] * 3)
    wall.expect_turnout("27 of 27 have answered")
    for side in ("Northern partners", "Southern partners"):
        wall.expect_answers(side, 3)
    _all_fits(wall.page)
    session.do("close_question")
    for side in ("Northern partners", "Southern partners"):
        wall.expect_answers(side, 9)
    _all_fits(wall.page)
    session.do("open_question", question="focus")
    expect(
        wall.page.get_by_role("heading", name=re.compile("^Where should we start"))
    ).to_be_visible()
    wall.expect_turnout("0 of 27 have answered")
    _all_fits(wall.page)
    for at, phone in enumerate(phones):
        assert phone.cast([at % 3], question="focus")["ok"]
    session.do("close_question")
    expect(wall.picture).to_be_visible()
    expect(wall.paragraph("so far")).to_be_hidden()
    _all_fits(wall.page)
    for verb in ("blank_screen", "end_session"):
        session.do(verb)
        _all_fits(wall.page)


def resized(page: Page) -> Iterator[dict[str, int]]:
    """The wall in one size after the other, drawn anew for each, beginning with its own."""
    for size in sorted(SIZES.values(), key=lambda size: size != page.viewport_size):
        if size != page.viewport_size:
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            page.reload()
            expect(page.locator("main")).to_be_visible()
        yield size


def _all_fits(page: Page) -> None:
    """In every size: no scrollbar, nothing beyond the edge of the wall, and header, stage and
    footer each below the one before.
    """
    for size in resized(page):
        _fits(page, size)


def _fits(page: Page, size: dict[str, int]) -> None:
    tools = page.context.new_cdp_session(page)
    metrics = tools.send("Page.getLayoutMetrics")
    tools.detach()
    assert metrics["cssContentSize"]["width"] <= size["width"]
    assert metrics["cssContentSize"]["height"] <= size["height"]
    assert metrics["cssLayoutViewport"]["clientWidth"] == size["width"]
    parts = {part: boxes(page, selector) for part, selector in PARTS.items()}
    for name, box in parts["all"]:
        assert box["x"] >= -1, name
        assert box["y"] >= -1, name
        assert box["x"] + box["width"] <= size["width"] + 1, name
        assert box["y"] + box["height"] <= size["height"] + 1, name
    for name, box in parts["stage"] if parts["header"] else []:
        [(_, header), *_], [(_, footer), *_] = parts["header"], parts["footer"]
        assert box["y"] >= header["y"] + header["height"] - 1, f"{name} below the question"
        assert box["y"] + box["height"] <= footer["y"] + 1, f"{name} above the footer"


PARTS = {
    "all": "h1, p, img.qr, .answers li, .legend li, .row, .gauge, .wall-join",
    "stage": ".stage .answers li, .stage .legend li, .stage .row, .stage .key-item",
    "header": ".asking header",
    "footer": ".asking footer",
}
SEEN = """(nodes) => nodes.filter((node) => node.checkVisibility({visibilityProperty: true}))
  .map((node) => [node.innerText, node.getBoundingClientRect().toJSON()])
  .filter(([, box]) => box.width && box.height)"""


def boxes(page: Page, selector: str) -> list[tuple[str, dict[str, float]]]:
    """What can be seen of these, and where it stands: all of one moment."""
    found: list[tuple[str, dict[str, float]]] = page.locator(selector).evaluate_all(SEEN)
    return found
