"""Six languages in the hand: chosen with a tap, whole at 320 pixels, mirrored where they should."""

import pytest
from playwright.sync_api import Page, ViewportSize, WebSocket, expect

from tests.browser.surfaces import WallPage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Script, room
from tests.support.servers import Timed
from tests.support.trials import trials
from workshop.wording import say
from workshop.wording.languages import LANGUAGES, direction, speaking

NARROW: ViewportSize = {"width": 320, "height": 640}
ARABIC = {
    "title": "كيف نقرّر؟",
    "frame": "في هذه الشراكة",
    "budget": "من يقرّر بشأن توزيع الميزانية بين الشركاء؟",
}
PLAN = TWO_QUESTIONS | {"translations": {"ar": ARABIC}}
# What reaches beyond the page at either side, or holds more than it has room for.
SPILLED = """nodes => nodes.filter(node => {
  const box = node.getBoundingClientRect();
  const is_seen = node.checkVisibility() && box.width > 1 &&
    !node.closest(".visually-hidden, .choice input");
  const is_full = node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
  return is_seen && (box.left < -0.5 || box.right > innerWidth + 0.5 || is_full);
}).map(node => node.outerHTML.slice(0, 90))"""


@pytest.fixture
def session(one_server: Timed) -> Script:
    return Script(one_server.base, PLAN)


def said(language: str, text: str) -> str:
    with speaking(language):
        return say(text)


def narrow(venue: Venue, **options: object) -> Page:
    page = venue.phone(**options)
    page.set_viewport_size(NARROW)
    return page


def choose(page: Page, language: str) -> None:
    """Tap the language's own name; where a session has begun they are folded away."""
    if page.locator(".language-menu").count():
        page.locator(".language-menu summary").tap()
    page.get_by_role("button", name=LANGUAGES[language], exact=True).tap()
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", direction(language))


def join(page: Page, language: str) -> None:
    page.get_by_role("radio").nth(1).locator("..").tap()
    page.get_by_role("button", name=said(language, "Join"), exact=True).tap()
    expect(page.get_by_role("heading", level=2)).to_have_text(said(language, "You are in."))


def overhear(page: Page, sent: list[str], heard: list[str]) -> None:
    """Note every frame of the page's sockets."""

    def listen(line: WebSocket) -> None:
        line.on("framesent", lambda frame: sent.append(str(frame)))
        line.on("framereceived", lambda frame: heard.append(str(frame)))

    page.on("websocket", listen)


def nothing_spills(page: Page) -> None:
    assert page.locator("body *").evaluate_all(SPILLED) == []
    metrics = page.context.new_cdp_session(page).send("Page.getLayoutMetrics")
    assert metrics["cssContentSize"]["width"] <= NARROW["width"]


@pytest.mark.parametrize("language", trials(["ar", "sw"], LANGUAGES))
def test_no_text_overflows_a_narrow_phone_in_any_language(
    session: Script, venue: Venue, language: str
) -> None:
    page = narrow(venue)
    page.goto(session.links["join_url"])
    choose(page, language)
    page.locator("summary").last.tap()
    nothing_spills(page)
    join(page, language)
    nothing_spills(page)
    others = room(session, 3, 2)
    session.do("open_question", **BUDGET_TODAY)
    expect(page.get_by_role("radio")).to_have_count(6)
    nothing_spills(page)
    page.get_by_role("radio").nth(3).locator("..").tap()
    page.get_by_role("button", name=said(language, "Send"), exact=True).tap()
    expect(page.get_by_role("heading", level=2)).to_have_text(said(language, "Counted ✓"))
    nothing_spills(page)
    for phone, choice in zip(others, [0, 1, 2, 3, 4], strict=True):
        phone.cast([choice])
    session.do("close_question")
    expect(page.locator("#phone")).to_have_attribute("data-beat", "revealed")
    expect(page.locator(".sentences li")).to_have_count(2)
    nothing_spills(page)


def test_the_search_for_what_overflows_finds_it(session: Script, venue: Venue) -> None:
    page = narrow(venue)
    page.goto(session.links["join_url"])
    nothing_spills(page)
    page.locator("h1").evaluate(
        "node => { node.textContent = 'x'.repeat(60); node.style.overflowWrap = 'normal'; }"
    )
    with pytest.raises(AssertionError):
        nothing_spills(page)


def test_a_phone_in_arabic_reads_from_right_to_left_and_its_vote_is_counted(
    session: Script, venue: Venue
) -> None:
    page = narrow(venue)
    page.goto(session.links["join_url"])
    choose(page, "ar")
    expect(page.get_by_role("heading", level=1)).to_have_text(ARABIC["title"])
    join(page, "ar")
    others = room(session, 3, 2)
    session.do("open_question", **BUDGET_TODAY)
    expect(page.get_by_role("heading", level=1)).to_have_text(ARABIC["budget"])
    first = page.locator(".choice").first
    mark, words = (
        first.locator("input").bounding_box(),
        first.locator("[data-slot=choice]").bounding_box(),
    )
    assert mark
    assert words
    assert mark["x"] > words["x"] + words["width"] - 1  # the control leads, from the right
    first.tap()
    page.get_by_role("button", name=said("ar", "Send"), exact=True).tap()
    expect(page.get_by_role("heading", level=2)).to_have_text(said("ar", "Counted ✓"))
    for phone in others:
        phone.cast([0])
    session.do("close_question")
    expect(page.get_by_role("heading", level=2)).to_contain_text("شركاء الجنوب")
    state = session.call("GET", "/exports/results.json").json()
    assert [state["results"][0]["groups"][side]["voters"] for side in ("northern", "southern")] == [
        3,
        3,
    ]


def test_on_the_wire_every_language_sends_ballots_of_one_length_and_is_sent_the_same(
    session: Script, venue: Venue
) -> None:
    sent: dict[str, list[str]] = {}
    heard: dict[str, list[str]] = {}
    pages = {}
    for language in ("en", "ar"):
        page = pages[language] = narrow(venue)
        out, back = sent.setdefault(language, []), heard.setdefault(language, [])
        overhear(page, out, back)
        page.goto(session.links["join_url"])
        choose(page, language)
        join(page, language)
        while not any("session_changed" in frame for frame in back):
            page.wait_for_timeout(50)
    session.do("open_question", **BUDGET_TODAY)
    for (language, phone), choice in zip(pages.items(), (0, 5), strict=True):
        phone.get_by_role("radio").nth(choice).locator("..").tap()
        phone.get_by_role("button", name=said(language, "Send"), exact=True).tap()
        expect(phone.get_by_role("heading", level=2)).to_have_text(said(language, "Counted ✓"))
    ballots = [len(frame) for frames in sent.values() for frame in frames if "cast_ballot" in frame]
    assert len(ballots) == 2
    assert len(set(ballots)) == 1
    opened = [{frame for frame in frames if '"state":"open"' in frame} for frames in heard.values()]
    assert opened[0] == opened[1] != set()


def test_a_language_chosen_on_the_way_keeps_the_vote_and_every_later_word(
    session: Script, venue: Venue
) -> None:
    page = narrow(venue)
    page.goto(session.links["join_url"])
    join(page, "en")
    session.do("open_question", **BUDGET_TODAY)
    page.get_by_role("radio").first.locator("..").tap()
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.get_by_role("heading", level=2)).to_have_text("Counted ✓")
    choose(page, "sw")
    expect(page.get_by_role("heading", level=2)).to_have_text(said("sw", "Counted ✓"))
    session.do("close_question")
    expect(page.get_by_role("heading", level=2)).to_contain_text("hakuna kinachoonyeshwa")
    session.do("open_question", question="budget", **{"pass": "should_be"})
    expect(page.locator("[data-slot=pass_text]")).to_have_text(said("sw", "should be"))


def test_a_language_is_chosen_without_any_script(session: Script, venue: Venue) -> None:
    page = narrow(venue, java_script_enabled=False)
    page.goto(session.links["join_url"])
    choose(page, "fr")
    join(page, "fr")
    choose(page, "ar")
    expect(page.get_by_role("heading", level=2)).to_have_text(said("ar", "You are in."))
    session.do("open_question", **BUDGET_TODAY)
    page.goto(session.links["join_url"])
    page.get_by_role("radio").nth(4).locator("..").tap()
    page.get_by_role("button", name=said("ar", "Send"), exact=True).tap()
    expect(page.get_by_role("heading", level=2)).to_have_text(said("ar", "Counted ✓"))


def test_bars_are_mirrored_on_a_wall_from_right_to_left(one_server: Timed, venue: Venue) -> None:
    places = {}
    for language in ("en", "ar"):
        session = Script(one_server.base, PLAN | {"language": language})
        wall = WallPage(venue.wall(), session.links["screen_url"])
        phones = room(session, 4, 4)
        session.do("open_question", **BUDGET_TODAY)
        for phone, choice in zip(phones, [0, 0, 1, 3, 4, 4, 3, 1], strict=True):
            phone.cast([choice])
        session.do("close_question")
        expect(wall.picture.locator(".row")).to_have_count(2)
        bars = wall.picture.locator(".row").first.locator(
            ".bar[data-tone='0'], .bar[data-tone='3']"
        )
        expect(bars).to_have_count(2)
        first, second = (bar.bounding_box() for bar in bars.all())
        assert first
        assert second
        places[language] = first["x"] < second["x"]
    assert places == {"en": True, "ar": False}
