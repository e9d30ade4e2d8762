"""Files by the door: whoever has gone is not drawn for, and a deleted session leaves nothing
behind.
"""

import socket
import struct
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.clients import TWO_QUESTIONS
from tests.support.in_process import in_process
from workshop.config import Config
from workshop.server.http.idle_connections import CONNECTION
from workshop.web.api import _is_there


@pytest.mark.parametrize("is_green", [False, True])
def test_a_client_that_hangs_up_is_seen_to_have_gone(is_green: bool) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    for resets in (False, True):
        theirs = socket.create_connection(server.getsockname())
        ours, _ = server.accept()
        is_there = _is_there({CONNECTION: SimpleNamespace(fd=ours) if is_green else ours})
        assert is_there()
        if resets:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        theirs.close()
        for _ in range(1000):
            if not is_there():
                break
        assert not is_there()
        ours.close()
    server.close()


def test_a_deleted_session_leaves_no_file_in_memory(tmp_path: Path) -> None:
    workshop = in_process(Config(data=tmp_path, async_mode="threading"))
    app, shelf = workshop.app, workshop.renderers._shelf
    door, here = app.test_client(), {"base_url": "http://127.0.0.1:5000"}
    made = door.post("/api/sessions", json=TWO_QUESTIONS, **here).get_json()
    proof = {"Authorization": f"Bearer {made['facilitator_key']}"}
    address = f"/api/sessions/{made['code']}"
    assert door.get(f"{address}/exports/results.csv", headers=proof, **here).status_code == 200
    assert shelf.bytes_kept() > 0
    assert door.delete(address, headers=proof, **here).get_json() == {"ok": True}
    assert shelf.bytes_kept() == 0
