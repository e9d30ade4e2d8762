"""Six languages in the hand and two on the wall: chosen with a tap, whole at 320 pixels, mirrored where they should."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.surfaces import WallPage
from tests.browser.test_wall import LONG, SIZES, _all_fits
from tests.browser.venue import Venue
from tests.clients import BUDGET_TODAY, TWO_QUESTIONS, Script, room
from tests.servers import Server
from workshop.wording import say
from workshop.wording.languages import LANGUAGES, direction, speaking

NARROW = {"width": 320, "height": 640}
ARABIC = {"title": "كيف نقرّر؟", "frame": "في هذه الشراكة", "budget": "من يقرّر بشأن توزيع الميزانية بين الشركاء؟"}
PLAN = TWO_QUESTIONS | {"translations": {"ar": ARABIC}}
# What reaches beyond the page at either side, or holds more than it has room for.
SPILLED = """nodes => nodes.filter(node => {
  const box = node.getBoundingClientRect();
  const is_seen = node.checkVisibility() && box.width > 1 && !node.closest(".visually-hidden, .choice input");
  const is_full = node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
  return is_seen && (box.left < -0.5 || box.right > innerWidth + 0.5 || is_full);
}).map(node => node.outerHTML.slice(0, 90))"""


@pytest.fixture
def session(one_server: Server) -> Script:
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
    if page.locator(".language").count():
        page.locator(".language summary").tap()
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_overflows_a_narrow_phone_in_any_language(session: Script, venue: Venue, language: str) -> None:
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
    page.locator("h1").evaluate("node => { node.textContent = 'x'.repeat(60); node.style.overflowWrap = 'normal'; }")
    with pytest.raises(AssertionError):
        nothing_spills(page)


def test_a_phone_in_arabic_reads_from_right_to_left_and_its_vote_is_counted(session: Script, venue: Venue) -> None:
    page = narrow(venue)
    page.goto(session.links["join_url"])
    choose(page, "ar")
    expect(page.get_by_role("heading", level=1)).to_have_text(ARABIC["title"])
    join(page, "ar")
    others = room(session, 3, 2)
    session.do("open_question", **BUDGET_TODAY)
    expect(page.get_by_role("heading", level=1)).to_have_text(ARABIC["budget"])
    first = page.locator(".choice").first
    mark, words = first.locator("input").bounding_box(), first.locator("[data-slot=choice]").bounding_box()
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
    assert [state["results"][0]["groups"][side]["voters"] for side in ("northern", "southern")] == [3, 3]


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


def test_a_language_chosen_on_the_way_keeps_the_vote_and_every_later_word(session: Script, venue: Venue) -> None:
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


@pytest.mark.parametrize("languages", [("en", "ar"), ("ar", "fr")], ids=["en-ar", "ar-fr"])
@pytest.mark.parametrize("plan", [PLAN, LONG], ids=["short texts", "long texts"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_wall_in_two_languages_says_everything_in_both_and_nothing_falls_off(
    one_server: Server, venue: Venue, size: dict[str, int], plan: dict[str, object], languages: tuple[str, str]
) -> None:
    first, second = languages
    session = Script(one_server.base, plan | {"language": first, "second_language": second})
    wall = WallPage(venue.wall(size), session.links["screen_url"])
    expect(wall.page.locator(".wall")).to_have_attribute("dir", direction(first))
    for language in languages:
        expect(wall.page.get_by_text(said(language, "here so far"))).to_be_visible()
    _all_fits(wall.page, size)
    phones = room(session, 9, 9, 4)
    session.do("open_question", **BUDGET_TODAY)
    for language in languages:
        expect(
            wall.page.locator(".answers").get_by_text(said(language, "Both decide; neither can go ahead alone"))
        ).to_be_visible()
    _all_fits(wall.page, size)
    for phone, choice in zip(phones, [*(0, 0, 0, 0, 0, 1, 2, 3, 5, 4, 4, 4, 4, 3, 3, 2, 1, 5), *range(4)], strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    for language in languages:
        expect(wall.picture.get_by_text(said(language, "Southern partners"))).to_be_visible()
        told = wall.page.locator(".words > p").filter(has_text=said(language, "Southern partners")).filter(visible=True)
        expect(told).to_have_count(1)
        expect(wall.page.locator(".legend").get_by_text(said(language, "Both together"))).to_be_visible()
    _all_fits(wall.page, size)
    nothing_covers_another(wall.page)
    boxes = [wall.picture.locator(f".row:nth-child({at})").bounding_box() for at in (1, 2)]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] < boxes[1]["y"]  # Northern above Southern, whichever way is read
    assert re.search("Nord|North|الشمال", wall.picture.locator(".row").first.inner_text())


FRENCH = {
    "title": "Bilan de santé du partenariat",
    "start": "Par où commencer, si nous ne pouvions changer qu'une seule chose ?",
    "start.0": "Budget : qui l'écrit et qui le signe",
    "start.1": "Rapports : quoi, à quelle fréquence, dans quelle langue",
    "start.2": "Visibilité : photos, histoires et noms",
}
START = {
    "id": "start",
    "kind": "choice",
    "text": "Where should we start, if we could change one thing only?",
    "choices": [
        "Budget: who writes it and who signs it",
        "Reporting: what, how often, in which language",
        "Visibility: photos, stories and names",
        "Audits",
    ],
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_own_choices_stand_in_both_languages_and_cover_nothing(
    one_server: Server, venue: Venue, size: dict[str, int]
) -> None:
    plan = PLAN | {"questions": [START], "translations": {"fr": FRENCH}, "second_language": "fr"}
    session = Script(one_server.base, plan)
    wall = WallPage(venue.wall(size), session.links["screen_url"])
    phones = room(session, 8, 8, 4)
    session.do("open_question", question="start")
    expect(wall.page.locator(".answers").get_by_text(FRENCH["start.1"])).to_be_visible()
    for phone, choice in zip(phones, [0, 0, 0, 1, 1, 2, 3, 3] * 2 + [0, 1, 2, 3], strict=True):
        phone.cast([choice], question="start")
    session.do("close_question")
    for said_so in (START["choices"][1], FRENCH["start.1"], FRENCH["start"], START["text"]):
        expect(wall.page.get_by_text(str(said_so), exact=True).filter(visible=True).first).to_be_visible()
    _all_fits(wall.page, size)
    nothing_covers_another(wall.page)


def nothing_covers_another(page: Page) -> None:
    """The names of the rows, and the legend below them."""
    parts = page.locator(".stage .row-label, .stage .legend").filter(visible=True).all()
    boxes = [box for part in parts if (box := part.bounding_box())]
    assert len(boxes) > 1
    for above, below in pairwise(boxes):
        assert below["y"] >= above["y"] + above["height"] - 1


def test_bars_are_mirrored_on_a_wall_from_right_to_left(one_server: Server, venue: Venue) -> None:
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
        bars = wall.picture.locator(".row").first.locator(".bar[data-tone='0'], .bar[data-tone='3']")
        expect(bars).to_have_count(2)
        first, second = (bar.bounding_box() for bar in bars.all())
        assert first
        assert second
        places[language] = first["x"] < second["x"]
    assert places == {"en": True, "ar": False}
