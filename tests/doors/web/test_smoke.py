"""The program as its README starts it, over the network and in its own time: a session from its
opening to its file. Everything else about pages is asked of a server in the test's process.
"""

import csv
import io
from pathlib import Path

import pytest
import requests

from tests.support.clients import BUDGET_TODAY, Script, room
from tests.support.servers import Server
from tests.support.trials import trials


@pytest.mark.parametrize("mode", trials(["eventlet"], ["eventlet", "threading"]))
def test_a_session_is_opened_voted_in_closed_and_taken_home(tmp_path: Path, mode: str) -> None:
    with Server(tmp_path / "data", mode) as server:
        assert requests.get(f"{server.base}/readyz", timeout=60).json()["ok"]
        session = Script(server.base)
        phones = room(session, 4, 4)
        session.do("open_question", **BUDGET_TODAY)
        for phone, choice in zip(phones, [0, 1, 2, 3] * 2, strict=True):
            assert phone.cast([choice])["ok"]
        assert "Counted" in phones[0].page()
        session.do("close_question")
        table = session.export("results.csv").decode("utf-8-sig")
    votes = [row["votes"] for row in csv.DictReader(io.StringIO(table, newline="")) if row["votes"]]
    assert votes == ["1", "1", "1", "1", "0", "0", "0"] * 2
