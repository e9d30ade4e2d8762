"""Then and now, over real HTTP: a session opened with the results.json of an earlier one."""

import json
from typing import Any

import pytest
import requests

from tests.support.clients import BUDGET_TODAY, TWO_QUESTIONS, Script, room
from tests.support.in_process import InProcess


def held(base: str, plan: object, north: list[int], south: list[int]) -> Script:
    """A session in which the budget was voted on today, and shown."""
    session = Script(base, plan)
    phones = room(session, len(north), len(south))
    session.do("open_question", **BUDGET_TODAY)
    for phone, choice in zip(phones, north + south, strict=True):
        assert phone.cast([choice])["ok"]
    session.do("close_question")
    return session


@pytest.fixture(scope="module")
def last_time(one_server: InProcess) -> dict[str, Any]:
    """results.json of a room in which the North decided, with an agreement."""
    session = held(one_server.base, TWO_QUESTIONS, [0, 0, 1, 2], [0, 1, 1, 2])
    session.do(
        "add_agreement", what="The budget is public", who="Amina", by="May", question="budget"
    )
    results: dict[str, Any] = json.loads(session.export("results.json"))
    return results


def opened(base: str, body: Any) -> requests.Response:
    return requests.post(f"{base}/api/sessions", json=body, timeout=60)


def refused(base: str, body: object) -> tuple[int, str, str]:
    answer = opened(base, body)
    return answer.status_code, answer.json()["reason"], answer.json()["message"]


def shown(session: Script) -> dict[str, Any]:
    """The result as a wall that connects now is shown it."""
    page = requests.get(session.links["screen_url"], timeout=60).text
    present: dict[str, Any] = json.loads(page.split('id="present">', 1)[1].split("</script>", 1)[0])
    result: dict[str, Any] = present["release"]
    return result


def test_the_same_questions_again_stand_beside_those_of_last_time(
    one_server: InProcess, last_time: dict[str, Any]
) -> None:
    session = held(one_server.base, {"baseline": last_time}, [2, 2, 3, 4], [2, 3, 3, 4])
    told = shown(session)
    assert "both groups have moved towards more say for Southern partners." in told["then"]["line"]
    assert [sentence.split(":")[0] for sentence in told["then"]["sentences"]] == [
        "Northern partners",
        "Southern partners",
    ]
    assert all(
        "steps towards more say for Southern partners" in one for one in told["then"]["sentences"]
    )
    assert told["then"]["caution"] == "The people in the room may differ from last time."
    rows = [
        (row["group"], row.get("then", False), [bar["count"] for bar in row["bars"]])
        for row in told["picture"]["rows"]
    ]
    assert rows == [
        ("northern", False, [0, 0, 2, 1, 1, 0, 0]),
        ("northern", True, [2, 1, 1, 0, 0, 0, 0]),
        ("southern", False, [0, 0, 1, 2, 1, 0, 0]),
        ("southern", True, [1, 2, 1, 0, 0, 0, 0]),
    ]
    assert session.state()["baseline"]["agreements"] == ["The budget is public, Amina, May"]


def test_the_files_hold_then_and_now_and_can_be_the_next_baseline(
    one_server: InProcess, last_time: dict[str, Any]
) -> None:
    session = held(
        one_server.base, {"baseline": last_time, "plan": TWO_QUESTIONS}, [2, 2, 3, 4], [2, 3, 3, 4]
    )
    report = session.export("report.html").decode()
    assert "since then" in report
    assert "The people in the room may differ from last time." in report
    now = json.loads(session.export("results.json"))
    assert now["baseline"]["session"]["code"] == last_time["session"]["code"]
    again = opened(one_server.base, {"baseline": now})
    assert again.status_code == 201
    assert b"last time" not in session.export("results.csv")


def test_groups_that_were_shown_in_another_way_are_not_compared(
    one_server: InProcess, last_time: dict[str, Any]
) -> None:
    session = held(
        one_server.base, {"baseline": last_time}, [2, 2, 3], [4]
    )  # everyone as one group
    told = shown(session)
    assert "not shown in the same way" in told["then"]["line"]
    assert told["then"]["sentences"] == []
    assert not any(row.get("then") for row in told["picture"]["rows"])


def test_while_people_vote_and_without_a_baseline_there_is_no_then(
    one_server: InProcess, last_time: dict[str, Any]
) -> None:
    assert shown(held(one_server.base, TWO_QUESTIONS, [0, 1, 2], [2, 3, 4]))["then"] is None
    session = Script(one_server.base, {"baseline": last_time})
    room(session, 3, 3)
    session.do("open_question", **BUDGET_TODAY)
    assert shown(session) is None


@pytest.mark.parametrize(
    ("spoil", "at"),
    [
        (lambda file: file.pop("format"), "baseline.format"),
        (lambda file: file.update(format="power-workshop/2"), "baseline.format"),
        (lambda file: file.update(results={}), "baseline.results"),
        (
            lambda file: file["results"][0]["groups"]["northern"].update(voters=10**9),
            "baseline.results[0].groups",
        ),
        (
            lambda file: file["results"][0]["groups"]["northern"].update(counts=[9]),
            "baseline.results[0].groups",
        ),
        (lambda file: file["plan"].update(questions=[]), "baseline.plan.questions"),
        (lambda file: file["session"].update(opened_on="yesterday"), "baseline.session.opened_on"),
        (
            lambda file: file["agreements"][0].update(question="nothing"),
            "baseline.agreements[0].question",
        ),
    ],
)
def test_a_spoiled_file_is_refused_with_its_place(
    one_server: InProcess, last_time: dict[str, Any], spoil: Any, at: str
) -> None:
    file = json.loads(json.dumps(last_time))
    spoil(file)
    status, reason, message = refused(one_server.base, {"baseline": file})
    assert (status, reason) == (400, "MalformedRequest")
    assert at in message


@pytest.mark.parametrize("baseline", [None, [], "short", 5, {}, {"format": "power-workshop/1"}])
def test_what_is_no_results_file_is_refused(one_server: InProcess, baseline: object) -> None:
    assert refused(one_server.base, {"baseline": baseline})[:2] == (400, "MalformedRequest")


def test_the_results_of_other_questions_are_refused_and_said_so(
    one_server: InProcess, last_time: dict[str, Any]
) -> None:
    budget, focus = TWO_QUESTIONS["questions"]
    other = TWO_QUESTIONS | {"questions": [budget | {"kind": "agree"}, focus | {"id": "aim"}]}
    assert refused(one_server.base, {"baseline": last_time, "plan": other})[:2] == (
        400,
        "NothingInCommon",
    )
    assert (
        refused(one_server.base, {"baseline": last_time, "plan": "no-such-plan"})[1]
        == "UnknownStarterPlan"
    )
    assert (
        refused(one_server.base, {"baseline": last_time, "plan": {"title": ""}})[1] == "FaultyPlan"
    )
    huge = last_time | {"written": "x" * 3_000_000}
    assert refused(one_server.base, {"baseline": huge})[:2] == (413, "TooLarge")


def test_a_question_in_other_words_is_compared_and_said_so(
    one_server: InProcess, last_time: dict[str, Any]
) -> None:
    budget, focus = TWO_QUESTIONS["questions"]
    plan = TWO_QUESTIONS | {"questions": [budget | {"text": "Who decides on our money?"}, focus]}
    told = shown(
        held(one_server.base, {"baseline": last_time, "plan": plan}, [2, 2, 3, 4], [2, 3, 3, 4])
    )
    assert told["then"]["sentences"][0] == f"Last time it was worded: “{budget['text']}”."
