"""The promise, where people read it: true of this session's k, of this plan's mode, and of whoever
runs this server.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import requests
from markupsafe import escape

from tests.support.clients import TWO_QUESTIONS, Script
from tests.support.in_process import InProcess
from workshop.wording.languages import LANGUAGES, speaking
from workshop.wording.promise import lines, lines_of_any_session

OPERATOR = "the Kaya Trust <Dakar>"
WRITTEN = "the Kaya Trust &lt;Dakar&gt;"


@pytest.mark.parametrize(
    ("results", "until"),
    [("live", "until the picture on the wall moves"), ("reveal", "until voting closes")],
)
def test_phones_and_wall_promise_with_k_and_the_operators_name(
    tmp_path: Path, results: str, until: str
) -> None:
    with InProcess(tmp_path / "data", WORKSHOP_OPERATOR=OPERATOR) as server:
        session = Script(server.base, TWO_QUESTIONS | {"threshold": 4, "results": results})
        for path in (f"/j/{session.code}", f"/j/{session.code}/promise"):
            page = requests.get(server.base + path, timeout=60).text
            assert f"run by {WRITTEN}" in page
            assert "fewer than 4 answers is not shown" in page
            assert until in page
        wall = requests.get(session.links["screen_url"], timeout=60).text
        assert f"run by {WRITTEN}" in wall
        for place in (page_to_join(server.base, session.code), wall):
            assert all(escape(line) in place for line in lines(4))


@pytest.mark.parametrize("language", LANGUAGES)
def test_join_page_wall_and_sheet_promise_the_same_words_in_every_language(
    one_server: InProcess, language: str
) -> None:
    session = Script(one_server.base, TWO_QUESTIONS | {"language": language})
    mine = {"Authorization": f"Bearer {session.key}"}
    sheet = requests.get(f"{one_server.base}/f/{session.code}/sheet", headers=mine, timeout=60).text
    wall = requests.get(session.links["screen_url"], timeout=60).text
    with speaking(language):
        promised = [escape(line) for line in lines(3)]
    for place in (page_to_join(one_server.base, session.code, language), wall, sheet):
        assert [line for line in promised if line not in place] == []


def test_a_wall_in_two_languages_promises_in_both(one_server: InProcess) -> None:
    session = Script(one_server.base, TWO_QUESTIONS | {"language": "en", "second_language": "ar"})
    wall = requests.get(session.links["screen_url"], timeout=60).text
    for language in ("en", "ar"):
        with speaking(language):
            assert str(escape(" ".join(lines(3)))) in wall


def test_files_and_start_page_promise_what_phones_do(one_server: InProcess) -> None:
    session = Script(one_server.base)
    start = requests.get(one_server.base, timeout=60).text
    assert all(escape(line) in start for line in lines_of_any_session())
    report = session.export("report.html").decode()
    assert all(escape(line) in report for line in lines(3))
    pack = ZipFile(BytesIO(session.export("pack.zip")))
    read_me = next(name for name in pack.namelist() if name.endswith("README.txt"))
    told = " ".join(pack.read(read_me).decode("utf-8-sig").split())
    assert " ".join(lines(3)) in told


def page_to_join(base: str, code: str, language: str = "en") -> str:
    """What a phone that reads this language is shown first."""
    return requests.get(f"{base}/j/{code}", headers={"Accept-Language": language}, timeout=60).text


def test_a_server_without_a_named_operator_still_says_what_one_could_do(
    one_server: InProcess,
) -> None:
    session = Script(one_server.base)
    page = requests.get(f"{one_server.base}/j/{session.code}/promise", timeout=60).text
    assert "run by" not in page
    assert "Whoever runs this server could change the program to watch" in page
