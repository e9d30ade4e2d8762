"""A wall in two languages at once: everything is told in both, in every form, and nothing covers
another.
"""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.surfaces import WallPage
from tests.browser.test_languages import PLAN, said
from tests.browser.test_wall import LONG, _all_fits, boxes, resized
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Script, room
from tests.support.servers import Timed
from tests.support.trials import trials
from workshop.wording.languages import direction


@pytest.mark.parametrize(
    ("languages", "plan"),
    trials(
        [(("en", "ar"), LONG), (("ar", "fr"), PLAN)],
        [(two, plan) for two in (("en", "ar"), ("ar", "fr")) for plan in (PLAN, LONG)],
    ),
)
def test_a_wall_in_two_languages_says_everything_in_both_and_nothing_falls_off(
    one_server: Timed,
    venue: Venue,
    plan: dict[str, object],
    languages: tuple[str, str],
) -> None:
    first, second = languages
    session = Script(one_server.base, plan | {"language": first, "second_language": second})
    wall = WallPage(venue.wall(), session.links["screen_url"])
    expect(wall.page.locator(".wall")).to_have_attribute("dir", direction(first))
    for language in languages:
        expect(wall.page.get_by_text(said(language, "here so far"))).to_be_visible()
    _all_fits(wall.page)
    phones = room(session, 9, 9, 4)
    session.do("open_question", **BUDGET_TODAY)
    for language in languages:
        expect(
            wall.page.locator(".answers").get_by_text(
                said(language, "Both decide; neither can go ahead alone")
            )
        ).to_be_visible()
    _all_fits(wall.page)
    for phone, choice in zip(
        phones, [*(0, 0, 0, 0, 0, 1, 2, 3, 5, 4, 4, 4, 4, 3, 3, 2, 1, 5), *range(4)], strict=True
    ):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    for language in languages:
        expect(wall.picture.get_by_text(said(language, "Southern partners"))).to_be_visible()
        told = (
            wall.page.locator(".wall-words > p")
            .filter(has_text=said(language, "Southern partners"))
            .filter(visible=True)
        )
        expect(told).to_have_count(1)
        expect(
            wall.page.locator(".legend").get_by_text(said(language, "Both together"))
        ).to_be_visible()
    _all_fits(wall.page)
    nothing_covers_another(wall.page)
    [(_, northern), (_, southern), *_] = boxes(wall.page, "[data-slot=rows] .row")
    assert northern["y"] < southern["y"]  # Northern above Southern, whichever way is read
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


def test_own_choices_stand_in_both_languages_and_cover_nothing(
    one_server: Timed, venue: Venue
) -> None:
    plan = PLAN | {"questions": [START], "translations": {"fr": FRENCH}, "second_language": "fr"}
    session = Script(one_server.base, plan)
    wall = WallPage(venue.wall(), session.links["screen_url"])
    phones = room(session, 8, 8, 4)
    session.do("open_question", question="start")
    expect(wall.page.locator(".answers").get_by_text(FRENCH["start.1"])).to_be_visible()
    for phone, choice in zip(phones, [0, 0, 0, 1, 1, 2, 3, 3] * 2 + [0, 1, 2, 3], strict=True):
        phone.cast([choice], question="start")
    session.do("close_question")
    for said_so in (START["choices"][1], FRENCH["start.1"], FRENCH["start"], START["text"]):
        expect(
            wall.page.get_by_text(str(said_so), exact=True).filter(visible=True).first
        ).to_be_visible()
    _all_fits(wall.page)
    nothing_covers_another(wall.page)


@pytest.mark.parametrize("language", trials(["ar"], ["fr", "ar"]))
def test_dots_map_table_and_agreements_are_told_in_both_languages_too(
    one_server: Timed, venue: Venue, language: str
) -> None:
    said_so = {
        "fr": "Qui décide du budget entre partenaires ?",
        "ar": "من يقرّر الميزانية بين الشركاء؟",
    }[language]
    plan = PLAN | {
        "threshold": 3,
        "second_language": language,
        "translations": {language: {"budget": said_so}},
    }
    session = Script(one_server.base, plan)
    wall, phones = WallPage(venue.wall(), session.links["screen_url"]), room(session, 4, 4)
    for passing in ("today", "should_be"):
        session.do("open_question", question="budget", **{"pass": passing})
        for at, phone in enumerate(phones):
            phone.number = 0
            assert phone.cast([at % 3 if at < 4 else 4], question="budget", **{"pass": passing})[
                "ok"
            ]
        session.do("close_question")
    for form, veiled in (("table", "all or nearly all"), ("dots", "all or nearly all alike")):
        session.do("choose_form", form=form)
        for words in ("Southern partners", veiled):
            for text in (words, said(language, words)):
                expect(
                    wall.page.locator(".stage").get_by_text(text).filter(visible=True).first
                ).to_be_visible()
    session.do("show_map")
    rows = wall.page.locator(".map-row")
    expect(rows).to_contain_text(said_so)
    expect(wall.page.locator(".map h1 + .also")).to_have_text(
        said(language, "The power map: today → should be")
    )
    for words in ("together", "should be", "Northern partners"):
        for text in (words, said(language, words)):
            expect(
                wall.page.locator(".map").get_by_text(text, exact=True).filter(visible=True).first
            ).to_be_visible()
    expect(rows.locator(".map-note")).to_contain_text(said(language, "all or nearly all alike"))
    session.do("add_agreement", question="budget", what="We draft the budget together")
    session.do("show_agreements")
    expect(wall.page.locator(".agreed-about")).to_contain_text(said_so)


def nothing_covers_another(page: Page) -> None:
    """The names of the rows, and the legend below them, in every size."""
    for _ in resized(page):
        found = boxes(page, ".stage .row-label, .stage .legend")
        assert len(found) > 1
        for (_, above), (_, below) in pairwise(found):
            assert below["y"] >= above["y"] + above["height"] - 1
