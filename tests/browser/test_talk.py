"""The talk at the desk after each reveal, agreements on desks and wall, the map at the end; all of
it in the report.
"""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.surfaces import DeskPage, WallPage
from tests.browser.test_wall import boxes, resized
from tests.browser.venue import Venue
from tests.support.clients import Phone, Script, room
from tests.support.servers import Timed
from tests.unit.export.readers import page as tree_of
from tests.unit.export.readers import texts, workbook

BUDGET, SUCCESS = "Who decides on the budget?", "Who decides on what counts as success?"
PLAN: dict[str, Any] = {
    "title": "How do we decide?",
    "frame": "in this partnership",
    "threshold": 3,
    "questions": [
        {"id": "budget", "kind": "who_decides", "text": BUDGET, "passes": ["today", "should_be"]},
        {"id": "success", "kind": "who_decides", "text": SUCCESS, "passes": ["today", "should_be"]},
    ],
}
VOTES = {
    ("success", "today"): ((2, 2, 3, 3, 3, 4), (2, 2, 1, 3, 3, 2)),
    ("success", "should_be"): ((3, 3, 3, 4, 4, 2), (3, 3, 4, 4, 4, 2)),
    ("budget", "today"): ((3, 3, 3, 4, 4, 2), (0, 0, 0, 1, 1, 2)),
    ("budget", "should_be"): ((3, 3, 3, 4, 4, 2), (3, 3, 3, 4, 4, 2)),
}
LONG = (
    "Who decides on how the total budget is divided among all of the partners, and in which"
    " currency? "
)
WORDY: dict[str, Any] = {
    "title": "How do we decide?",
    "threshold": 3,
    "groups": {
        "northern": "International organisations and funders",
        "southern": "National and local civil society organisations",
    },
    "questions": [
        {
            "id": f"q{at}",
            "kind": kind,
            "text": LONG * (1 + at % 3),
            "passes": ["today", "should_be"],
        }
        for at, kind in enumerate(
            ["who_decides", "who_decides", "agree", "safe", "who_decides", "safe", "agree"]
        )
    ],
}
HOSTILE = "<img src=x onerror=alert(1)>&amp; =1+1"
LABELS = (
    ".map-label span, .map-tick span, .map-gap span, .map-note, .map-key li, .agreed-what,"
    " .agreed-who, .agreed .wall-aside"
)
LEAST_LABEL, LEAST_TITLE = 0.0238, 0.04  # of the wall's height; pixels are rounded


@pytest.fixture
def session(one_server: Timed) -> Script:
    return Script(one_server.base, PLAN)


@pytest.fixture
def phones(session: Script) -> list[Phone]:
    return room(session, 6, 6)


@pytest.fixture
def desk(session: Script, venue: Venue) -> DeskPage:
    return DeskPage(venue.desk(), session.links["facilitator_url"])


@pytest.fixture
def wall(session: Script, venue: Venue) -> WallPage:
    return WallPage(venue.wall(), session.links["screen_url"])


def ask(session: Script, phones: list[Phone], question: str, passing: str) -> None:
    """Open, let everyone vote, close, which reveals."""
    asking = {"question": question, "pass": passing}
    session.do("open_question", **asking)
    for phone, choice in zip(phones, sum(VOTES[question, passing], ()), strict=True):
        phone.vote([choice], **asking, number=1)
    session.do("close_question", **asking)


def ask_all(session: Script, phones: list[Phone]) -> None:
    for question, passing in VOTES:
        ask(session, phones, question, passing)


def the_talk(desk: DeskPage) -> Locator:
    return desk.page.get_by_role("region", name="The talk")


def the_agreements(desk: DeskPage) -> Locator:
    return desk.page.get_by_role("region", name="What we agreed")


def write_down(desk: DeskPage, what: str, who: str = "", by: str = "") -> None:
    part = the_agreements(desk)
    part.get_by_label("What changes").fill(what)
    part.get_by_label("Who sees to it").fill(who)
    part.get_by_label("By when").fill(by)
    part.get_by_role("button", name="Write it down").click()


def marks(row: Locator, of: str) -> list[float]:
    """Where the marks of a row stand, across the page: Northern's, then Southern's."""
    boxes = [mark.bounding_box() for mark in row.locator(f".map-end.{of}").all()]
    return [box["x"] + box["width"] / 2 for box in boxes if box]


def test_a_workshop_talks_agrees_sees_its_map_and_takes_it_home(
    session: Script, phones: list[Phone], venue: Venue, desk: DeskPage, wall: WallPage
) -> None:
    other = DeskPage(venue.desk(), session.links["facilitator_url"])
    expect(the_agreements(desk)).to_be_hidden()
    ask(session, phones, "budget", "today")
    talk = the_talk(desk)
    expect(talk).to_contain_text(
        "What happens in practice that one group sees and the other does not?"
    )
    expect(talk).to_contain_text("Most Southern partners say")
    expect(talk).to_contain_text("The two groups are far apart: 2.5 steps on average.")
    expect(talk).to_contain_text("Southern partners first, then Northern partners.")
    expect(talk.get_by_text("The wish")).to_be_hidden()
    ask(session, phones, "budget", "should_be")
    expect(talk).to_contain_text("What is the first small step there, and who can take it?")
    expect(talk).to_contain_text("Northern partners: about as it is today.")
    expect(talk).to_contain_text(
        "Southern partners: 2.7 steps towards more say for Southern partners."
    )
    expect(talk).to_contain_text("No common ground yet")
    talk.get_by_text("The balanced picture").click()
    expect(talk.get_by_role("row", name="Both together")).to_contain_text("50%")

    write_down(desk, HOSTILE, "Amina and Jan", "before 1 March")
    for one in (desk, other):
        item = the_agreements(one).get_by_role("listitem")
        expect(item).to_contain_text(HOSTILE)
        expect(item).to_contain_text("Amina and Jan · before 1 March")
        expect(item).to_contain_text(BUDGET)
    expect(the_agreements(desk).get_by_label("What changes")).to_have_value("")
    expect(wall.page.get_by_text(HOSTILE)).to_be_hidden()
    other.key("a")
    expect(wall.page.get_by_role("heading", name="What we agreed")).to_be_visible()
    expect(wall.page.get_by_text(HOSTILE)).to_be_visible()
    expect(wall.page.get_by_text("before 1 March")).to_be_visible()

    for passing in ("today", "should_be"):
        ask(session, phones, "success", passing)
    desk.tool("Power map").click()
    expect(desk.tool("Power map")).to_have_attribute("aria-pressed", "true")
    expect(
        wall.page.get_by_role("heading", name="The power map: today → should be")
    ).to_be_visible()
    rows = wall.page.locator(".map-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(BUDGET)
    expect(rows.first).to_contain_text("2.5 steps apart on average")
    desk.key("m")
    expect(wall.question).to_have_text(SUCCESS)

    session.do("end_session")
    expect(
        wall.page.get_by_role("heading", name="The power map: today → should be")
    ).to_be_visible()
    expect(wall.paragraph("The session has ended. Thank you.")).to_be_visible()
    expect(desk.tool("Blank the screen")).to_be_disabled()
    desk.tool("Show them on the wall").click()
    expect(wall.page.get_by_text(HOSTILE)).to_be_visible()
    expect(desk.tool("What we agreed")).to_have_attribute("aria-pressed", "true")
    desk.tool("Show the map on the wall").click()
    expect(rows.first).to_be_visible()
    desk.tool("Power map").click()
    expect(
        wall.page.get_by_role("heading", name="The session has ended. Thank you.")
    ).to_be_visible()
    _the_files_hold_it(session)


def _the_files_hold_it(session: Script) -> None:
    report = tree_of(session.export("report.html"))
    assert texts(report, ".//article[@class='map']//ol[@class='first']/li/b") == [BUDGET, SUCCESS]
    assert texts(report, ".//table[@class='agreements']/tbody/tr/td") == [
        HOSTILE,
        "Amina and Jan",
        "before 1 March",
        BUDGET,
    ]
    agreed = {"question": "budget", "what": HOSTILE, "who": "Amina and Jan", "by": "before 1 March"}
    assert json.loads(session.export("results.json"))["agreements"] == [agreed]
    sheet = workbook(session.export("results.xlsx"))["Agreements"]
    assert list(sheet.iter_rows(min_row=2, values_only=True)) == [
        (HOSTILE, "Amina and Jan", "before 1 March", BUDGET)
    ]


def test_agreements_are_changed_removed_and_brought_back_and_two_desks_do_not_overwrite_each_other(
    session: Script, venue: Venue, desk: DeskPage
) -> None:
    session.do("show_question", question="budget")
    write_down(desk, "Draft it together", by="in June")
    write_down(desk, "Meet again")
    part = the_agreements(desk)
    items = part.get_by_role("listitem")
    expect(items).to_have_count(2)
    part.get_by_role("button", name="Change").first.click()
    what = part.get_by_label("What changes")
    expect(what).to_be_focused()
    expect(what).to_have_value("Draft it together")
    first = session.state()["agreements"][0]
    session.do("edit_agreement", id=first["id"], what="Draft it in May")  # another desk
    expect(items.first).to_contain_text("Draft it in May")
    expect(what).to_have_value("Draft it together")
    what.fill("Draft it in April")
    part.get_by_role("button", name="Save the change").click()
    expect(
        desk.page.get_by_role("status").filter(has_text="Someone else changed this agreement")
    ).to_be_visible()
    assert session.state()["agreements"][0]["what"] == "Draft it in May"
    part.get_by_role("button", name="Save the change").click()
    expect(items.first).to_contain_text("Draft it in April")
    expect(items.first).to_contain_text("in June")
    expect(part.get_by_role("button", name="Write it down")).to_be_visible()
    part.get_by_role("button", name="Remove").first.click()
    expect(items).to_have_count(1)
    desk.press("Undo: remove agreement")
    expect(items).to_have_text([re.compile("Draft it in April"), re.compile("Meet again")])


def test_the_form_is_filled_in_from_the_keyboard_and_keys_rest_meanwhile(
    session: Script, desk: DeskPage
) -> None:
    session.do("show_question", question="success")
    part = the_agreements(desk)
    expect(part.get_by_role("combobox")).to_have_value("success")
    part.get_by_label("What changes").focus()
    desk.page.keyboard.type("a map of our own")
    desk.key("Tab")
    desk.page.keyboard.type("Amina")
    desk.key("Tab")
    desk.page.keyboard.type("May")
    desk.key("Enter")
    expect(part.get_by_role("listitem")).to_contain_text("a map of our own")
    state = session.state()
    assert (state["wall"]["map_shown"], state["wall"]["agreements_shown"]) == (False, False)
    agreed: dict[str, Any] = state["agreements"][0]
    assert (agreed["what"], agreed["who"], agreed["by"], agreed["question"]) == (
        "a map of our own",
        "Amina",
        "May",
        "success",
    )


def test_a_wall_with_nothing_to_map_or_agreed_says_so(desk: DeskPage, wall: WallPage) -> None:
    desk.key("m")
    expect(wall.paragraph("Nothing is on the map yet.")).to_be_visible()
    desk.key("a")
    expect(wall.paragraph("Nothing is written down yet.")).to_be_visible()
    pressed = desk.page.locator("[data-act=agreed]").first
    expect(pressed).to_have_attribute("aria-pressed", "true")  # the desk has heard it, too
    desk.key("a")
    expect(wall.paragraph("here so far")).to_be_visible()


def test_the_map_is_legible_stays_on_the_wall_and_shows_northern_above_southern(
    session: Script, phones: list[Phone], venue: Venue
) -> None:
    ask_all(session, phones)
    session.do("show_map")
    wall = WallPage(venue.wall(), session.links["screen_url"])
    budget = wall.page.locator(".map-row").filter(has_text=BUDGET)
    expect(budget).to_be_visible()
    for size in resized(wall.page):
        _northern_stands_above_southern(wall, budget)
        _is_legible(wall.page, size)


def _northern_stands_above_southern(wall: WallPage, budget: Locator) -> None:
    northern, southern = (
        budget.locator(f".map-path[data-group={side}] .map-end.today")
        for side in ("northern", "southern")
    )
    assert _box(northern)["y"] + _box(northern)["height"] <= _box(southern)["y"] + 1
    expect(northern.locator("rect")).to_be_visible()
    expect(northern.locator("circle")).to_be_hidden()
    expect(southern.locator("circle")).to_be_visible()
    today, should_be = marks(budget, "today"), marks(budget, "should_be")
    assert today[1] < today[0]
    assert should_be[1] == pytest.approx(should_be[0], abs=2)
    ticks = [
        _box(tick)["x"] + _box(tick)["width"] / 2
        for tick in wall.page.locator("[data-slot=map_tick]").all()
    ]
    assert (
        ticks[3] < today[0] < ticks[4]
    )  # 3, 3, 3, 4, 4, 2: the middle lies a little beyond “together”


def test_many_long_agreements_stay_legible_and_on_the_wall(session: Script, venue: Venue) -> None:
    for number in range(13):
        session.do(
            "add_agreement",
            question="budget",
            what=f"{number} " + "a long agreement " * 25,
            who="Jan",
            by="May",
        )
    session.do("show_agreements")
    wall = WallPage(venue.wall(), session.links["screen_url"])
    expect(wall.page.locator(".agreed li")).to_have_count(10)
    expect(wall.page.locator(".agreed li").last).to_contain_text("12 a long agreement")
    expect(wall.paragraph("3 more in the report.")).to_be_visible()
    for size in resized(wall.page):
        _is_legible(wall.page, size)


def test_long_names_long_questions_and_notes_do_not_run_into_each_other(
    one_server: Timed, venue: Venue
) -> None:
    session = Script(one_server.base, WORDY)
    phones = room(session, 4, 4)
    for at, question in enumerate(WORDY["questions"]):
        choices = (
            (0, 1, 2, 3, 0, 1, 1, 2) if at % 2 else (0, 1, 2, 3, 1, 1, 1, 2)
        )  # the second is veiled
        session.do("open_question", question=question["id"])
        for phone, choice in zip(phones, choices, strict=True):
            phone.vote([choice], question=question["id"], **{"pass": "today"}, number=1)
        session.do("close_question")
    session.do("show_map")
    wall = WallPage(venue.wall(), session.links["screen_url"])
    expect(wall.page.locator(".map-row").first).to_be_visible()
    expect(wall.paragraph("more in the report")).to_be_visible()
    expect(
        wall.page.locator(".map-note span").filter(has_text="all or nearly all alike").first
    ).to_be_visible()
    for size in resized(wall.page):
        _is_legible(wall.page, size)
        _nothing_runs_into_another(wall.page)


ROWS = """(rows) => rows.map((row) => {
  const seen = (part) => [...row.querySelectorAll(part)]
    .filter((node) => node.checkVisibility({visibilityProperty: true}))
    .map((node) => node.getBoundingClientRect());
  const lowest = Math.max(...seen(".map-end").map((box) => box.bottom));
  return [lowest, seen(".map-note").map((box) => box.y)];
})"""


def _nothing_runs_into_another(page: Page) -> None:
    [(_, title)], [(_, footer)] = boxes(page, ".map h1"), boxes(page, ".map footer")
    for column in (".map-label span", ".map-row", ".map-tick span", ".map-note"):
        found = [box for _, box in boxes(page, column)]
        assert found
        assert min(box["y"] for box in found) >= title["y"] + title["height"] - 1, column
        assert max(box["y"] + box["height"] for box in found) <= footer["y"] + 1, column
    for (_, above), (_, below) in pairwise(boxes(page, "[data-slot=map_text]")):
        assert above["y"] + above["height"] <= below["y"] + 1
    for lowest, notes in page.locator(".map-row").evaluate_all(ROWS):
        assert all(lowest <= note + 2 for note in notes)


def _is_legible(page: Page, size: dict[str, int]) -> None:
    """No text is smaller than the back row can read, and none leaves the wall."""
    titles, labels = _sizes_of_type(page, ".map h1, .agreed h1"), _sizes_of_type(page, LABELS)
    assert len(titles) == 1
    assert len(labels) > 5
    assert min(titles) >= LEAST_TITLE * size["height"]
    assert min(labels) >= LEAST_LABEL * size["height"]
    for text, box in boxes(page, LABELS):
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size["width"], text
        assert box["y"] + box["height"] <= size["height"], text


TYPE = """(nodes) => nodes.filter((node) => node.checkVisibility({visibilityProperty: true}))
  .map((node) => parseFloat(getComputedStyle(node).fontSize))"""


def _sizes_of_type(page: Page, selector: str) -> list[float]:
    """In pixels, of what can be seen."""
    found: list[float] = page.locator(selector).evaluate_all(TYPE)
    return found


def _box(part: Locator) -> Any:
    box = part.bounding_box()
    assert box
    return box
