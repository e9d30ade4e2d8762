"""A disk that fills up, or breaks, while people vote: nothing is acknowledged that is not kept; all
goes on after.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.browser.surfaces import PhonePage
from tests.browser.venue import Venue
from tests.support.clients import BUDGET_TODAY, Phone, Script, room
from tests.support.servers import PATIENCE_SECONDS, Server
from tests.support.trials import trials


@pytest.fixture(scope="module", params=trials(["eventlet"], ["eventlet", "threading"]))
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One for all tests: each leaves the disk well."""
    folder = tmp_path_factory.mktemp("disk")
    server = Server(folder / "data", request.param)
    server.program = ("-m", "tests.proofs.faults.serve", str(folder))
    with server:
        yield server


@pytest.fixture
def disk(server: Server) -> Iterator[Path]:
    """A file of a fault's name in this folder brings the fault."""
    folder = server.data.parent
    yield folder
    for fault in ("full", "broken"):
        (folder / fault).unlink(missing_ok=True)


@pytest.fixture
def session(server: Server) -> Script:
    return Script(server.base)


@pytest.mark.parametrize("fault", ["full", "broken"])
def test_a_disk_that_refuses_acknowledges_nothing_says_so_and_goes_on_when_it_is_well(
    server: Server, session: Script, disk: Path, fault: str
) -> None:
    phones = room(session, 6, 6)
    session.do("open_question", **BUDGET_TODAY)
    for phone in phones[:8]:
        assert phone.cast([1])["ok"]
    (disk / fault).touch()
    for phone in phones[8:]:
        answer = phone.cast([2])
        phone.number -= 1
        assert (answer["ok"], answer["reason"]) == (False, "StoreUnavailable")
        assert "try again" in answer["message"].lower()
    assert requests.get(f"{server.base}/readyz", timeout=PATIENCE_SECONDS).status_code == 503
    assert (
        requests.get(f"{server.base}/readyz", timeout=PATIENCE_SECONDS).json()["reason"]
        == "StoreUnavailable"
    )
    status, refusal = session.refused("close_question")
    assert (status, refusal["reason"]) == (503, "StoreUnavailable")
    assert joining(session).status_code == 503
    (disk / fault).unlink()
    for phone in phones[8:]:
        assert phone.cast([2])["ok"]
    assert requests.get(f"{server.base}/readyz", timeout=PATIENCE_SECONDS).status_code == 200
    session.do("close_question")
    (result,) = _results(session)
    assert {
        group: shown["voters"] for group, shown in result["groups"].items() if "voters" in shown
    } == {
        "northern": 6,
        "southern": 6,
    }


def test_a_question_is_not_opened_where_its_key_cannot_be_kept(
    server: Server, session: Script, disk: Path
) -> None:
    phone = Phone(server.base, session.code, "northern")
    (disk / "full").touch()
    assert session.refused("open_question", **BUDGET_TODAY)[1]["reason"] == "StoreUnavailable"
    assert phone.cast([1])["reason"] == "QuestionClosed"
    (disk / "full").unlink()
    session.do("open_question", **BUDGET_TODAY)
    assert phone.cast([1])["ok"]


def test_a_phone_says_that_it_could_not_be_saved_and_is_counted_by_itself_once_it_can(
    server: Server, session: Script, disk: Path, browser: Browser
) -> None:
    with Venue(browser).visited(server.base) as venue:
        phone = PhonePage(venue.phone(), "southern").joined(session.links["join_url"])
        session.do("open_question", question="focus")
        phone.choices()
        (disk / "full").touch()
        phone.vote("Reporting")
        expect(phone.note).to_contain_text("could not be saved")
        (disk / "full").unlink()
        phone.expect_counted()


def joining(session: Script) -> requests.Response:
    browser, address = requests.Session(), f"{session.base}/j/{session.code}"
    assert browser.get(address, timeout=PATIENCE_SECONDS).status_code == 200
    return browser.post(
        f"{address}/join",
        data={"group": "northern"},
        headers={"Origin": session.base},
        timeout=PATIENCE_SECONDS,
    )


def _results(session: Script) -> list[dict[str, dict[str, dict[str, int]]]]:
    results: list[dict[str, dict[str, dict[str, int]]]] = session.call(
        "GET", "/exports/results.json"
    ).json()["results"]
    return results
