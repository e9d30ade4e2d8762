"""Paper ballots through the API and over sockets: told beside the phones, added at the close, named
on the wall.
"""

import json

import pytest

from tests.support.clients import BUDGET_TODAY, Script, room, wall
from tests.support.in_process import InProcess


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base)


def test_paper_is_added_to_a_group_of_phones_at_the_close(session: Script) -> None:
    phones = room(session, 4, 3)
    session.do("expect_paper", southern=4)
    with wall(session) as screen:
        session.do("open_question", **BUDGET_TODAY)
        for phone, choice in zip(phones, [3, 3, 2, 2, 0, 1, 2], strict=True):
            assert phone.cast([choice])["ok"]
        session.do("enter_paper", group="southern", voters=4, counts=[0, 0, 0, 0, 0, 4])
        session.do(
            "enter_paper", group="southern", voters=4, counts=[2, 1, 0, 0, 0, 0], no_answer=1
        )
        screen.until(lambda seen: seen.newest("turnout_changed").get("band") == "from_80")
        assert screen.newest("turnout_changed")["joined"] == 7
        assert screen.newest("turnout_changed")["groups"] == {
            "northern": 4,
            "southern": 3,
            "neither": 0,
        }
        assert screen.newest("session_changed")["wall"]["on_paper"] == 4
        assert session.state()["paper"]["entered"]["southern"]["counts"] == [2, 1, 0, 0, 0, 0]
        session.do("close_question")
        screen.until(lambda seen: bool(seen.all("results_released")))
        release = screen.newest("results_released")
    assert release["mode"] == "split"
    assert release["groups"]["southern"] == {
        "voters": 7,
        "counts": [3, 2, 1, 0, 0, 0],
        "no_answer": 1,
        "paper": 4,
    }
    assert "paper" not in release["groups"]["northern"]
    assert [row["paper"] for row in release["picture"]["rows"]] == [0, 4]
    assert session.state()["paper"]["entered"] == {}
    assert "4 on paper" in session.export("results.csv").decode()
    assert "4 of them on paper" in session.export("report.html").decode()
    assert (
        json.loads(session.export("results.json"))["results"][0]["groups"]["southern"]["paper"] == 4
    )


def test_a_side_wholly_on_paper_is_not_compared_and_everyone_is_one_group(session: Script) -> None:
    phones = room(session, 4, 0)
    session.do("expect_paper", southern=4)
    session.do("open_question", **BUDGET_TODAY)
    assert session.state()["question"]["mode"] == "together"
    for phone, choice in zip(phones, [3, 3, 2, 2], strict=True):
        assert phone.cast([choice])["ok"]
    session.do("enter_paper", group="southern", voters=4, counts=[2, 1, 0, 0, 0, 0], no_answer=1)
    session.do("close_question")
    groups = json.loads(session.export("results.json"))["results"][0]["groups"]
    assert groups == {
        "together": {"voters": 8, "counts": [2, 1, 2, 2, 0, 0], "no_answer": 1, "paper": 4}
    }


def test_too_few_phones_beside_paper_are_not_given_away(session: Script) -> None:
    *phones, _ = room(session, 4, 3)
    session.do("expect_paper", southern=4)
    session.do("open_question", **BUDGET_TODAY)
    for phone in phones:
        assert phone.cast([3])["ok"]
    session.do("enter_paper", group="southern", voters=4, counts=[2, 1, 1, 0, 0, 0])
    session.do("close_question")
    results = json.loads(session.export("results.json"))["results"][0]["groups"]
    assert results["southern"] == {"suppressed": True, "reason": "fewer_than_k"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"group": "southern", "voters": 3, "counts": [1, 0, 0, 0, 0, 0]}, "FaultyPaper"),
        ({"group": "southern", "voters": 9, "counts": [9, 0, 0, 0, 0, 0]}, "FaultyPaper"),
        ({"group": "nobody", "voters": 1, "counts": [1, 0, 0, 0, 0, 0]}, "MalformedRequest"),
        ({"group": "southern", "voters": -1, "counts": [1, 0, 0, 0, 0, 0]}, "MalformedRequest"),
        ({"group": "southern", "voters": 1, "counts": [True, 0, 0, 0, 0, 0]}, "MalformedRequest"),
    ],
)
def test_ballots_that_cannot_be_are_refused_and_what_was_entered_stays(
    session: Script, body: dict[str, object], reason: str
) -> None:
    session.do("expect_paper", southern=4)
    assert session.refused("enter_paper", **body)[1]["reason"] in (
        "QuestionClosed",
        "MalformedRequest",
    )
    session.do("open_question", **BUDGET_TODAY)
    session.do("enter_paper", group="southern", voters=4, counts=[4, 0, 0, 0, 0, 0])
    assert session.refused("enter_paper", **body)[1]["reason"] == reason
    assert session.state()["paper"]["entered"]["southern"]["voters"] == 4
    assert session.refused("expect_paper", southern=5)[1]["reason"] == "QuestionOpen"


def test_an_entry_by_mistake_is_undone_and_not_counted(session: Script) -> None:
    session.do("expect_paper", northern=5, southern=5)
    session.do("open_question", **BUDGET_TODAY)
    session.do("enter_paper", group="northern", voters=5, counts=[1, 1, 1, 1, 1, 0])
    session.do("enter_paper", group="southern", voters=5, counts=[2, 3, 0, 0, 0, 0])
    session.do("undo")
    assert sorted(session.state()["paper"]["entered"]) == ["northern"]
    session.do("close_question")
    groups = json.loads(session.export("results.json"))["results"][0]["groups"]
    assert groups == {
        "together": {"voters": 5, "counts": [1, 1, 1, 1, 1, 0], "no_answer": 0, "paper": 5}
    }
