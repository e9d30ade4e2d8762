"""The whole walk in real Chromium: a wall, a desk and a room full of phones, from the QR code to
the file.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.surfaces import GROUPS, DeskPage, PhonePage, WallPage
from tests.browser.venue import Venue
from tests.support.clients import TWO_QUESTIONS, Phone, Script
from tests.support.servers import Timed
from tests.support.trials import trials

SIDES = ("northern", "southern")
WITHHELD = {"suppressed": True, "reason": "fewer_than_k"}
VOTERS = 9  # of each side, 3k with k = 3: just enough for the wall to move while voting is open
PAGES = trials(1, 4)  # phones with a browser, of each side
OTHERS = VOTERS - PAGES  # phones that only know the contract
SPREAD = (
    0,
    0,
    1,
    0,
    2,
    0,
    4,
    3,
    0,
)  # most of a group alike, so that there is a finding; nobody alone with it
PLAINLY = {"northern": (0, 2, 0), "southern": (1, 0, 2)}
FAVOURITE = {
    "northern": 0,
    "southern": 4,
    "neither": 2,
}  # others for each, so that a mix-up would show


@pytest.fixture
def venue(building: Venue, server: Timed) -> Iterator[Venue]:
    """Windows that are closed afterwards, and must not have complained."""
    with building.visited(server.base):
        yield building


@dataclass
class Asked:
    """One question as it was asked, and what was voted: group → choice → votes."""

    id: str
    passing: str
    choices: list[str]
    votes: dict[str, Counter[int]] = field(
        default_factory=lambda: {side: Counter() for side in SIDES}
    )

    def counts(self, side: str) -> list[int]:
        return [self.votes[side][position] for position in range(len(self.choices))]

    def voters(self, side: str) -> int:
        return self.votes[side].total()

    def sentence(self, side: str, labels: list[str]) -> str:
        counts = self.counts(side)
        ranked = sorted(range(len(counts)), key=lambda position: -counts[position])
        cells = ", ".join(
            f"{counts[position]} “{labels[position]}”" for position in ranked if counts[position]
        )
        return f"{GROUPS[side]}, {self.voters(side)} answers: {cells}."


@dataclass
class Room:
    """Everyone in the room.

    `pages` hold a browser in their hand, `others` speak the contract alone.
    """

    wall: WallPage
    desk: DeskPage | None
    pages: list[PhonePage]
    others: list[Phone]

    def vote(self, asking: Asked, chosen: Mapping[str, Sequence[int]]) -> None:
        """Every page taps and sends before any of them waits for what comes of it."""
        remaining = {group: iter(positions) for group, positions in chosen.items()}
        everyone: list[PhonePage | Phone] = [*self.pages, *self.others]
        for phone in everyone:
            position = next(remaining[phone.group])
            if phone.group in SIDES:
                asking.votes[phone.group][position] += 1
            if isinstance(phone, PhonePage):
                phone.vote(asking.choices[position])
            else:
                place = {"question": asking.id, "pass": asking.passing}
                assert phone.cast([position], **place)["ok"]
        for page in self.pages:
            page.expect_counted()


def _chosen(asking: Asked, shift: int = 0) -> dict[str, Sequence[int]]:
    """What each group's people choose, in their order."""
    count = len(asking.choices)
    return {
        group: [(step + first + shift) % count for step in SPREAD]
        for group, first in FAVOURITE.items()
    }


def test_a_room_votes_and_the_wall_moves_until_every_number_is_what_was_voted(
    venue: Venue, server: Timed
) -> None:
    session = Script(server.base)
    wall = WallPage(venue.wall(), session.links["screen_url"])
    desk = DeskPage(_with_a_clock(venue.desk()), session.links["facilitator_url"])
    room = _gathered(venue, server, wall, desk, session.code, neither=2)
    desk.press("Show question 1 of 2: today")
    for page in room.pages:
        expect(page.says).to_have_text("Voting opens soon.")

    today = Asked("budget", "today", [])
    desk.press("Open voting: today")
    wall.expect_turnout("0 of 20 have answered")
    today.choices = room.pages[0].choices()
    room.vote(today, _chosen(today))
    wall.expect_turnout("20 of 20 have answered")
    for side in SIDES:
        wall.expect_answers(GROUPS[side], 3)
    assert wall.finding().startswith("So far: ")

    _nothing_closes_that_was_taken_back(room)
    desk.close_voting_by_the_clock()
    _the_wall_shows_what_was_voted(wall, today)
    _the_phones_say_what_the_wall_says(room)

    should_be = Asked("budget", "should_be", today.choices)
    desk.key("ArrowRight")
    expect(room.wall.paragraph("in this partnership")).to_contain_text("should be")
    expect(desk.button("Open voting: should be")).to_be_visible()
    desk.key("ArrowRight")
    room.pages[0].choices()
    room.vote(should_be, _chosen(should_be, shift=2))
    for side in SIDES:
        wall.expect_answers(GROUPS[side], 3)
    desk.close_voting_by_the_clock()
    _the_wall_shows_what_was_voted(wall, should_be)

    desk.press("Show question 2 of 2: today")
    expect(desk.button("Open voting: today")).to_be_visible()
    focus = Asked("focus", "today", ["Budget", "Reporting", "=1+1"])
    desk.key("o")
    assert room.pages[0].choices() == focus.choices
    room.vote(focus, _chosen(focus, shift=1))
    desk.close_voting_by_the_clock()
    for position, choice in enumerate(focus.choices):
        expect(wall.row(choice).locator("[data-slot=count]")).to_have_text(
            [str(focus.counts(side)[position]) for side in SIDES]
        )

    _end(room, by=desk.button("End the session").first)
    _the_files_say_what_was_voted(*_downloaded(desk.page), [today, should_be, focus])


@pytest.mark.parametrize("server", [trials("eventlet", "threading")], indirect=True)
def test_a_result_hidden_until_the_reveal_is_shown_by_the_facilitator_only(
    venue: Venue, server: Timed
) -> None:
    desk = DeskPage(_with_a_clock(venue.desk()))
    desk.page.goto(server.base)
    desk.page.get_by_role("button", name="With the donor in the room").click()
    expect(desk.button("Show question 1 of 6: today")).to_be_visible()
    link = desk.page.get_by_role("link", name="Open the wall in a window").get_attribute("href")
    wall = WallPage(venue.wall(), link or "")
    code = re.sub(
        r"\s",
        "",
        wall.page.locator(".welcome").get_by_text(re.compile(r"^\w{3} \w{3}$")).inner_text(),
    )
    room = _gathered(venue, server, wall, desk, code)

    desk.key("ArrowRight")
    expect(desk.button("Open voting: today")).to_be_visible()
    desk.key("PageDown")
    safe = Asked("safe-now", "today", room.pages[0].choices())
    wall.expect_turnout("No answers yet")
    room.vote(safe, _chosen(safe))
    wall.expect_turnout("Most have answered")
    expect(wall.paragraph("No answers are shown while voting is open.")).to_be_visible()
    _changes_the_answer(room.pages[0], safe, FAVOURITE["northern"], to=4)
    desk.close_voting_by_the_clock()
    expect(
        wall.paragraph("Voting has closed. The result comes when we open it together.")
    ).to_be_visible()
    for page in room.pages:
        expect(page.says).to_have_text("Voting has closed.")
    expect(wall.picture).to_be_hidden()
    expect(wall.picture.locator(".row")).to_have_count(0)

    desk.press("Reveal")
    _the_wall_shows_what_was_voted(wall, safe)
    _the_phones_say_what_the_wall_says(room)
    desk.press("Show question 2 of 6: today")
    for page in room.pages:
        expect(page.says).to_have_text("Voting opens soon.")
    _end(room, by=desk.tool("End the session").last)
    _the_files_say_what_was_voted(*_downloaded(desk.page), [safe])


def test_phones_without_any_script_walk_the_same_way(venue: Venue, server: Timed) -> None:
    session = Script(server.base, TWO_QUESTIONS | {"results": "reveal"})
    wall = WallPage(venue.wall(), session.links["screen_url"])
    pages = [PhonePage(venue.phone(java_script_enabled=False), side) for side in SIDES * 2]
    [address] = wall.codes()
    for page in pages:
        page.join(address)
        expect(page.says).to_have_text("You are in.")
    others = [Phone(server.base, session.code, side) for side in SIDES]
    wall.expect_joined(6)

    session.do("open_question", question="focus")
    focus = Asked("focus", "today", ["Budget", "Reporting", "=1+1"])
    for page in pages:
        page.ask_again()
        assert page.choices() == focus.choices
        expect(page.page.locator("meta[http-equiv=refresh]")).to_have_count(0)  # it stays
    Room(wall, None, pages, others).vote(focus, chosen=PLAINLY)
    _changes_the_answer(pages[0], focus, PLAINLY["northern"][0], to=1)
    assert focus.counts("northern") == focus.counts("southern") == [1, 1, 1]

    session.do("close_question")
    for page in pages:
        page.ask_again()
        expect(page.says).to_have_text("Voting has closed.")
    session.do("reveal_results")
    sentences = [focus.sentence(side, focus.choices) for side in SIDES]
    expect(wall.sentences).to_have_text(sentences)
    for page in pages:
        page.ask_again()
        expect(page.says).to_have_text("There is no clear favourite in either group.")
        expect(page.page.get_by_role("listitem")).to_have_text(sentences)
    _the_files_say_what_was_voted(
        session.export("results.csv"), session.export("results.json"), [focus]
    )


def _with_a_clock(page: Page) -> Page:
    """It goes as ever, and can be turned forward."""
    page.clock.install()
    return page


def _gathered(
    venue: Venue, server: Timed, wall: WallPage, desk: DeskPage, code: str, neither: int = 0
) -> Room:
    """Everyone scans the wall, joins and waits; the lobby counts them."""
    [address] = wall.codes()
    assert address == f"HTTP://127.0.0.1:{server.port}/J/{code}"
    pages = [PhonePage(page, SIDES[at % 2]) for at, page in enumerate(venue.phones(2 * PAGES))]
    for page in pages:
        page.join(address)
    groups = [*SIDES] * OTHERS + ["neither"] * neither
    others = [Phone(server.base, code, group) for group in groups]
    for page in pages:
        expect(page.says).to_have_text("You are in.")
    wall.expect_joined(len(pages) + len(others))
    return Room(wall, desk, pages, others)


def _nothing_closes_that_was_taken_back(room: Room) -> None:
    room.desk.stop_the_clock()
    room.desk.press("Close voting")
    room.desk.page.clock.run_for(2000)
    expect(room.desk.button(re.compile(r"^Closes in 3"))).to_be_visible()
    room.desk.key("Escape")
    room.desk.page.clock.resume()
    expect(room.desk.button("Close voting")).to_be_visible()
    room.wall.expect_answers(GROUPS["northern"], 3)
    for page in room.pages:
        page.expect_counted()


def _the_wall_shows_what_was_voted(wall: WallPage, asking: Asked) -> None:
    for side in SIDES:
        wall.expect_answers(GROUPS[side], asking.voters(side))
        wall.expect_counts(GROUPS[side], [*asking.counts(side), 0])
    labels = wall.page.locator("[data-slot=legend] [data-slot=word]").all_inner_texts()
    expect(wall.sentences).to_have_text([asking.sentence(side, labels) for side in SIDES])
    assert re.search(r"northern partners.*southern partners", wall.finding(), re.IGNORECASE)


def _the_phones_say_what_the_wall_says(room: Room) -> None:
    finding, sentences = room.wall.finding(), room.wall.sentences.all_text_contents()
    expect(room.desk.preview.get_by_text(finding, exact=True)).to_be_visible()
    for page in room.pages:
        expect(page.says).to_have_text(finding)
        expect(page.page.get_by_role("listitem")).to_have_text(sentences)


def _changes_the_answer(phone: PhonePage, asking: Asked, before: int, to: int) -> None:
    """The last answer counts, the one before does not."""
    asking.votes[phone.group].subtract([before])
    asking.votes[phone.group].update([to])
    phone.page.get_by_role("link", name="Change my answer").tap()
    expect(phone.page.get_by_role("radio", checked=True)).to_have_count(0)
    phone.vote(asking.choices[to])
    phone.expect_counted()


def _end(room: Room, by: Locator) -> None:
    by.click()
    dialog = room.desk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("A session that has ended stays ended.")
    dialog.get_by_role("button", name="End it").click()
    expect(
        room.wall.page.get_by_role("heading", name="The power map: today → should be")
    ).to_be_visible()
    expect(room.wall.paragraph("The session has ended. Thank you.")).to_be_visible()
    for page in room.pages:
        expect(page.says).to_have_text("The session has ended. Thank you.")


def _the_files_say_what_was_voted(table: bytes, document: bytes, askings: list[Asked]) -> None:
    """Group by group and choice by choice; "neither" is withheld, however many there were."""
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert [_place(row) for row in rows if row["votes"]] == [
        (asking.id, asking.passing, "1", side, choice, str(votes), str(asking.voters(side)))
        for asking in askings
        for side in SIDES
        for choice, votes in [
            *((str(at), votes) for at, votes in enumerate(asking.counts(side))),
            ("no_answer", 0),
        ]
    ]
    withheld = [
        (row["question"], row["pass"], row["group"], row["note"])
        for row in rows
        if not row["votes"]
    ]
    assert withheld == [
        (asking.id, asking.passing, "neither", "fewer than k") for asking in askings
    ]

    results = json.loads(document)["results"]
    assert [(result["question"], result["pass"], result["groups"]) for result in results] == [
        (
            asking.id,
            asking.passing,
            {side: _shown(asking, side) for side in SIDES} | {"neither": WITHHELD},
        )
        for asking in askings
    ]


def _place(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        row[name] for name in ("question", "pass", "round", "group", "choice", "votes", "voters")
    )


def _shown(asking: Asked, side: str) -> dict[str, object]:
    return {"voters": asking.voters(side), "counts": asking.counts(side), "no_answer": 0}


def _downloaded(page: Page) -> tuple[bytes, bytes]:
    """The two files, by the links of the desk."""
    files = []
    for name in ("results.csv", "results.json"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        files.append(Path(download.value.path()).read_bytes())
    table, document = files
    return table, document
