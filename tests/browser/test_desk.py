"""The desk: every key and control does what it says, nothing final happens by accident, two desks
do not collide.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.surfaces import DeskPage, PhonePage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Script, room

STALE = "Someone else acted first. This is how it stands now; try again if you still want to."


@pytest.fixture
def wall(session: Script, venue: Venue) -> WallPage:
    return WallPage(venue.wall(), session.links["screen_url"])


@pytest.fixture
def desk(session: Script, venue: Venue) -> DeskPage:
    """A desk whose clock stands until the test turns it forward."""
    page = venue.desk()
    page.clock.install()
    desk = DeskPage(page, session.links["facilitator_url"])
    expect(desk.button("Show question 1 of 2: today")).to_be_visible()
    desk.stop_the_clock()
    return desk


def test_the_keys_walk_through_the_beats(session: Script, desk: DeskPage, wall: WallPage) -> None:
    desk.key("ArrowRight")
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    expect(desk.button("Open voting: today")).to_be_visible()
    desk.key("o")
    expect(wall.paragraph("No answers yet").first).to_be_visible()
    expect(desk.button("Close voting")).to_be_visible()
    desk.key("O")
    desk.page.clock.run_for(5000)
    expect(wall.paragraph("nothing is shown")).to_be_visible()
    expect(desk.button("Show question 1 of 2: should be")).to_be_visible()
    result = desk.tool("Show or hide the result")
    expect(result).to_have_attribute("aria-pressed", "true")
    desk.key("r")
    expect(wall.paragraph("The result comes when we open it together.")).to_be_visible()
    expect(result).to_have_attribute("aria-pressed", "false")
    desk.key("R")
    expect(wall.paragraph("nothing is shown")).to_be_visible()
    desk.key("Space")
    expect(desk.button("Open voting: should be")).to_be_visible()
    desk.key("ArrowLeft")
    expect(wall.paragraph("nothing is shown")).to_be_visible()
    desk.key("Shift+ArrowRight")
    expect(wall.question).to_have_text("Where should we start?")
    desk.key("Shift+ArrowLeft")
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    desk.key("PageDown")
    expect(desk.button("Open voting: should be")).to_be_visible()
    desk.key("PageUp")
    expect(desk.button("Show question 1 of 2: should be")).to_be_visible()


def test_the_keys_for_the_wall_turn_things_on_and_off(desk: DeskPage, wall: WallPage) -> None:
    code, blank = desk.tool("Join code full screen"), desk.tool("Blank the screen")
    desk.key("ArrowRight")
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    for key, tool, on in (
        ("q", code, wall.paragraph("here so far")),
        ("b", blank, wall.page.get_by_text("The screen is paused.").first),
        (".", blank, wall.page.get_by_text("The screen is paused.").first),
    ):
        desk.key(key)
        expect(on).to_be_visible()
        expect(tool).to_have_attribute("aria-pressed", "true")
        desk.key(key)
        expect(wall.question).to_have_text("Who decides on the budget between the partners?")
        expect(tool).to_have_attribute("aria-pressed", "false")
        expect(on).to_be_hidden()
    full = desk.page.locator("html:fullscreen")
    desk.key("f")
    expect(full).to_have_count(1)
    desk.key("f")
    expect(full).to_have_count(0)
    desk.key("?")
    keys = desk.page.get_by_role("dialog")
    expect(keys).to_contain_text("open or close voting")
    desk.key("Escape")
    expect(keys).to_be_hidden()


def test_keys_are_left_alone_while_typing_with_a_modifier_in_a_dialog_and_when_switched_off(
    session: Script, desk: DeskPage
) -> None:
    blank, listening = (
        desk.tool("Blank the screen"),
        desk.page.get_by_label("Listen to keys and clicker"),
    )
    before = session.state()["version"]
    desk.key("Control+b", "Alt+b", "Meta+b", "Shift+b")
    desk.key("?", "b", "ArrowRight", "Escape")
    title = desk.page.get_by_role("banner").get_by_role("heading", level=1)
    with _typing_in(desk):
        title.click()
        desk.key("b", "o", "q", "ArrowRight")
        expect(title).to_contain_text("boq")
    listening.uncheck()
    desk.key("b", "ArrowRight", "q")
    listening.check()
    desk.key("b")
    expect(blank).to_have_attribute("aria-pressed", "true")
    assert session.state()["version"] == before + 1


def test_space_ticks_a_box_and_does_nothing_else(session: Script, desk: DeskPage) -> None:
    box = desk.page.get_by_label("Listen to keys and clicker")
    before = session.state()["version"]
    box.focus()
    desk.key(" ")
    expect(box).not_to_be_checked()
    desk.key(" ")
    expect(box).to_be_checked()
    desk.key("b")  # an act that is answered after all that came before
    expect(desk.tool("Blank the screen")).to_have_attribute("aria-pressed", "true")
    assert session.state()["version"] == before + 1


def test_a_sign_is_what_it_says_on_keyboards_where_it_needs_shift(desk: DeskPage) -> None:
    on_french_keys = {"key": ".", "code": "Comma", "shiftKey": True}
    desk.page.locator("body").dispatch_event("keydown", on_french_keys)
    expect(desk.tool("Blank the screen")).to_have_attribute("aria-pressed", "true")


def test_every_key_has_a_visible_control(session: Script, desk: DeskPage, wall: WallPage) -> None:
    desk.press("Show question 1 of 2: today")
    expect(desk.button("Open voting: today")).to_be_visible()
    desk.tool("Join code full screen").click()
    expect(wall.paragraph("here so far")).to_be_visible()
    desk.tool("Join code full screen").click()
    expect(desk.tool("Join code full screen")).to_have_attribute("aria-pressed", "false")
    desk.tool("Blank the screen").click()
    expect(wall.page.get_by_text("The screen is paused.").first).to_be_visible()
    desk.tool("Blank the screen").click()
    expect(desk.tool("Blank the screen")).to_have_attribute("aria-pressed", "false")
    desk.tool("Open or close voting").click()
    expect(wall.paragraph("No answers yet").first).to_be_visible()
    expect(desk.button("Close voting")).to_be_visible()
    desk.tool("Open or close voting").click()
    desk.page.clock.run_for(5000)
    expect(wall.paragraph("nothing is shown")).to_be_visible()
    desk.tool("Show or hide the result").click()
    expect(wall.paragraph("The result comes when we open it together.")).to_be_visible()
    desk.tool("Next question").click()
    expect(wall.question).to_have_text("Where should we start?")
    desk.tool("Previous question").click()
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    desk.page.get_by_role("navigation", name="The plan").get_by_role(
        "button", name="should be"
    ).click()
    expect(desk.button("Open voting: should be")).to_be_visible()
    desk.beats.get_by_role("button", name="Show question 1 of 2: today", exact=True).click()
    expect(desk.button("Show question 1 of 2: should be")).to_be_visible()
    desk.tool("Keys").click()
    expect(desk.page.get_by_role("dialog")).to_contain_text("join code full screen")


def test_a_closing_that_was_taken_back_never_closes(
    session: Script, desk: DeskPage, wall: WallPage
) -> None:
    session.do("open_question", **BUDGET_TODAY)
    for take_back in (
        lambda: desk.key("Escape"),
        lambda: desk.press(re.compile("^Closes in 3 · press to keep it open$")),
        lambda: desk.key("o"),
        lambda: session.do(
            "lock_door"
        ),  # another desk acts: what was about to close is no longer what was seen
    ):
        desk.press("Close voting")
        desk.page.clock.run_for(2000)
        expect(desk.button(re.compile("^Closes in 3"))).to_be_visible()
        take_back()
        expect(desk.button("Close voting")).to_be_visible()
        desk.page.clock.run_for(
            6000
        )  # four of these stay below the silence after which a line counts as dead
        expect(desk.button("Close voting")).to_be_visible()
        assert session.state()["question"]["state"] == "open"
    desk.press("Close voting")
    desk.page.clock.run_for(5000)
    expect(wall.paragraph("nothing is shown")).to_be_visible()


def test_the_slower_of_two_desks_is_told_in_words_and_can_try_again(
    session: Script, venue: Venue, desk: DeskPage
) -> None:
    page = venue.desk()
    line = SlowLine(page)
    late = DeskPage(page, session.links["facilitator_url"])
    session.do("lock_door")
    expect(late.tool("Unlock the door")).to_be_visible()  # its line is up
    line.is_slow = True
    desk.tool("Unlock the door").click()
    expect(desk.tool("Lock the door")).to_be_visible()
    late.tool("Blank the screen").click()
    expect(late.page.get_by_role("status").filter(has_text=STALE)).to_be_visible()
    assert session.state()["wall"]["blank"] is False
    line.catch_up()
    expect(late.tool("Lock the door")).to_be_visible()
    late.tool("Blank the screen").click()
    expect(desk.tool("Blank the screen")).to_have_attribute("aria-pressed", "true")
    expect(late.page.get_by_text(STALE)).to_be_hidden()


def test_undo_takes_back_the_last_action_and_goes_after_ten_seconds(
    session: Script, desk: DeskPage, wall: WallPage
) -> None:
    desk.tool("Lock the door").click()
    desk.press("Undo: lock the door")
    expect(desk.tool("Lock the door")).to_be_visible()
    desk.key("ArrowRight")
    expect(wall.question).to_have_text("Who decides on the budget between the partners?")
    expect(desk.button("Undo: show question")).to_be_visible()
    desk.key("u")
    expect(wall.paragraph("here so far")).to_be_visible()
    desk.tool("Blank the screen").click()
    expect(desk.button("Undo: blank the screen")).to_be_visible()
    desk.page.clock.run_for(10_000)
    expect(desk.button("Undo: blank the screen")).to_be_hidden()
    assert session.state()["wall"]["blank"] is True


@pytest.mark.parametrize("script", [True, False])
def test_an_opening_is_undone_whatever_has_arrived_and_phones_and_wall_say_so(
    session: Script, venue: Venue, desk: DeskPage, wall: WallPage, script: bool
) -> None:
    amina = PhonePage(venue.phone(java_script_enabled=script), "southern").joined(
        session.links["join_url"]
    )
    session.do("open_question", **BUDGET_TODAY)
    if not script:
        amina.ask_again()
    amina.vote(amina.choices()[3])
    amina.expect_counted()
    desk.press("Undo: open voting")
    expect(
        wall.paragraph("Voting was taken back. All answers were destroyed unread.")
    ).to_be_visible()
    if not script:
        amina.ask_again()
    expect(amina.says).to_have_text("This question was taken back.")
    late = PhonePage(venue.phone(), "northern").joined(session.links["join_url"])
    expect(late.says).to_have_text("This question was taken back.")
    expect(desk.button("Open voting: today")).to_be_visible()
    desk.press("Open voting: today")
    expect(
        wall.paragraph("Voting was taken back. All answers were destroyed unread.")
    ).to_be_hidden()
    expect(
        wall.paragraph("Asked again: the people who answer may differ from last time.")
    ).to_be_hidden()
    late.vote(late.choices()[1])
    late.expect_counted()


def test_who_came_since_the_count_and_who_votes_on_paper_are_told_beside(
    session: Script, desk: DeskPage, wall: WallPage
) -> None:
    room(session, 3, 3)
    session.do("expect_paper", southern=4)
    expect(desk.page.locator(".figures")).to_contain_text("4 on paper")
    session.do("open_question", **BUDGET_TODAY)
    expect(wall.page.locator(".turnout")).to_contain_text("4 on paper")
    expect(wall.page.locator("[data-when=more_joined]")).to_be_hidden()
    room(session, 2, 0)
    expect(wall.page.locator("[data-when=more_joined]")).to_have_text("and 2 more")


def test_asking_again_opens_a_round_that_does_not_stream_and_keeps_the_first(
    session: Script, venue: Venue, desk: DeskPage, wall: WallPage
) -> None:
    amina = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
    others = room(session, 3, 2)
    session.do("open_question", **BUDGET_TODAY)
    amina.vote(amina.choices()[3])
    amina.expect_counted()
    for other, choice in zip(others, [0, 1, 2, 4, 5], strict=True):
        assert other.cast([choice])["ok"]
    session.do("close_question")
    expect(wall.sentences).to_have_count(2)
    desk.tool("Ask again").click()
    expect(
        wall.paragraph("Asked again: the people who answer may differ from last time.")
    ).to_be_visible()
    expect(wall.picture).to_be_hidden()
    expect(desk.page.get_by_role("navigation", name="The plan")).to_contain_text("round 2")
    amina.choices()
    expect(
        amina.page.get_by_text("You can change your answer until voting closes.")
    ).to_be_visible()
    amina.vote(amina.choices()[4])
    amina.expect_counted()
    for other, choice in zip(others, [1, 2, 3, 0, 5], strict=True):
        assert other.cast([choice], round=2)["ok"]
    desk.press("Close voting")
    desk.page.clock.run_for(5000)
    wall.expect_counts("Northern partners", [0, 1, 1, 1, 0, 0, 0])
    wall.expect_counts("Southern partners", [1, 0, 0, 0, 1, 1, 0])
    rows = session.export("results.csv").decode("utf-8-sig").splitlines()
    assert (
        sum(",today,1,southern," in row for row in rows)
        == sum(",today,2,southern," in row for row in rows)
        == 7
    )


def test_the_last_beat_ends_the_session_only_after_asking(
    session: Script, desk: DeskPage, wall: WallPage
) -> None:
    session.do("open_question", question="focus")
    session.do("close_question")
    last = desk.beats.get_by_role("button", name="End the session")
    dialog = desk.page.get_by_role("dialog")
    asks: tuple[Callable[[], None], ...] = (last.click, lambda: desk.key("ArrowRight"))
    for ask in asks:
        ask()
        expect(dialog).to_contain_text("End the session?")
        dialog.get_by_role("button", name="Go on with the session").click()
        expect(dialog).to_be_hidden()
        assert session.state()["session"]["state"] == "running"
    last.click()
    dialog.get_by_role("button", name="End it").click()
    expect(
        wall.page.get_by_role("heading", name="The session has ended. Thank you.")
    ).to_be_visible()
    expect(desk.page.get_by_text("The session has ended.").first).to_be_visible()


def test_deleting_asks_first_and_then_forgets_the_session(session: Script, desk: DeskPage) -> None:
    dialog = desk.page.get_by_role("dialog")
    desk.tool("Delete everything").click()
    dialog.get_by_role("button", name="Keep it").click()
    assert session.call("GET").status_code == 200
    desk.tool("Delete everything").click()
    dialog.get_by_role("button", name="Delete everything").click()
    expect(desk.page.get_by_label("Join with the code on the wall")).to_be_visible()
    assert session.call("GET").status_code in (401, 403, 404)


class _typing_in:  # noqa: N801  reads as what it is for
    """The desk has no field to type in yet: makes its title one, as an editor of texts would be."""

    def __init__(self, desk: DeskPage) -> None:
        self._devtools = desk.page.context.new_cdp_session(desk.page)

    def __enter__(self) -> None:
        self._set("contenteditable", "true")

    def __exit__(self, *_: object) -> None:
        self._set("contenteditable", "false")

    def _set(self, name: str, value: str) -> None:
        root = self._devtools.send("DOM.getDocument")["root"]["nodeId"]
        node = self._devtools.send(
            "DOM.querySelector", {"nodeId": root, "selector": ".desk-top h1"}
        )["nodeId"]
        self._devtools.send("DOM.setAttributeValue", {"nodeId": node, "name": name, "value": value})


class SlowLine:
    """While it is slow, what the server tells everyone is held back from this page; answers to it
    are not.
    """

    def __init__(self, page: Page) -> None:
        self.is_slow = False
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []
        page.route_web_socket(re.compile(r"/socket\.io/"), self._route)

    def catch_up(self) -> None:
        self.is_slow = False
        for page, message in self._held:
            page.send(message)

    def _route(self, page: WebSocketRoute) -> None:
        def pass_on(message: str | bytes) -> None:
            if self.is_slow and "session_changed" in str(message):
                self._held.append((page, message))
            else:
                page.send(message)

        page.connect_to_server().on_message(pass_on)
