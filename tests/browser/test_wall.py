"""The wall: what it says in each beat, that its codes can be scanned, and that nothing falls off
its edge.
"""

import re

import pytest
from playwright.sync_api import FloatRect, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from tests.browser.surfaces import DeskPage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Phone, Script, room
from tests.support.servers import Server

LOOKS = 5
SIZES = {"16:9": {"width": 1920, "height": 1080}, "4:3": {"width": 1024, "height": 768}}


@pytest.fixture
def wall(session: Script, venue: Venue) -> WallPage:
    return WallPage(venue.wall(), session.links["screen_url"])


def _vote(phones: list[Phone], choices: list[int]) -> None:
    for phone, choice in zip(phones, choices, strict=True):
        assert phone.cast([choice])["ok"]


def test_the_lobby_says_how_to_join_and_counts_who_did(
    session: Script, wall: WallPage, one_server: Server
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


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_code_scans_from_the_lobby_the_corner_and_full_screen_but_not_from_a_blank_wall(
    session: Script, venue: Venue, one_server: Server, size: dict[str, int]
) -> None:
    wall = WallPage(venue.wall(size), session.links["screen_url"])
    address = f"HTTP://127.0.0.1:{one_server.port}/J/{session.code}"
    assert wall.codes() == [address]
    session.do("open_question", **BUDGET_TODAY)
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    assert wall.codes() == [address]
    session.do("show_code")
    expect(wall.paragraph("here so far")).to_be_visible()
    assert wall.codes() == [address]
    session.do("hide_code")
    session.do("blank_screen")
    expect(wall.page.get_by_text("The screen is paused.").first).to_be_visible()
    assert wall.codes() == []
    session.do("unblank_screen")
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")


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


@pytest.mark.parametrize(
    "plan", [LONG], ids=["long texts"]
)  # test_legibility.py measures the others
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_nothing_falls_off_the_wall_in_any_beat(
    one_server: Server, venue: Venue, size: dict[str, int], plan: dict[str, object]
) -> None:
    session = Script(one_server.base, plan)
    wall = WallPage(venue.wall(size), session.links["screen_url"])
    phones = room(session, 9, 9, 9)
    wall.expect_joined(27)
    _all_fits(wall.page, size)
    session.do("show_question", question="budget")
    expect(wall.paragraph("Voting opens soon.")).to_be_visible()
    _all_fits(wall.page, size)
    session.do("open_question", **BUDGET_TODAY)
    wall.expect_turnout("0 of 27 have answered")
    _all_fits(wall.page, size)
    _vote(phones, [0, 1, 2, 3, 4, 5, 0, 1, 2] * 3)
    wall.expect_turnout("27 of 27 have answered")
    for side in ("Northern partners", "Southern partners"):
        wall.expect_answers(side, 3)
    _all_fits(wall.page, size)
    session.do("close_question")
    for side in ("Northern partners", "Southern partners"):
        wall.expect_answers(side, 9)
    _all_fits(wall.page, size)
    session.do("open_question", question="focus")
    expect(
        wall.page.get_by_role("heading", name=re.compile("^Where should we start"))
    ).to_be_visible()
    wall.expect_turnout("0 of 27 have answered")
    _all_fits(wall.page, size)
    for at, phone in enumerate(phones):
        assert phone.cast([at % 3], question="focus")["ok"]
    session.do("close_question")
    expect(wall.picture).to_be_visible()
    expect(wall.paragraph("so far")).to_be_hidden()
    _all_fits(wall.page, size)
    for verb in ("blank_screen", "end_session"):
        session.do(verb)
        _all_fits(wall.page, size)


def _all_fits(page: Page, size: dict[str, int]) -> None:
    """No scrollbar, nothing beyond the edge of the wall, and header, stage and footer each below
    the one before.
    """
    metrics = page.context.new_cdp_session(page).send("Page.getLayoutMetrics")
    assert metrics["cssContentSize"]["width"] <= size["width"]
    assert metrics["cssContentSize"]["height"] <= size["height"]
    assert metrics["cssLayoutViewport"]["clientWidth"] == size["width"]
    for name, box in _boxes(
        page, "h1, p, img.qr, .answers li, .legend li, .row, .gauge, .card-join"
    ):
        assert box["x"] >= -1, name
        assert box["y"] >= -1, name
        assert box["x"] + box["width"] <= size["width"] + 1, name
        assert box["y"] + box["height"] <= size["height"] + 1, name
    headers, footers = _boxes(page, ".asking header"), _boxes(page, ".asking footer")
    for name, box in (
        _boxes(page, ".stage .answers li, .stage .legend li, .stage .row, .stage .key-item")
        if headers
        else []
    ):
        assert box["y"] >= headers[0][1]["y"] + headers[0][1]["height"] - 1, (
            f"{name} below the question"
        )
        assert box["y"] + box["height"] <= footers[0][1]["y"] + 1, f"{name} above the footer"


def _boxes(page: Page, selector: str) -> list[tuple[str, FloatRect]]:
    """What can be seen of these, and where it stands."""
    for _ in range(LOOKS):
        nodes = page.locator(selector).filter(visible=True).all()
        try:
            return [
                (node.inner_text(timeout=2000), box)
                for node in nodes
                if (box := node.bounding_box(timeout=2000))
            ]
        except TookTooLong:  # the picture changed while we looked: look again
            continue
    raise AssertionError(f"the picture never stood still: {selector}")
