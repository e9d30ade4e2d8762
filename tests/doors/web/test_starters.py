"""Starter plans in six languages: every phone reads its own, and a French desk gets a French
gallery, plan and wall.
"""

import json
from typing import Any

import pytest
import requests

from tests.support.clients import TWO_QUESTIONS, Phone, Script
from tests.support.in_process import InProcess

FRENCH = {"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.5"}
SHORT = {"plan": "short"}
PRIORITIES_TODAY = {"question": "priorities", "pass": "today"}
PRIORITIES = {
    "en": "Who decides on which problems we work on first?",
    "fr": "Qui décide des problèmes auxquels nous nous attaquons en premier\u00a0?",
    "es": "¿Quién decide en qué problemas trabajamos primero?",
    "pt": "Quem decide em que problemas trabalhamos primeiro?",
    "ar": "من يقرّر أيّ المشكلات نعمل عليها أولًا؟",
    "sw": "Nani anaamua matatizo yapi tuyashughulikie kwanza?",
}
TITLES = {
    "en": "A first look at how we decide",
    "fr": "Un premier regard sur notre façon de décider",
}
SUMMARIES = {"en": "A good first time.", "fr": "Bien pour une première fois."}
SUGGESTED = {"en": "Who decides on the strategy?", "fr": "Qui décide de la stratégie\u00a0?"}


def state_of(
    server: InProcess, plan: Any, headers: dict[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a session opened by this request is called, and the links to it."""
    made = requests.post(
        f"{server.base}/api/sessions", json=plan, headers=headers, timeout=60
    ).json()
    key = {"Authorization": f"Bearer {made['facilitator_key']}"}
    state = requests.get(
        f"{server.base}/api/sessions/{made['code']}", headers=key, timeout=60
    ).json()
    return state["session"], made


def text(address: str, headers: dict[str, str]) -> str:
    return requests.get(address, headers=headers, timeout=60).text


@pytest.mark.parametrize("language", PRIORITIES)
def test_a_phone_reads_a_starter_plan_in_its_own_language(
    one_server: InProcess, language: str
) -> None:
    session = Script(one_server.base, SHORT)
    phone = Phone(session.base, session.code, "southern")
    phone.post("/language", data={"language": language})
    session.do("open_question", **PRIORITIES_TODAY)
    told = phone.page()
    assert PRIORITIES[language] in told
    assert all(PRIORITIES[other] not in told for other in PRIORITIES if other != language)


@pytest.mark.parametrize(("language", "other", "headers"), [("en", "fr", {}), ("fr", "en", FRENCH)])
def test_gallery_editor_and_wall_are_in_the_language_of_the_desk(
    one_server: InProcess, language: str, other: str, headers: dict[str, str]
) -> None:
    gallery = text(one_server.base, headers)
    assert TITLES[language] in gallery
    assert SUMMARIES[language] in gallery
    assert TITLES[other] not in gallery
    assert SUMMARIES[other] not in gallery
    editor = text(f"{one_server.base}/plans/new?starter=short", headers)
    plan = json.loads(editor.split('id="present">', 1)[1].split("</script>", 1)[0])["plan"]
    assert (plan["language"], plan["title"], plan["questions"][0]["text"]) == (
        language,
        TITLES[language],
        PRIORITIES[language],
    )
    assert {tag: said["priorities"] for tag, said in plan["translations"].items()} == {
        tag: PRIORITIES[tag] for tag in PRIORITIES if tag != language
    }
    assert SUGGESTED[language] in editor
    assert SUGGESTED[other] not in editor
    session, made = state_of(one_server, SHORT, headers)
    assert session["title"] == TITLES[language]
    wall = text(made["screen_url"], {})
    assert f'<html lang="{language}"' in wall
    assert TITLES[language] in wall


def test_a_facilitator_who_chose_french_on_the_start_page_opens_a_french_plan(
    one_server: InProcess,
) -> None:
    with requests.Session() as browser:
        home = browser.post(f"{one_server.base}/language", data={"language": "fr"}, timeout=60).text
        assert TITLES["fr"] in home
        cookies = {
            "Cookie": "; ".join(f"{one.name}={one.value}" for one in browser.cookies),
            "Origin": one_server.base,
        }
    assert state_of(one_server, SHORT, cookies)[0]["title"] == TITLES["fr"]


@pytest.mark.parametrize("asked", ["", "*", "de", "en-GB,fr;q=0.5", "es", "ar"])
def test_who_asks_for_no_french_gets_a_starter_plan_in_english(
    one_server: InProcess, asked: str
) -> None:
    headers = {"Accept-Language": asked} if asked else {}
    assert state_of(one_server, SHORT, headers)[0]["title"] == TITLES["en"]


def test_a_plan_of_ones_own_stays_in_its_language_whoever_opens_it(one_server: InProcess) -> None:
    plan = TWO_QUESTIONS | {"translations": {"fr": {"title": "Comment décidons-nous\u00a0?"}}}
    for body in (plan, {"plan": plan}):
        assert state_of(one_server, body, FRENCH)[0]["title"] == TWO_QUESTIONS["title"]


def test_phones_that_read_no_french_lose_nothing_before_a_french_wall(
    one_server: InProcess,
) -> None:
    _, made = state_of(one_server, SHORT, FRENCH)
    for language in ("en", "ar"):
        joining = text(made["join_url"], {"Accept-Language": language})
        assert f'<html lang="{language}"' in joining
        assert TITLES["fr"] not in joining
    assert TITLES["en"] in text(made["join_url"], {"Accept-Language": "en"})
