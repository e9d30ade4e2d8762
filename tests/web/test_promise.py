"""The promise, where people read it: true of this session's k, of this plan's mode, and of whoever runs this server."""

from pathlib import Path

import pytest
import requests

from tests.clients import TWO_QUESTIONS, Script
from tests.servers import Server

OPERATOR = "the Kaya Trust <Dakar>"
WRITTEN = "the Kaya Trust &lt;Dakar&gt;"


@pytest.mark.parametrize(
    ("results", "until"), [("live", "until the picture on the wall moves"), ("reveal", "until voting closes")]
)
def test_phones_and_wall_promise_with_k_and_the_operators_name(tmp_path: Path, results: str, until: str) -> None:
    with Server(tmp_path / "data", WORKSHOP_OPERATOR=OPERATOR) as server:
        session = Script(server.base, TWO_QUESTIONS | {"threshold": 4, "results": results})
        for path in (f"/j/{session.code}", f"/j/{session.code}/promise"):
            page = requests.get(server.base + path, timeout=20).text
            assert f"run by {WRITTEN}" in page
            assert "fewer than 4 answers is not shown" in page
            assert until in page
        wall = requests.get(session.links["screen_url"], timeout=20).text
        assert f"run by {WRITTEN}" in wall
        assert "at least 4 of a group" in wall


def test_a_server_without_a_named_operator_still_says_what_one_could_do(one_server: Server) -> None:
    session = Script(one_server.base)
    page = requests.get(f"{one_server.base}/j/{session.code}/promise", timeout=20).text
    assert "run by" not in page
    assert "Whoever runs this server could change the program to watch" in page
