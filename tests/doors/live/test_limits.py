"""One bored attacker: too many votes, too many frames, frames too large.

They are cut off; the others do not notice.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
import websocket

from tests.doors.live.test_traces import _open_raw, _until
from tests.support.clients import BUDGET_TODAY, Phone, Script
from tests.support.servers import Timed

pytestmark = pytest.mark.both_modes

MIB = 1024 * 1024

Dial = Callable[[Phone], websocket.WebSocket]


@pytest.fixture
def session(server: Timed) -> Script:
    session = Script(server.base)
    Phone(server.base, session.code, "southern")
    session.do("open_question", **BUDGET_TODAY)
    return session


@pytest.fixture
def lines(server: Timed) -> Iterator[Dial]:
    """Sockets with nothing between us and the wire, hung up afterwards."""
    opened = []

    def dial(phone: Phone) -> websocket.WebSocket:
        opened.append(_open_raw(server, phone))
        return opened[-1]

    yield dial
    for line in opened:
        line.shutdown()  # type: ignore[no-untyped-call]  # the library leaves it without types


class Memory:
    """What the server's memory grows by, at its highest, from now on; in bytes."""

    def __init__(self, server: Timed) -> None:
        self._process = Path(f"/proc/{server.process.pid}")
        (self._process / "clear_refs").write_text("5")  # the kernel's high-water mark begins anew
        self._before = self._kibibytes("VmRSS")

    def grown(self) -> int:
        return (self._kibibytes("VmHWM") - self._before) * 1024

    def _kibibytes(self, name: str) -> int:
        status = dict(
            line.split(":", 1) for line in (self._process / "status").read_text().splitlines()
        )
        return int(status[name].split()[0])


def is_cut(line: websocket.WebSocket) -> bool:
    try:
        while line.recv():
            pass
    except (websocket.WebSocketException, OSError) as end:
        return not isinstance(end, TimeoutError | websocket.WebSocketTimeoutException)
    return True


def flood(line: websocket.WebSocket, frame: str | bytes, times: int) -> None:
    """Send, until the server has had enough."""
    try:
        for _ in range(times):
            line.send(
                frame,
                (
                    websocket.ABNF.OPCODE_BINARY
                    if isinstance(frame, bytes)
                    else websocket.ABNF.OPCODE_TEXT
                ),
            )
    except (websocket.WebSocketException, OSError):
        return


def test_who_votes_faster_than_a_person_waits_and_the_others_do_not(
    server: Timed, session: Script
) -> None:
    phone, calm = (Phone(server.base, session.code, "northern") for _ in range(2))
    assert phone.cast([2])["ok"]
    impossible = [
        phone.post("/ballots", json=phone.ballot([99])) for _ in range(60)
    ]  # refused before the disk
    assert {answer.json()["reason"] for answer in impossible} == {"UnknownChoice", "RateLimited"}
    assert {answer.status_code for answer in impossible} == {400, 429}
    assert calm.cast([1])["ok"]  # from the same address, at the same moment


def test_a_socket_has_the_same_pace(session: Script, server: Timed, lines: Dial) -> None:
    line = lines(Phone(server.base, session.code, "northern"))
    for number in range(1, 10):
        ballot = {**BUDGET_TODAY, "round": 1, "choices": [99], "number": number}
        line.send(f"42/participant,{number}" + json.dumps(["cast_ballot", ballot]))
    heard = "".join(_until(line, "43/participant,9"))
    assert "UnknownChoice" in heard
    assert "RateLimited" in heard


def test_a_phone_that_floods_is_cut_and_the_others_are_not(
    server: Timed, session: Script, lines: Dial
) -> None:
    bored, honest = (Phone(server.base, session.code, "northern") for _ in range(2))
    with honest.connect() as socket:
        line = lines(bored)
        flood(line, "42/participant,1" + json.dumps(["cast_ballot", {}]), 500)
        assert is_cut(line)
        assert socket.ask("cast_ballot", honest.ballot([2]))["ok"]
    lines(bored)  # it may come back


def test_a_desk_that_comes_and_goes_on_one_connection_is_cut_too(
    server: Timed, session: Script, lines: Dial
) -> None:
    """Each time it proves what it is it may send as much as a desk; but that is not given again on
    the same line.
    """
    line = lines(Phone(server.base, session.code, "northern"))
    came = 0
    with contextlib.suppress(websocket.WebSocketException, OSError):
        for _ in range(120):
            line.send("40/facilitator," + json.dumps({"code": session.code, "key": session.key}))
            _until(line, "40/facilitator,")
            line.send("41/facilitator,")
            came += 1
    assert 10 < came < 120
    assert is_cut(line)


@pytest.mark.parametrize(
    "frame", ["42/participant,1" + json.dumps(["cast_ballot", {"pad": "." * 3000}]), b"x" * 100]
)
def test_a_frame_no_phone_of_ours_sends_ends_the_connection(
    server: Timed, session: Script, lines: Dial, frame: str | bytes
) -> None:
    line = lines(Phone(server.base, session.code, "northern"))
    flood(line, frame, 1)
    assert is_cut(line)


@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="Linux tells how much memory was used"
)
def test_a_giant_frame_is_not_kept_in_memory(server: Timed, session: Script, lines: Dial) -> None:
    honest = Phone(server.base, session.code, "northern")
    line = lines(Phone(server.base, session.code, "northern"))
    memory = Memory(server)
    flood(line, "4" + "x" * (100 * MIB), 1)
    assert is_cut(line)
    assert memory.grown() < 64 * MIB
    assert honest.cast([1])["ok"]


def test_a_message_in_endless_pieces_and_one_that_claims_to_be_compressed_end_the_connection(
    server: Timed, session: Script, lines: Dial
) -> None:
    """A bomb would be 2 KiB of compressed zeros, a trickle a frame whose end never comes: neither
    is taken.
    """
    honest = Phone(server.base, session.code, "northern")
    pieces, bomb = (lines(Phone(server.base, session.code, "northern")) for _ in range(2))
    memory = Memory(server)
    piece = websocket.ABNF(0, 0, 0, 0, websocket.ABNF.OPCODE_TEXT, 1, b"4" + b"x" * 1000)
    try:
        pieces.send_frame(piece)
        for _ in range(64 * 1024):
            pieces.send_frame(
                websocket.ABNF(0, 0, 0, 0, websocket.ABNF.OPCODE_CONT, 1, b"x" * 1000)
            )
    except (websocket.WebSocketException, OSError):
        pass
    assert is_cut(pieces)
    with contextlib.suppress(websocket.WebSocketException, OSError):
        bomb.send_frame(websocket.ABNF(1, 1, 0, 0, websocket.ABNF.OPCODE_TEXT, 1, b"\x00" * 1000))
    assert is_cut(bomb)
    assert memory.grown() < 16 * MIB
    assert honest.cast([1])["ok"]


def test_one_proof_holds_a_few_sockets_the_newest(session: Script, server: Timed) -> None:
    phone = Phone(server.base, session.code, "northern")
    sockets = [phone.connect() for _ in range(8)]
    for socket in sockets[:2]:
        socket.until(lambda one: one.is_let_go)
    for socket in sockets[2:]:
        assert not socket.is_let_go
        socket.hang_up()
    with phone.connect() as again:
        assert again.ask("cast_ballot", phone.ballot([1]))["ok"]


def test_wrong_codes_wait_in_line_and_nobody_who_has_the_right_one_is_shut_out(
    server: Timed, session: Script
) -> None:
    """Who is in already does not even wait. The paces: tests/unit/domain/test_guesses.py."""
    inside = Phone(server.base, session.code, "southern")

    def guess(number: int) -> int:
        return requests.get(f"{server.base}/j/GUESS{number}", timeout=60).status_code

    with ThreadPoolExecutor(24) as guessers:
        guesses = [
            guessers.submit(guess, number) for number in range(74)
        ]  # 50 at once; the others wait
        Phone(server.base, session.code, "northern")
        assert "How do we decide?" in inside.page()
        assert {one.result() for one in guesses} == {404}


def test_a_longest_written_answer_is_no_large_frame(server: Timed, lines: Dial) -> None:
    question = {"id": "words", "kind": "gather", "text": "What should we decide together?"}
    session = Script(server.base, {"title": "T", "threshold": 3, "questions": [question]})
    phone = Phone(server.base, session.code, "northern")
    session.do("open_question", question="words")
    line = lines(phone)
    ballot = phone.ballot([], question="words", text="ጽ" * 280, pad="." * (4 * 280 + 100 - 3 * 280))
    line.send("42/participant,1" + json.dumps(["cast_ballot", ballot], ensure_ascii=False))
    assert '"ok":true' in _until(line, "43/participant,1")[-1]


def test_a_proof_that_is_let_go_and_given_again_holds_one_socket(
    session: Script, server: Timed, lines: Dial
) -> None:
    phone = Phone(server.base, session.code, "northern")
    line = lines(phone)
    for _ in range(4):  # as many frames as a phone may send at once
        line.send("41/participant,")
        line.send("40/participant," + json.dumps({"code": phone.code}))
        _until(line, "40/participant,")
    others = [
        phone.connect() for _ in range(4)
    ]  # with these, five: were all its proofs counted, the oldest would go
    with phone.connect() as another:
        assert another.ask("cast_ballot", phone.ballot([1]))["ok"]
        line.send("42/participant,1" + json.dumps(["cast_ballot", phone.ballot([2])]))
        assert _until(line, "43/participant,1")
    for other in others:
        other.hang_up()
