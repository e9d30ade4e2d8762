"""The plan editor, by keyboard, mouse and drag: from one's own question to an open session and a
file.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.venue import Venue
from tests.support.servers import Timed

FAULTY = """title = "T"
threshold = 2
[[questions]]
id = "a"
kind = "who_decide"
text = "Who decides?"
"""
SOUND: dict[str, Any] = {
    "title": "From a file",
    "results": "reveal",
    "questions": [
        {"id": f"q{at}", "kind": "agree", "text": f"Question {at}", "passes": ["today"]}
        for at in range(200)
    ],
}


@pytest.fixture
def page(one_server: Timed, venue: Venue) -> Page:
    page = venue.desk()
    page.goto(one_server.base)
    return page


def begin(page: Page, question: str = "the travel budget") -> Page:
    page.get_by_label("Write your own: who decides on …?").fill(question)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(the_list(page)).to_have_count(1)
    return page


def the_list(page: Page) -> Locator:
    return page.get_by_role("region", name="The questions").locator(".pick")


def texts(page: Page) -> list[str]:
    return [text.split("\xa0")[0].split(maxsplit=1)[1] for text in the_list(page).all_inner_texts()]


def write_another(page: Page, text: str) -> None:
    page.get_by_role("button", name="Write another question").click()
    expect(page.get_by_label("Text")).to_be_focused()
    page.get_by_label("Text").fill(text)


def downloaded(page: Page, name: str, folder: Path) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download as {name}").click()
    download.value.save_as(folder / name)
    return (folder / name).read_text("utf-8")


def test_from_ones_own_question_to_an_open_session(page: Page, tmp_path: Path) -> None:
    begin(page)
    expect(page.get_by_label("Text")).to_have_value("Who decides on the travel budget?")
    write_another(page, "Who decides on hiring?")
    page.get_by_text("Suggestions").click()
    page.get_by_role("button", name="How safe is it to disagree openly here?").click()
    expect(page.get_by_label("Kind")).to_have_value("safe")
    page.get_by_role("button", name="Duplicate").click()
    page.get_by_label("Text").fill("Where do we begin?")
    page.get_by_label("Kind").select_option("choice")
    page.get_by_label("Choices, one on each line").fill("Budget\n<b>Reports</b>")
    wall = page.get_by_role("group", name="What the wall shows", include_hidden=True)
    phone = page.get_by_role("group", name="What phones show", include_hidden=True)
    for surface in (wall, phone):
        expect(surface.get_by_text("<b>Reports</b>").filter(visible=True)).to_be_visible()
    page.get_by_label("Title").fill("Our questions")
    page.get_by_label("Southern", exact=True).fill("Partners in the South")
    page.get_by_label("Show a group from").fill("4")
    page.get_by_text("Translations").click()
    page.get_by_label("Into").fill("fr")
    page.locator(".translations").get_by_label("Who decides on hiring?").fill(
        "Qui décide des embauches ?"
    )
    page.locator(".translations").get_by_label("Budget", exact=True).fill("Le budget")
    page.get_by_label("Second language on the wall").select_option("fr")
    expect(wall.locator(".answers").get_by_text("Le budget")).to_be_visible()
    page.reload()
    expect(the_list(page)).to_have_count(4)
    plan = tomllib.loads(downloaded(page, "TOML", tmp_path))
    whole = json.loads(downloaded(page, "JSON", tmp_path))
    assert plan == {key: value for key, value in whole.items() if key != "frame"}
    assert [one["text"] for one in plan["questions"]][::3] == [
        "Who decides on the travel budget?",
        "Where do we begin?",
    ]
    assert plan["questions"][3]["choices"] == ["Budget", "<b>Reports</b>"]
    assert plan["groups"]["southern"] == "Partners in the South"
    assert plan["threshold"] == 4
    asked = [question["id"] for question in plan["questions"]]
    assert plan["translations"]["fr"] == {
        asked[1]: "Qui décide des embauches ?",
        f"{asked[3]}.0": "Le budget",
    }
    assert plan["second_language"] == "fr"
    page.get_by_role("button", name="Open a session with this plan").click()
    expect(page.get_by_role("heading", name="Our questions").first).to_be_visible()
    expect(
        page.get_by_role("navigation", name="The plan").get_by_role("listitem").first
    ).to_contain_text("travel budget")


def test_a_question_that_asks_the_same_is_noted_and_can_be_asked_twice_instead(
    page: Page, tmp_path: Path
) -> None:
    begin(page)
    notes = page.locator(".note.same")
    page.get_by_role("button", name="Duplicate").click()
    expect(notes).to_contain_text("Question 2 asks the same as question 1.")
    page.get_by_label("Text").fill("Who decides on hiring?")
    expect(notes).to_have_count(0)
    page.get_by_label("Text").fill("After the talk: who decides on the travel budget?")
    expect(notes).to_have_count(1)
    expect(page.locator("#faults")).to_be_hidden()
    page.get_by_role("button", name="Ask it twice: before and after").click()
    expect(the_list(page)).to_have_count(1)
    expect(notes).to_have_count(0)
    rounds = page.get_by_label("Ask it several times")
    expect(rounds).to_be_focused()
    expect(rounds).to_have_value("Before\nAfter")
    for surface in ("What the wall shows", "What phones show"):
        group = page.get_by_role("group", name=surface, include_hidden=True)
        expect(group.get_by_text("Before").filter(visible=True)).to_be_visible()
    [question] = tomllib.loads(downloaded(page, "TOML", tmp_path))["questions"]
    assert question["rounds"] == ["Before", "After"]
    assert question["text"] == "Who decides on the travel budget?"
    rounds.fill("Before")
    page.get_by_role("button", name="Download as TOML").click()
    expect(page.locator("#faults")).to_contain_text("Name 2 to 5 rounds, or none")
    expect(rounds).to_have_attribute("aria-invalid", "true")


def test_questions_are_moved_by_keys_by_buttons_and_by_hand(page: Page) -> None:
    begin(page, "One?")
    for text in ("Two?", "Three?"):
        write_another(page, text)
    page.keyboard.press("Alt+ArrowUp")
    assert texts(page) == ["One?", "Three?", "Two?"]
    expect(page.get_by_role("status")).to_contain_text("Now question 2 of 3.")
    page.get_by_role("button", name="Earlier").click()
    assert texts(page) == ["Three?", "One?", "Two?"]
    the_list(page).nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(the_list(page).nth(1)).to_be_focused()
    assert texts(page) == ["Three?", "Two?", "One?"]
    the_list(page).nth(0).drag_to(the_list(page).nth(2))
    assert texts(page) == ["Two?", "One?", "Three?"]
    page.get_by_role("button", name="Take out").click()
    assert texts(page) == ["Two?", "One?"]
    for _ in range(2):
        page.get_by_role("button", name="Take out").click()
    expect(the_list(page)).to_have_count(1)  # a plan has one question at least


def test_a_fault_is_told_at_its_field_and_goes_when_it_is_mended(page: Page) -> None:
    begin(page)
    write_another(page, "")
    the_list(page).first.click()
    page.get_by_role("button", name="Open a session with this plan").click()
    alert = page.get_by_role("alert").filter(visible=True)
    alert.get_by_role("button", name="questions[1].text").click()
    expect(page.get_by_label("Text")).to_be_focused()
    expect(page.get_by_label("Text")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("Who decides on hiring?")
    expect(alert).to_be_hidden()
    expect(page.get_by_label("Text")).not_to_have_attribute("aria-invalid", "true")


def test_a_faulty_file_changes_nothing_and_two_hundred_questions_are_edited(page: Page) -> None:
    begin(page)
    load = page.get_by_label("Load a plan file in place of this one")
    load.set_input_files(
        {"name": "plan.toml", "mimeType": "application/toml", "buffer": FAULTY.encode()}
    )
    alert = page.get_by_role("alert").filter(visible=True)
    expect(alert).to_contain_text("threshold")
    expect(alert).to_contain_text("Did you mean “who_decides”?")
    expect(the_list(page)).to_have_count(1)
    load.set_input_files(
        {"name": "plan.json", "mimeType": "application/json", "buffer": json.dumps(SOUND).encode()}
    )
    expect(the_list(page)).to_have_count(200)
    expect(alert).to_be_hidden()
    expect(page.get_by_label("Title")).to_have_value("From a file")
    the_list(page).nth(150).click()
    expect(page.get_by_label("Text")).to_have_value("Question 150")
    write_another(page, "One too many")
    page.get_by_role("button", name="Open a session with this plan").click()
    expect(alert).to_contain_text("Ask 1 to 200 questions; there are 201.")


def test_a_starter_is_edited_first(page: Page) -> None:
    page.get_by_role("link", name="Edit first: Money").click()
    expect(the_list(page)).to_have_count(7)
    expect(page.get_by_label("Title")).to_have_value("Money: who holds the purse strings?")


def test_a_starter_is_edited_in_french_and_a_translation_ends_with_the_text_it_was_made_of(
    page: Page,
) -> None:
    page.get_by_role("button", name="Français", exact=True).click()
    page.get_by_role("link", name="Un premier regard").click()
    expect(page.get_by_label("Titre")).to_have_value("Un premier regard sur notre façon de décider")
    expect(page.get_by_label("Nord", exact=True)).to_have_value("Partenaires du Nord")
    page.get_by_text("Traductions").click()
    page.locator("#into").fill("ar")
    arabic = page.locator(".translations textarea[name=priorities]")
    was, said = page.locator("#question [name=text]").input_value(), arabic.input_value()
    page.locator("#question [name=text]").fill("Qui décide des voyages ?")
    expect(arabic).to_have_value("")
    page.locator("#question [name=text]").fill(was)
    expect(arabic).to_have_value(said)
    page.locator("#question [name=text]").fill("Qui décide des voyages ?")
    arabic.fill("من يقرّر السفر؟")
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger en JSON").click()
    plan = json.loads(download.value.path().read_text("utf-8"))
    assert (plan["language"], plan["groups"]["northern"]) == ("fr", "Northern partners")
    assert plan["translations"]["ar"]["priorities"] == "من يقرّر السفر؟"
    assert "priorities" not in plan["translations"]["en"]
    assert (
        plan["translations"]["en"]["budget"]
        == "Who decides on how the budget is divided among the partners?"
    )
