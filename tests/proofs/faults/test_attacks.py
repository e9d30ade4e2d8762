"""The attacker is cut, and an honest phone at the same address is served. By how much the server
grows, and how long a ballot waits, is for `python -m tests.proofs.faults`.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import websocket

from tests.proofs import whole_only
from tests.proofs.faults.attacks import Stranger
from tests.proofs.faults.beside import beside
from tests.proofs.faults.conftest import Hasty
from tests.support.clients import Phone, Script
from tests.support.servers import Server
from tests.support.trials import are_whole, trials
from workshop.server import limits

# they are waited for ten seconds from when they come in, and a busy machine lets them in slowly
PATIENCE_SECONDS = 240
KIND, CONNECTIONS = trials(("slow_heads", 20), ("everything", 800))


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="Linux tells how much memory is used"
)
def test_whoever_says_nothing_or_drop_by_drop_or_not_who_is_cut_and_an_honest_phone_goes_on(
    server: Server, hasty: Hasty
) -> None:
    attacked = server if are_whole() else hasty.running("eventlet")
    stranger = Stranger(KIND, PATIENCE_SECONDS, CONNECTIONS)
    came = beside(attacked, stranger, phones=6)
    assert (stranger.opened, stranger.cut) == (CONNECTIONS, CONNECTIONS)
    assert came.ballots.are_all()
    assert came.newcomers.are_all()
    assert came.newcomers.asked >= 1


@whole_only
@pytest.mark.parametrize(
    "server", ["threading"], indirect=True
)  # with eventlet they wait outside: tests/unit/server/test_accept_queue
def test_too_many_that_say_nothing_make_room_at_once(server: Server) -> None:
    stranger = Stranger("half_open", 1.0, limits.MOST_IDLE_THREADED + 300)
    came = beside(server, stranger, phones=6)
    assert 100 <= stranger.cut < stranger.count, (
        "the longest silent go first, the others have their time"
    )
    assert came.newcomers.seconds


@contextmanager
def knocking(server: Server, **headers: str) -> Iterator[websocket.WebSocket]:
    """A socket that was opened, and has not said yet whose it is."""
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    opened = websocket.create_connection(
        address, timeout=PATIENCE_SECONDS, origin=server.base, header=headers
    )
    try:
        assert str(opened.recv()).startswith("0")
        yield opened
    finally:
        opened.shutdown()  # type: ignore[no-untyped-call]  # close() leaves a socket open that was told to go


def is_cut(opened: websocket.WebSocket) -> bool:
    """Whether it was told to go, whatever it was told before."""
    try:
        while opened.recv():
            pass
    except websocket.WebSocketTimeoutException:
        return False
    except (websocket.WebSocketException, OSError):
        return True
    return True


def test_a_phone_that_knocks_with_its_cookie_is_no_stranger_in_the_crowd(server: Server) -> None:
    session = Script(server.base)
    phone = Phone(server.base, session.code, "northern")
    with knocking(server, Cookie=phone.cookie) as guest, knocking(server) as stranger:
        with ExitStack() as crowd:
            for _ in range(230):
                crowd.enter_context(knocking(server))  # each has come in
        guest.send("40/participant," + json.dumps({"code": session.code}))
        assert str(guest.recv()).startswith('42/participant,["session_changed"')
        assert is_cut(stranger)


def test_one_cookie_brings_a_few_guests_and_no_crowd(server: Server) -> None:
    cookie = Phone(server.base, Script(server.base).code, "northern").cookie
    with ExitStack() as doors:
        guests = [doors.enter_context(knocking(server, Cookie=cookie)) for _ in range(8)]
        assert [is_cut(guest) for guest in guests[:2]] == [True, True]
        guests[2].send("40/participant,{}")
        assert str(guests[2].recv()).startswith("44/participant,")  # it is still heard


def test_walls_in_a_browser_that_has_joined_too_are_no_guests_once_they_say_what_they_are(
    server: Server,
) -> None:
    session = Script(server.base)
    cookie = Phone(server.base, session.code, "northern").cookie
    with ExitStack() as doors:
        walls = []
        for _ in range(8):
            walls.append(doors.enter_context(knocking(server, Cookie=cookie)))
            walls[-1].send("40/screen," + json.dumps({"key": session.screen_key}))
            assert str(walls[-1].recv()).startswith("42/screen,")
        session.do("blank_screen")
        for wall in walls:
            while '"blank":true' not in str(wall.recv()).replace(" ", ""):
                pass
