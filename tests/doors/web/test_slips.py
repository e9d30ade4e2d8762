"""Joining with slips, over real HTTP: once each, for one hat, and never twice over a bad line."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.clients import BUDGET_TODAY, Phone, Script, wall
from tests.support.in_process import InProcess


@pytest.fixture
def session(server: InProcess) -> Script:
    return Script(server.base)


@pytest.fixture
def slips(session: Script) -> dict[str, list[str]]:
    session.do("make_slips", northern=4, southern=4)
    made: dict[str, list[str]] = session.call("GET", "/slips").json()
    return made


def stranger(session: Script) -> requests.Session:
    browser = requests.Session()
    browser.headers["Origin"] = session.base
    return browser


def knock(session: Script, group: str, slip: str | None = None) -> requests.Response:
    """As people do: the page, then the form on it."""
    browser, address = stranger(session), f"{session.base}/j/{session.code}"
    browser.get(address, timeout=60)
    data = {"group": group} | ({} if slip is None else {"slip": slip})
    return browser.post(f"{address}/join", data=data, timeout=60, allow_redirects=False)


def joined(session: Script) -> int:
    with wall(session) as screen:
        screen.until(lambda heard: bool(heard.all("turnout_changed")))
        return int(screen.newest("turnout_changed")["joined"])


def test_slips_are_random_codes_without_letters_that_look_alike(
    slips: dict[str, list[str]],
) -> None:
    every = slips["northern"] + slips["southern"]
    assert len(set(every)) == 8
    assert all(
        len(code) == 8 and not set(code) - set("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for code in every
    )
    assert slips["northern"] == sorted(slips["northern"])


def test_each_slip_lets_one_person_in(session: Script, slips: dict[str, list[str]]) -> None:
    first, second = slips["northern"][:2]
    assert knock(session, "northern", first).status_code == 303
    used = knock(session, "northern", first)
    assert used.status_code == 403
    assert "This code does not work here" in used.text
    assert knock(session, "northern", second).status_code == 303
    assert joined(session) == 2


def test_a_used_slip_stays_used_and_an_unused_one_good_when_the_server_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("slips")
    with InProcess(folder) as before:
        session = Script(before.base)
        session.do("make_slips", northern=2, southern=0)
        used, unused = session.call("GET", "/slips").json()["northern"]
        assert knock(session, "northern", used).status_code == 303
    with InProcess(folder) as after:
        session.base = after.base
        assert knock(session, "northern", used).status_code == 403
        assert knock(session, "northern").status_code == 403
        assert knock(session, "northern", unused).status_code == 303


def test_of_many_who_use_one_slip_at_once_one_gets_in(
    session: Script, slips: dict[str, list[str]]
) -> None:
    with ThreadPoolExecutor(8) as crowd:
        answers = list(
            crowd.map(
                lambda _: knock(session, "southern", slips["southern"][0]).status_code, range(8)
            )
        )
    assert sorted(answers) == [303, *[403] * 7]
    assert joined(session) == 1


def test_a_slip_is_for_its_own_hat_or_for_neither(
    session: Script, slips: dict[str, list[str]]
) -> None:
    other_hat = knock(session, "northern", slips["southern"][0])
    assert other_hat.status_code == 403
    assert "This code does not work here" in other_hat.text
    assert knock(session, "neither", slips["southern"][0]).status_code == 303


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (None, "You need a slip here"),
        ("", "You need a slip here"),
        ("ZZZZZZZZ", "This code does not work here"),
    ],
)
def test_without_a_good_slip_nobody_joins(
    session: Script, slips: dict[str, list[str]], slip: str | None, words: str
) -> None:
    refused = knock(session, "southern", slip)
    assert refused.status_code == 403
    assert words in refused.text
    assert 'name="slip"' in refused.text
    assert joined(session) == 0
    assert knock(session, "southern", slips["southern"][0]).status_code == 303


def test_a_code_is_taken_however_it_is_typed(session: Script, slips: dict[str, list[str]]) -> None:
    code = slips["northern"][0].lower()
    assert knock(session, "northern", f" {code[:4]} - {code[4:]} ").status_code == 303


def test_changing_sides_takes_a_slip_from_the_other_hat(
    session: Script, slips: dict[str, list[str]]
) -> None:
    phone = Phone(session.base, session.code, "northern", slips["northern"][0])
    assert phone.join("northern").status_code == 303
    assert phone.join("southern").status_code == 403
    assert phone.join("neither").status_code == 303
    assert phone.join("northern").status_code == 403
    assert phone.join("southern", slips["southern"][0]).status_code == 303
    assert joined(session) == 1


def test_a_phone_whose_answer_was_lost_joins_again_as_the_same_one(
    session: Script, slips: dict[str, list[str]]
) -> None:
    browser = stranger(session)
    address = f"{session.base}/j/{session.code}"
    assert browser.get(address, timeout=60).status_code == 200
    for _ in range(3):
        data = {"group": "northern", "slip": slips["northern"][0]}
        again = browser.post(f"{address}/join", data=data, timeout=60, allow_redirects=False)
        assert again.status_code == 303
    assert joined(session) == 1


def test_without_slips_too_joining_twice_is_joining_once(session: Script) -> None:
    browser = stranger(session)
    address = f"{session.base}/j/{session.code}"
    browser.get(address, timeout=60)
    for _ in range(3):
        browser.post(
            f"{address}/join", data={"group": "neither"}, timeout=60, allow_redirects=False
        )
    assert joined(session) == 1


def test_the_code_on_a_slip_is_filled_in_by_its_address_and_shown_as_text(
    session: Script, slips: dict[str, list[str]]
) -> None:
    page = (
        stranger(session)
        .get(f"{session.base}/J/{session.code}/{slips['northern'][0]}", timeout=60)
        .text
    )
    assert f'value="{slips["northern"][0]}"' in page
    hostile = stranger(session).get(f'{session.base}/J/{session.code}/"><b>x', timeout=60).text
    assert "<b>x" not in hostile


def test_slips_cannot_be_switched_once_people_are_in(session: Script) -> None:
    Phone(session.base, session.code, "northern")
    assert session.refused("make_slips", northern=1, southern=1)[1]["reason"] == "TooLateForSlips"
    assert session.call("GET", "/slips").json() == {"northern": [], "southern": []}


def test_more_slips_are_made_for_late_comers_but_not_done_without(
    session: Script, slips: dict[str, list[str]]
) -> None:
    Phone(session.base, session.code, "northern", slips["northern"][0])
    session.do("make_slips", northern=0, southern=2)
    assert len(session.call("GET", "/slips").json()["southern"]) == 6
    assert session.refused("drop_slips")[1]["reason"] == "TooLateForSlips"


def test_doing_without_makes_the_slips_worthless(
    session: Script, slips: dict[str, list[str]]
) -> None:
    session.do("drop_slips")
    assert session.call("GET", "/slips").json() == {"northern": [], "southern": []}
    assert session.state()["session"]["slips"] is False
    assert knock(session, "northern").status_code == 303


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "MalformedRequest"),
        ({"northern": 0, "southern": 0}, "MalformedRequest"),
        ({"northern": -1, "southern": 3}, "MalformedRequest"),
        ({"northern": "3", "southern": 3}, "MalformedRequest"),
        ({"northern": 1.5, "southern": 3}, "MalformedRequest"),
        ({"northern": 600, "southern": 600}, "TooManySlips"),
    ],
)
def test_numbers_that_make_no_sense_make_no_slips(
    session: Script, body: dict[str, object], reason: str
) -> None:
    assert session.refused("make_slips", **body)[1]["reason"] == reason
    assert session.state()["session"]["slips"] is False


def answers_to_the_other_side(session: Script, slips: dict[str, list[str]]) -> set[tuple[int, str]]:
    """Every slip, and one that is none, tried by newcomers for the side that it is not from."""
    told = set()
    for side, other in (("northern", "southern"), ("southern", "northern")):
        for slip in [*slips[side], "ZZZZZZZZ"]:
            answer = knock(session, other, slip)
            told.add((answer.status_code, answer.text.replace(slip, "")))
    return told


def test_slips_tried_for_the_other_side_tell_nothing_and_are_not_spent(
    session: Script, slips: dict[str, list[str]]
) -> None:
    """Before, UsedSlip and OtherHat told all of them;
    `test_before_the_other_side_told_which_were_used` shows it.
    """
    used = Phone(session.base, session.code, "northern", slips["northern"][0])
    Phone(session.base, session.code, "southern", slips["southern"][1])
    assert len(answers_to_the_other_side(session, slips)) == 1
    on_a_phone_that_is_in = {
        (answer.status_code, "This code does not work here" in answer.text)
        for answer in (used.join("southern", slip) for slip in [*slips["northern"], "ZZZZZZZZ"])
    }
    assert on_a_phone_that_is_in == {(403, True)}
    assert joined(session) == 2
    for side, unused in (("northern", slips["northern"][1:]), ("southern", slips["southern"][::2])):
        for slip in unused:
            assert knock(session, side, slip).status_code == 303


def test_nobody_is_told_which_slips_were_used(session: Script, slips: dict[str, list[str]]) -> None:
    before = session.call("GET", "/slips").content, session.state()
    Phone(session.base, session.code, "southern", slips["southern"][2])
    assert (session.call("GET", "/slips").content, session.state()) == before


def test_who_joined_with_a_slip_votes_like_anyone(
    session: Script, slips: dict[str, list[str]]
) -> None:
    phones = [Phone(session.base, session.code, "northern", slip) for slip in slips["northern"]]
    phones += [Phone(session.base, session.code, "southern", slip) for slip in slips["southern"]]
    session.do("open_question", **BUDGET_TODAY)
    assert all(phone.cast([position % 5])["ok"] for position, phone in enumerate(phones))
    session.do("close_question", **BUDGET_TODAY)
    (result,) = json.loads(session.export("results.json"))["results"]
    assert {
        group: shown["voters"] for group, shown in result["groups"].items() if "voters" in shown
    } == {
        "northern": 4,
        "southern": 4,
    }
