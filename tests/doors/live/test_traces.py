"""What the server leaves behind while it runs: no order on disk, no address in its output, no count
by trickery.
"""

import json
import socket
import sqlite3
from pathlib import Path

import pytest
import websocket

from tests.support.clients import BUDGET_TODAY, PATIENCE_SECONDS, Phone, Script, desk, room, wall
from tests.support.in_process import InProcess
from tests.support.servers import Server, Timed

AGENT = "Mozilla/5.0 (Marked Phone 7)"


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_strangers_bytes_and_a_whole_session_leave_no_trace_in_the_output(
    tmp_path: Path, mode: str
) -> None:
    with Timed(tmp_path / "data", mode) as server:
        session = Script(server.base)
        phone = Phone(server.base, session.code, "southern", agent=AGENT)
        assert (
            phone.http.get(f"{server.base}/healthz", timeout=60).request.headers["User-Agent"]
            == AGENT
        )
        greeting = server.log.read_text()
        for stranger in (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"GET /s/SECRET bogus\r\n\r\n",
            b"\xff\xfe\r\n\r\n",
        ):
            with socket.create_connection(
                ("127.0.0.1", server.port), timeout=PATIENCE_SECONDS
            ) as line:
                line.sendall(stranger + b"\r\n\r\n")
                line.shutdown(socket.SHUT_WR)
                with pytest.raises((ConnectionError, AssertionError)):
                    _drain(line)
        _send_raw(
            server,
            phone,
            [
                '42/participant,["connect",{}]',
                "42/participant,7",
                "42/participant,[]",
                "5",
                "x" * 20,
            ],
        )
        with phone.connect() as heard:
            session.do("open_question", **BUDGET_TODAY)
            assert heard.ask("cast_ballot", phone.ballot([3]))["ok"]
        session.do("close_question")
        session.export("results.csv")
        said = server.log.read_text().removeprefix(greeting)
    assert (
        said.replace(
            "Stopped. Everything acknowledged is kept; start again to go on where you were.", ""
        ).strip()
        == ""
    )
    assert "Power Workshop is running" in greeting
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert session.code.encode() in kept
    assert not [
        trace
        for trace in (AGENT, "127.0.0.1", phone.cookie.split("=", 1)[1])
        if trace.encode() in kept
    ]


def test_the_databases_log_is_emptied_at_every_tick_so_that_it_holds_no_order(
    tmp_path: Path,
) -> None:
    with InProcess(tmp_path / "data") as server:
        session = Script(server.base)
        phones = room(session, 4, 4)
        session.do("open_question", **BUDGET_TODAY)
        log = tmp_path / "data" / "workshop.sqlite3-wal"
        with wall(session) as screen:
            for phone in phones:
                assert phone.cast([1])["ok"]
            assert log.stat().st_size > 0
            screen.until(
                lambda seen: any(t.get("band") == "from_80" for t in seen.all("turnout_changed"))
            )
        assert log.stat().st_size == 0
        with sqlite3.connect(
            f"file:{tmp_path / 'data' / 'workshop.sqlite3'}?mode=ro", uri=True
        ) as connection:
            seals = [row[0] for row in connection.execute("SELECT seal_id FROM ballot")]
        connection.close()
    assert len(seals) == 8
    assert seals == sorted(seals)


def test_opening_and_undoing_again_and_again_counts_no_group(server: InProcess) -> None:
    session = Script(server.base)
    with desk(session) as table:
        for _ in range(2):
            Phone(server.base, session.code, "southern")
            assert table.ask("open_question", BUDGET_TODAY)["ok"]
            assert table.ask("undo")["ok"]
        assert not any(told.get("groups") for told in table.all("turnout_changed"))
        room(session, 0, 1)
        assert table.ask("open_question", BUDGET_TODAY)["ok"]
        table.until(lambda seen: bool(seen.newest("turnout_changed").get("groups")))
        for _ in range(2):
            assert table.ask("undo")["ok"]
            room(session, 1, 0)
            assert table.ask("open_question", BUDGET_TODAY)["ok"]
        table.until(lambda seen: seen.newest("turnout_changed").get("more") == 2)
        counted = [told["groups"] for told in table.all("turnout_changed") if told.get("groups")]
        assert {json.dumps(groups) for groups in counted} == {
            '{"northern": 0, "southern": 3, "neither": 0}'
        }
        assert "southern" not in json.dumps(
            [state["question"] for state in table.all("session_changed")]
        )


def test_the_lobby_does_not_tell_at_which_join_a_side_became_large_enough(
    server: InProcess,
) -> None:
    session = Script(server.base)
    with desk(session) as table:
        room(session, 6, 2)
        table.until(lambda seen: any(t["joined"] == 8 for t in seen.all("turnout_changed")))
        assert (
            table.newest("turnout_changed")["comparison"] is True
        )  # eight people could be two sides of three
        table.ask("show_question", BUDGET_TODAY)
        room(session, 1, 0)
        table.until(lambda seen: any(t["joined"] == 9 for t in seen.all("turnout_changed")))
        assert (
            table.newest("turnout_changed")["comparison"] is True
        )  # and nobody has been counted by group
        table.ask("open_question", BUDGET_TODAY)
        table.ask("close_question")
        table.until(lambda seen: seen.newest("turnout_changed").get("comparison") is False)
        room(session, 0, 1)
        table.until(lambda seen: any(t["joined"] == 10 for t in seen.all("turnout_changed")))
        assert table.newest("turnout_changed")["comparison"] is False


@pytest.mark.both_modes
def test_a_client_cannot_name_its_own_origin_by_an_event_called_connect(server: Timed) -> None:
    session, other = Script(server.base), Script(server.base)
    jan, stranger = (
        Phone(server.base, session.code, "northern"),
        Phone(server.base, other.code, "northern"),
    )
    forged = {"HTTP_ORIGIN": server.base, "HTTP_COOKIE": stranger.cookie}
    line = _open_raw(server, jan)
    line.send("42/participant," + json.dumps(["connect", forged, {"code": other.code}]))
    line.send("42/participant," + json.dumps(["disconnect"]))
    session.do("open_question", **BUDGET_TODAY)
    line.send("42/participant,1" + json.dumps(["cast_ballot", jan.ballot([1])]))
    heard = _until(line, "43/participant,1")
    line.close()
    assert other.code not in "".join(heard)
    assert '"ok":true' in heard[-1]


def test_what_was_revealed_for_a_moment_stays_in_the_files(server: InProcess) -> None:
    plan = {
        "title": "T",
        "threshold": 3,
        "results": "reveal",
        "questions": [{"id": "budget", "kind": "who_decides", "text": "Who decides on it?"}],
    }
    session = Script(server.base, plan)
    for phone in room(session, 3, 3):
        session.state()["question"] or session.do("open_question", **BUDGET_TODAY)
        assert phone.cast([1])["ok"]
    session.do("close_question")
    assert b"not revealed" in session.export("results.csv")
    session.do("reveal_results")
    session.do("undo")
    assert session.state()["question"]["state"] == "closed"
    assert b"not revealed" not in session.export("results.csv")


def _drain(line: socket.socket) -> None:
    while line.recv(4096):
        pass
    raise AssertionError("closed")


def _open_raw(server: InProcess | Server, phone: Phone) -> websocket.WebSocket:
    """A phone's socket with nothing between us and the wire."""
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket&code={phone.code}"
    line = websocket.create_connection(
        url, cookie=phone.cookie, origin=server.base, timeout=PATIENCE_SECONDS
    )
    line.send("40/participant," + json.dumps({"code": phone.code}))
    _until(line, "40/participant,")
    return line


def _send_raw(server: InProcess | Server, phone: Phone, packets: list[str]) -> None:
    line = _open_raw(server, phone)
    for packet in packets:
        line.send(packet)
    line.close(timeout=0)


def _until(line: websocket.WebSocket, start: str) -> list[str]:
    """What arrives, up to the packet that begins like this."""
    heard = [str(line.recv())]
    while not heard[-1].startswith(start):
        heard.append(str(line.recv()))
    return heard
