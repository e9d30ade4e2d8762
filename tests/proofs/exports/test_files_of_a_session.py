"""The files of a session as the server gives them: what was withheld is in none of them."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import requests

from tests.support.clients import Phone, Script
from tests.support.servers import Server
from tests.unit.domain.reports import one_of_everything
from tests.unit.export.test_pack import opened
from workshop.export import SCHEMA, offered, render, results_schema

PLAN = {
    "title": "Small rooms",
    "threshold": 3,
    "questions": [
        {"id": "budget", "kind": "who_decides", "text": "Who decides on the budget?"},
        {
            "id": "focus",
            "kind": "choice",
            "text": "Where to start?",
            "choices": ["Pay", "Time", "Trust"],
        },
    ],
}
BUDGET, FOCUS = ({"question": name, "pass": "today"} for name in ("budget", "focus"))


def taken_home(
    server: Server, northern: list[int], southern: list[int]
) -> Iterator[tuple[str, bytes]]:
    """What is in the pack of a session: five Northern and three Southern phones, of which two
    answer "focus".
    """
    session = Script(server.base, PLAN)
    phones = [Phone(server.base, session.code, "northern") for _ in northern]
    others = [Phone(server.base, session.code, "southern") for _ in range(3)]
    session.do("open_question", **BUDGET)
    for phone, choice in [*zip(phones, northern, strict=True), *((other, 4) for other in others)]:
        assert phone.cast(**BUDGET, choices=[choice])["ok"]
    session.do("close_question", **BUDGET)
    session.do("open_question", **FOCUS)
    for phone, choice in [
        *((phone, at % 3) for at, phone in enumerate(phones)),
        *zip(others, southern, strict=False),
    ]:
        assert phone.cast(**FOCUS, choices=[choice])["ok"]
    session.do("close_question", **FOCUS)
    for name, data in opened(session.export("pack.zip")).items():
        for inner, content in opened(data).items() if name.endswith(".xlsx") else [("", data)]:
            yield f"{name.split('/', 1)[1]}/{inner}", spelled(content, session.code)


def spelled(content: bytes, code: str) -> bytes:
    """Without what tells two sessions apart: the code, in both its spellings."""
    return content.replace(code.encode(), b"CODE").replace(
        f"{code[:3]} {code[3:]}".encode(), b"CODE"
    )


def test_what_is_withheld_or_veiled_is_in_no_file_of_the_pack(one_server: Server) -> None:
    one = dict(taken_home(one_server, [3, 3, 3, 3, 3], [0, 0]))
    other = dict(taken_home(one_server, [3, 0, 3, 3, 3], [2, 1]))
    open_ = dict(taken_home(one_server, [3, 0, 1, 3, 3], [2, 1]))
    assert [name for name in one if not name.endswith(".pdf/") and one[name] != other[name]] == []
    # There was something to see: where a group is not alike, it is in every kind of file.
    changed = {name for name in one if one[name] != open_[name]}
    for name in ("results.csv/", "results.json/", "report.html/", "pictures/01-budget-today.png/"):
        assert name in changed
    assert any(name.startswith("results.xlsx/") for name in changed)


def test_a_file_is_called_by_its_session(one_server: Server) -> None:
    session = Script(one_server.base, {**PLAN, "title": 'Où "commencer" ?'})
    answer = session.call("GET", "/exports/results.csv")
    day = json.loads(session.export("results.json"))["session"]["opened_on"]
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{day}-{session.code}-results.csv"; '
        f"filename*=UTF-8''O%C3%B9-commencer-{day}-{session.code}-results.csv"
    )


def test_the_desk_is_told_in_words_what_it_can_take_home(one_server: Server) -> None:
    session = Script(one_server.base, {**PLAN, "language": "fr"})
    files = session.call("GET", "").json()["links"]["exports"]
    assert [file["name"] for file in files] == list(offered())
    assert files[0]["label"] == "Tout en un seul paquet"
    assert len({file["label"] for file in files}) == len(files)


def test_files_say_for_how_long_a_session_is_kept_and_once_it_has_ended_until_when(
    one_server: Server,
) -> None:
    session = Script(one_server.base, PLAN)
    told = session.call("GET", "/exports/results.json").json()["session"]
    assert (told["kept_days"], "kept_until" in told) == (30, False)
    assert "keeps it for 30 days" in unescape(session.export("report.html").decode())
    session.do("end_session")
    told = session.call("GET", "/exports/results.json").json()["session"]
    kept = date.fromisoformat(told["kept_until"]) - date.fromisoformat(told["opened_on"])
    assert kept.days in (30, 31), "midnight may pass"
    assert "keeps this session until" in unescape(session.export("report.html").decode())


# --- report.pdf is an extra


def test_without_its_extra_a_pdf_is_refused_in_words_and_not_offered(one_server: Server) -> None:
    answer = Script(one_server.base, PLAN).call("GET", "/exports/report.pdf")
    if "report.pdf" in offered():  # requirements/pdf.txt is installed here
        assert answer.content.startswith(b"%PDF-")
        assert not re.search(rb"/(CreationDate|ModDate|Author|Creator)\b", answer.content)
        assert render("report.pdf", one_of_everything()) == render(
            "report.pdf", one_of_everything()
        )
    else:
        refusal = answer.json()
        assert (answer.status_code, refusal["reason"]) == (404, "ExportNotInstalled")
        assert "Print the report instead" in refusal["message"]


def test_the_schema_of_results_is_served(one_server: Server) -> None:
    answer = requests.get(f"{one_server.base}/api/{SCHEMA}", timeout=60)
    assert answer.headers["Content-Type"] == "application/schema+json"
    assert answer.json() == results_schema.schema()
