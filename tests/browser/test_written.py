"""Answers in words, from the phone's text field over the desk that reads first to the wall, and
into a question.
"""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.surfaces import DeskPage, PhonePage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import Phone, Script, room
from tests.support.servers import Timed
from tests.support.trials import trials

NEXT = {"question": "next", "pass": "today"}
PLAN: dict[str, Any] = {
    "title": "T",
    "threshold": 3,
    "questions": [
        {"id": "next", "kind": "gather", "text": "Which decisions should we talk about?"}
    ],
}
LONG = (
    "Who decides whether an area is too dangerous to work in, headquarters or the people who live"
    " there, and who pays? "
)
WHERE = """items => items.map((item) => {
  const { right, bottom } = item.getBoundingClientRect();
  return { text: item.innerText, right, bottom };
})"""
HOSTILE = "<img src=x onerror=alert(1)>&amp;"


@pytest.fixture
def session(one_server: Timed) -> Script:
    return Script(one_server.base, PLAN)


@pytest.fixture
def desk(session: Script, venue: Venue) -> DeskPage:
    return DeskPage(venue.desk(), session.links["facilitator_url"])


def sifted(desk: DeskPage) -> Locator:
    return desk.page.get_by_role("region", name="What people wrote")


def on_the_wall(wall: WallPage) -> Locator:
    return wall.page.locator("[data-slot=texts] li")


def write(phones: list[Phone], texts: list[str]) -> None:
    for phone, text in zip(phones, texts, strict=True):
        assert phone.cast([], text=text, **NEXT)["ok"]


@pytest.mark.parametrize("script", [True, False])
def test_what_a_phone_writes_is_read_let_through_and_made_into_a_question(
    session: Script, venue: Venue, desk: DeskPage, script: bool
) -> None:
    phones = room(session, 2, 2)
    amina = PhonePage(venue.phone(java_script_enabled=script), "southern").joined(
        session.links["join_url"]
    )
    wall = WallPage(venue.wall(), session.links["screen_url"])
    session.do("open_question", **NEXT)
    if not script:
        amina.ask_again()
    field = amina.page.get_by_label("Voting is open. Write your answer.")
    field.fill("Who decides on hiring?")
    amina.button("Send").tap()
    amina.expect_counted()
    assert "hiring" not in amina.page.content()
    write(phones, ["Who decides on travel?", HOSTILE, "Overheads", ""])
    session.do("close_question")
    expect(sifted(desk).get_by_role("listitem")).to_have_count(4)
    expect(wall.paragraph("Voting has closed.")).to_be_visible()
    item = sifted(desk).get_by_role("listitem")
    item.filter(has_text="Overheads").get_by_role("button", name="Delete").click()
    expect(item).to_have_count(3)
    for text in ("hiring", "travel", "onerror"):
        item.filter(has_text=text).get_by_role("button", name="On the wall").press("Enter")
        expect(item.filter(has_text=text).get_by_role("button", pressed=True)).to_be_visible()
    desk.key("R")
    expect(on_the_wall(wall)).to_have_count(3)
    assert HOSTILE in on_the_wall(wall).all_inner_texts()
    item.filter(has_text="hiring").get_by_role("checkbox").check()
    item.filter(has_text="travel").get_by_role("checkbox").check()
    sifted(desk).get_by_role("button", name="Make a question of the ticked").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("The question").fill("Who decides on people?")
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog).to_be_hidden()
    expect(on_the_wall(wall).filter(has_text="Who decides on people?")).to_have_count(2)
    expect(
        desk.page.get_by_role("navigation", name="The plan").get_by_text("Who decides on people?")
    ).to_be_visible()


def test_nothing_is_ticked_and_nothing_is_lost(session: Script, desk: DeskPage) -> None:
    phones = room(session, 2, 2)
    session.do("open_question", **NEXT)
    write(phones, ["a", "b", "c", "d"])
    session.do("close_question")
    sifted(desk).get_by_role("button", name="Make a question of the ticked").click()
    expect(desk.page.get_by_text("Tick one or several texts first.")).to_be_visible()
    sifted(desk).get_by_role("listitem").first.get_by_role("button", name="Delete").click()
    expect(sifted(desk).get_by_role("listitem")).to_have_count(3)
    desk.key("U")
    expect(sifted(desk).get_by_role("listitem")).to_have_count(4)


def test_the_phone_keeps_what_is_typed_while_the_state_changes_and_asks_for_words(
    session: Script, venue: Venue
) -> None:
    amina = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
    session.do("open_question", **NEXT)
    amina.page.get_by_label("Voting is open. Write your answer.").fill("Who decides on hir")
    session.do("lock_door")
    session.do("pause_phones")
    expect(amina.says).to_have_text("Please look up.")
    session.do("resume_phones")
    expect(amina.page.get_by_label("Voting is open. Write your answer.")).to_have_value(
        "Who decides on hir"
    )


@pytest.mark.parametrize("size", trials([(1024, 768)], [(1920, 1080), (1024, 768)]))
def test_many_long_texts_stay_on_the_wall_and_its_page_turns(
    session: Script, venue: Venue, size: tuple[int, int]
) -> None:
    phones = room(session, 15, 15)
    session.do("open_question", **NEXT)
    write(phones, [f"{number}: {LONG * 2}" for number in range(30)])
    session.do("close_question")
    session.do("show_texts")
    page = venue.wall({"width": size[0], "height": size[1]})
    page.clock.install()
    venue.expect_lost_connections()  # its clock runs ahead of the server's heartbeat
    wall = WallPage(page, session.links["screen_url"])
    session.do("reveal_results")
    expect(on_the_wall(wall).first).to_be_visible()
    seen: set[str] = set()
    for _ in range(30):
        shown = on_the_wall(wall).evaluate_all(WHERE)
        assert all(item["right"] <= size[0] and item["bottom"] <= size[1] for item in shown)
        texts = {item["text"] for item in shown}
        if texts <= seen:
            break
        seen |= texts
        page.clock.run_for(15_000)
    assert {text.split(":")[0] for text in seen} == {str(number) for number in range(30)}


def test_where_too_few_wrote_the_wall_says_so_and_the_desk_reads_nothing(
    session: Script, venue: Venue, desk: DeskPage
) -> None:
    wall, phones = WallPage(venue.wall(), session.links["screen_url"]), room(session, 3, 3)
    session.do("open_question", **NEXT)
    write(phones, ["Who is afraid of whom?", "", "", "", "", ""])
    session.do("close_question")
    session.do("reveal_results")
    expect(wall.paragraph("Fewer than 3 people wrote something.").first).to_be_visible()
    expect(wall.page.get_by_text("What you wrote comes here").filter(visible=True)).to_have_count(0)
    expect(sifted(desk)).to_have_count(0)
    expect(desk.page.get_by_text("Who is afraid of whom?")).to_have_count(0)
