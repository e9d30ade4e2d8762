"""Everyone reads in the language they choose, with no script too; and nobody else learns which one
that is.
"""

import re
from pathlib import Path

import pytest
import requests

from tests.support.clients import (
    BUDGET_TODAY,
    TWO_QUESTIONS,
    Phone,
    Script,
    Socket,
    desk,
    room,
    wall,
)
from tests.support.in_process import InProcess
from tests.support.servers import Timed
from workshop.wording.languages import LANGUAGES

FRENCH = {
    "title": "Comment décidons-nous ?",
    "budget": "Qui décide du budget entre les partenaires ?",
    "groups.southern": "les organisations locales",
    "focus.0": "Le budget",
}
PLAN = TWO_QUESTIONS | {"translations": {"fr": FRENCH}}
JOIN = {
    "en": "Join",
    "fr": "Participer",
    "es": "Unirse",
    "pt": "Participar",
    "ar": "انضمام",
    "sw": "Jiunge",
}


@pytest.fixture
def session(one_server: InProcess) -> Script:
    return Script(one_server.base, PLAN)


def page(session: Script, **options: object) -> str:
    return requests.get(f"{session.base}/j/{session.code}", timeout=60, **options).text  # type: ignore[arg-type]


def language_of(text: str) -> str:
    found = re.search(r'<html lang="(\w+)" dir="(\w+)">', text)
    assert found
    assert found[2] == ("rtl" if found[1] == "ar" else "ltr")
    return found[1]


def choose(phone: Phone, language: str, path: str = "/language") -> requests.Response:
    return phone.post(path, data={"language": language})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_join_page_is_in_the_language_of_the_browser_and_offers_every_other(
    session: Script, language: str
) -> None:
    told = page(session, headers={"Accept-Language": f"{language}-XX,{language};q=0.9,de;q=0.8"})
    assert language_of(told) == language
    assert f'<button class="send">{JOIN[language]}</button>' in told
    assert all(
        f'value="{tag}" lang="{tag}"' in told and f">{name}</button>" in told
        for tag, name in LANGUAGES.items()
    )


def test_a_browser_that_asks_for_none_of_ours_gets_the_plans(one_server: InProcess) -> None:
    swahili = Script(one_server.base, TWO_QUESTIONS | {"language": "sw"})
    assert language_of(page(swahili)) == "sw"
    assert language_of(page(swahili, headers={"Accept-Language": "de, it;q=0.5"})) == "sw"
    assert language_of(page(swahili, headers={"Accept-Language": "pt-BR"})) == "pt"
    assert language_of(page(swahili, headers={"Accept-Language": "en-GB, fr;q=0.5"})) == "en"
    assert language_of(page(swahili, headers={"Accept-Language": "*"})) == "sw"
    german = Script(one_server.base, TWO_QUESTIONS | {"language": "de"})
    assert language_of(page(german)) == "en"


def test_a_language_is_chosen_by_a_plain_form_and_kept_on_the_phone(session: Script) -> None:
    phone = Phone(session.base, session.code, "southern")
    answer = choose(phone, "fr")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/j/{session.code}")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("language=fr; ")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    told = phone.page()
    assert language_of(told) == "fr"
    assert FRENCH["title"] in told
    assert "Vous participez." in told


def test_what_is_no_language_of_ours_is_not_kept(session: Script) -> None:
    phone = Phone(session.base, session.code, "southern")
    for wrong in ("de", "", "fr; Path=/f", "EN"):
        answer = choose(phone, wrong)
        assert answer.status_code == 303
        assert "Set-Cookie" not in answer.headers
    phone.http.cookies.set("language", "klingon")
    assert language_of(phone.page()) == "en"


def test_a_seat_and_a_slip_are_not_lost_on_the_way(session: Script) -> None:
    phone = Phone(session.base, session.code, "southern")
    assert (
        choose(phone, "sw", "/seat/2/language").headers["Location"] == f"/j/{session.code}/seat/2"
    )
    answer = phone.post("/language", data={"language": "sw", "slip": "abc-234"})
    assert answer.headers["Location"] == f"/j/{session.code}?slip=ABC234"


def test_a_ballot_paper_is_in_the_phones_words_and_counts_by_place(session: Script) -> None:
    phones = room(session, 3, 3)
    choose(phones[0], "fr")
    session.do("open_question", **BUDGET_TODAY)
    told = phones[0].page()
    assert FRENCH["budget"] in told
    assert "Les partenaires du Nord décident, puis informent les organisations locales" in told
    for phone in phones:
        assert phone.cast([1])["ok"]
    session.do("close_question", **BUDGET_TODAY)
    revealed = phones[0].page()
    assert "Partenaires du Nord" in revealed
    assert "réponses" in revealed
    session.do("open_question", question="focus")
    assert "Le budget" in phones[0].page()
    assert "Reporting" in phones[0].page()


def test_refusals_are_in_the_phones_words(session: Script) -> None:
    phone = Phone(session.base, session.code, "southern")
    choose(phone, "es")
    refused = phone.post("/ballots", json=phone.ballot([0])).json()
    assert (refused["reason"], refused["message"]) == (
        "QuestionClosed",
        "La votación de esta pregunta está cerrada.",
    )
    lost = requests.get(f"{session.base}/j/XXXXXX", headers={"Accept-Language": "ar"}, timeout=60)
    assert lost.status_code == 404
    assert language_of(lost.text) == "ar"


def test_every_phone_is_sent_the_same_bytes_whatever_it_reads_in(session: Script) -> None:
    phones = room(session, 3, 3)
    for phone, language in zip(phones, LANGUAGES, strict=True):
        choose(phone, language)
        phone.page()
    sockets = [phone.connect() for phone in phones]
    session.do("open_question", **BUDGET_TODAY)
    for phone in phones:
        phone.cast([2])
    session.do("close_question", **BUDGET_TODAY)
    for socket in sockets:
        socket.until(lambda seen: bool(seen.all("results_released")))
        socket.hang_up()
    heard = [[fact for _, fact in socket.facts] for socket in sockets]
    assert all(facts == heard[0] for facts in heard)
    state = sockets[0].all("session_changed")[-1]
    assert set(state["words"]) == set(LANGUAGES) - {"en"}
    assert state["words"]["fr"]["text"] == FRENCH["budget"]
    assert state["words"]["ar"]["text"] == state["question"]["text"]
    released = sockets[0].newest("results_released")
    assert released["words"]["sw"]["finding"] != released["finding"]["text"]


def test_neither_wall_nor_desk_nor_store_nor_log_learns_what_somebody_reads_in(
    tmp_path: Path,
) -> None:
    mixed, log = lived_through(Timed(tmp_path / "mixed"), ["sw", "ar", "pt", "es", "sw", "ar"])
    plain, _ = lived_through(InProcess(tmp_path / "plain"), ["en"] * 6)
    assert mixed == plain
    kept = b"".join(path.read_bytes() for path in (tmp_path / "mixed").rglob("*") if path.is_file())
    assert TWO_QUESTIONS["title"].encode() in kept
    for trace in (b"Kiswahili", b"language=", b'"sw"', b'"ar"', "العربية".encode()):
        assert trace not in kept + log


def lived_through(server: Timed | InProcess, languages: list[str]) -> tuple[object, bytes]:
    """What wall and desk were told of a session of six phones that read in these, and the server's
    output.
    """
    with server:
        session = Script(server.base, PLAN)
        with wall(session) as screen, desk(session) as table:
            phones = room(session, 3, 3)
            for phone, language in zip(phones, languages, strict=True):
                choose(phone, language)
                assert language_of(phone.page()) == language
            session.do("open_question", **BUDGET_TODAY)
            for phone in phones:
                phone.cast([2])
            session.do("close_question", **BUDGET_TODAY)
            for socket in (screen, table):
                socket.until(lambda seen: bool(seen.all("results_released")))
        return [told(screen), told(table)], server.log.read_bytes()


def told(socket: Socket) -> object:
    return [lasting(socket.newest(fact)) for fact in ("session_changed", "results_released")]


def lasting(value: object) -> object:
    """Without what differs from session to session by itself."""
    passing = ("code", "join_code", "join_address", "links", "version", "number", "id")
    if isinstance(value, dict):
        return {name: lasting(one) for name, one in value.items() if name not in passing}
    return [lasting(one) for one in value] if isinstance(value, list) else value


def test_the_plain_wall_of_a_french_plan_is_in_french_and_so_is_its_desk_preview(
    one_server: InProcess,
) -> None:
    session = Script(one_server.base, PLAN | {"language": "fr"})
    told = requests.get(
        session.links["screen_url"], headers={"Accept-Language": "sw"}, timeout=60
    ).text
    assert language_of(told) == "fr"
    assert "Ni nom, ni compte." in told
    state = session.state()
    assert state["session"]["groups"]["northern"] == "Partenaires du Nord"


def test_a_wall_in_two_languages_says_both_and_what_is_not_translated_once(
    one_server: InProcess,
) -> None:
    session = Script(one_server.base, PLAN | {"second_language": "fr"})
    told = requests.get(session.links["screen_url"], timeout=60).text
    assert language_of(told) == "en"
    assert '<span class="also" lang="fr" dir="ltr">Ni nom' in told
    session.do("open_question", question="focus")
    with wall(session) as screen:
        also = screen.until_state("open").newest("session_changed")["also"]
    assert (also["language"], also["title"], also["text"]) == ("fr", FRENCH["title"], "")
    assert also["choices"] == ["Le budget", "", ""]


def test_who_types_the_address_finds_the_start_page_in_their_language_and_can_choose(
    one_server: InProcess,
) -> None:
    with requests.Session() as browser:
        first = browser.get(one_server.base, headers={"Accept-Language": "sw"}, timeout=60).text
        assert language_of(first) == "sw"
        assert "Jiunge kwa msimbo ulio kwenye skrini" in first
        assert '<div class="opening" lang="en" dir="ltr">' in first
        answer = browser.post(f"{one_server.base}/language", data={"language": "ar"}, timeout=60)
        assert (answer.history[0].status_code, language_of(answer.text)) == (303, "ar")
        refused = browser.get(f"{one_server.base}/j?code=XXXXXX", timeout=60)
        assert (refused.status_code, language_of(refused.text)) == (404, "ar")
        assert "لا توجد جلسة بهذا الرمز." in refused.text


@pytest.mark.parametrize(
    ("language", "refusal", "step"),
    [
        (
            "fr",
            "Il n'y a pas ici de résultat clos à révéler.",
            "Montrer la question 1 sur 2\u00a0: aujourd'hui",
        ),
        ("es", "There is no closed result to reveal here.", "Show question 1 of 2: today"),
    ],
)
def test_a_desk_is_in_french_where_the_plan_is_and_in_english_everywhere_else(
    one_server: InProcess, language: str, refusal: str, step: str
) -> None:
    session = Script(one_server.base, PLAN | {"language": language})
    with desk(session) as table:
        assert table.ask("reveal_results", BUDGET_TODAY)["message"] == refusal
        assert table.newest("session_changed")["beats"]["next"]["label"] == step
    assert session.refused("reveal_results", **BUDGET_TODAY)[1]["message"] == refusal


def test_files_of_a_french_plan_are_in_french_and_those_for_programs_stay(
    one_server: InProcess,
) -> None:
    session = Script(one_server.base, PLAN | {"language": "fr"})
    phones = room(session, 3, 3)
    session.do("open_question", **BUDGET_TODAY)
    for phone in phones:
        phone.cast([3])
    session.do("close_question")
    report = session.export("report.html").decode()
    assert "Les deux ensemble" in report
    assert "Partenaires du Nord" in report
    assert "Both together" not in report
    assert b"Northern partners" in session.export("results.json")
