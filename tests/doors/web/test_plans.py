"""Writing a plan: what the server says of it, and that it is read again as it was written."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.clients import TWO_QUESTIONS, Script
from tests.support.in_process import InProcess

HOSTILE = "</script><b onclick=alert(1)>=1+1"
RICH: dict[str, Any] = {
    **TWO_QUESTIONS,
    "title": "„Qui décide ?“ من يقرر 🌍",
    "groups": {"northern": "Nord", "southern": "Sud", "neither": '"les deux" \\ ni l\'un'},
    "translations": {
        "fr": {"budget": "Qui décide du budget ?", "groups.northern": "Au Nord", "title": "T"}
    },
}


def check(server: InProcess, plan: Any, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = requests.post(
        f"{server.base}/api/plans/check", json=plan, timeout=60, **more
    ).json()
    return answer


def check_toml(server: InProcess, text: str) -> dict[str, Any]:
    headers = {"Content-Type": "application/toml"}
    answer = requests.post(
        f"{server.base}/api/plans/check", data=text.encode(), headers=headers, timeout=60
    )
    assert answer.status_code == 200
    result: dict[str, Any] = answer.json()
    return result


def embedded(page: str) -> dict[str, Any]:
    block = page.split('id="present">', 1)[1].split("</script>", 1)[0]
    result: dict[str, Any] = json.loads(block)
    return result


def test_a_plan_is_told_in_its_normal_form_and_its_toml_is_read_as_the_same_plan(
    one_server: InProcess,
) -> None:
    judged = check(one_server, RICH)
    assert judged["ok"]
    assert judged["plan"]["translations"] == RICH["translations"]
    again = check_toml(one_server, judged["toml"])
    assert again["plan"] == judged["plan"]
    session = Script(one_server.base, judged["plan"])
    assert session.state()["session"]["title"] == RICH["title"]


@pytest.mark.parametrize(
    "starter", sorted(path.stem for path in Path("workshop/plans").glob("*.toml"))
)
def test_every_starter_can_be_edited_and_read_again(one_server: InProcess, starter: str) -> None:
    page = requests.get(f"{one_server.base}/plans/new?starter={starter}", timeout=60)
    if starter == "bank":
        assert page.status_code == 404
        return
    plan = embedded(page.text)["plan"]
    assert check_toml(one_server, check(one_server, plan)["toml"])["plan"] == plan


def test_questions_that_ask_the_same_are_told_as_notes_and_open_all_the_same(
    one_server: InProcess,
) -> None:
    budget, focus = TWO_QUESTIONS["questions"]
    again = {**focus, "id": "again", "kind": "agree", "text": "And now: where should we start?"}
    again.pop("choices")
    again.pop("max_choices", None)
    plan = {**TWO_QUESTIONS, "questions": [budget, focus, again]}
    assert check(one_server, TWO_QUESTIONS)["notes"] == []
    judged = check(one_server, plan)
    assert judged["ok"]
    [note] = judged["notes"]
    assert (note["at"], note["same_as"]) == ("questions[2]", "questions[1]")
    assert (
        note["message"]
        == "Question 3 asks the same as question 2. Its result does not move while people vote, and"
        " a group is shown only if as many people answer as before, or at least 3 more or fewer."
    )
    assert [one["note"] for one in Script(one_server.base, plan).state()["plan"]] == [
        "",
        "",
        note["message"],
    ]


def test_every_fault_is_told_with_its_place_and_nothing_is_kept(one_server: InProcess) -> None:
    faulty = {
        "title": "",
        "threshold": 2,
        "questions": [{"id": "A", "kind": "choice", "text": "x"}],
        "colour": "red",
    }
    judged = check(one_server, faulty)
    assert (judged["ok"], judged["reason"]) == (False, "FaultyPlan")
    places = {fault["at"] for fault in judged["faults"]}
    assert places == {"title", "threshold", "questions[0].id", "questions[0].choices", "colour"}
    assert all(fault["message"] for fault in judged["faults"])


def test_what_is_no_plan_at_all_is_told_as_such(one_server: InProcess) -> None:
    assert check(one_server, [1])["reason"] == "FaultyPlan"
    assert check_toml(one_server, "title = ")["faults"][0]["at"].startswith("line 1")
    huge = requests.post(f"{one_server.base}/api/plans/check", data=b"x" * 300_000, timeout=60)
    assert (huge.status_code, huge.json()["reason"]) == (413, "TooLarge")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("the travel budget", "Who decides on the travel budget?"),
        ("Who picks the  chair?", "Who picks the chair?"),
        ("", "Who decides on …?"),
        (HOSTILE, f"Who decides on {HOSTILE}?"),
        ("x" * 3000, None),
    ],
)
def test_ones_own_question_comes_first(one_server: InProcess, typed: str, text: str | None) -> None:
    page = requests.get(f"{one_server.base}/plans/new", params={"question": typed}, timeout=60)
    first = embedded(page.text)["plan"]["questions"][0]
    assert first["passes"] == ["today", "should_be"]
    assert first["text"] == text or (text is None and len(first["text"]) == 500)
    assert "<b onclick" not in page.text


def test_the_preview_is_what_a_wall_would_show(one_server: InProcess) -> None:
    shown = requests.post(f"{one_server.base}/api/plans/preview", json=RICH, timeout=60).json()
    question = shown["state"]["question"]
    assert (question["text"], question["pass_text"]) == (
        TWO_QUESTIONS["questions"][0]["text"],
        "today",
    )
    assert question["choices"][4] == "Sud decide"
    assert shown["release"] is None
    session = Script(one_server.base, RICH)
    session.do("show_question", question="budget")
    assert session.state()["question"] == question
    faulty = requests.post(
        f"{one_server.base}/api/plans/preview", json={"title": "T"}, timeout=60
    ).json()
    assert (faulty["ok"], faulty["reason"]) == (False, "FaultyPlan")


def test_the_start_page_offers_the_sessions_of_this_browser_and_no_others(
    one_server: InProcess,
) -> None:
    mine, others = (
        Script(one_server.base),
        Script(one_server.base, {**TWO_QUESTIONS, "title": "Somebody else's"}),
    )
    browser = requests.Session()
    browser.headers["Origin"] = one_server.base
    assert browser.post(
        f"{one_server.base}/f/{mine.code}/enter", json={"key": mine.key}, timeout=60
    ).ok
    browser.cookies.set(f"facilitator_{others.code}", "guessed")
    page = browser.get(one_server.base, timeout=60).text
    assert f'href="/f/{mine.code}"' in page
    assert others.code not in page
    assert "Somebody else" not in page
    mine.do("end_session")
    assert mine.code not in browser.get(one_server.base, timeout=60).text
