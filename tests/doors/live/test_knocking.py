"""Whatever asks for a socket gets one, or is told why not, whichever way its request is read."""

from socket import create_connection

import pytest
import requests

from tests.support.clients import PATIENCE_SECONDS, Script
from tests.support.servers import Timed

pytestmark = pytest.mark.both_modes

SPOKEN_TODAY = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
ITS_PROOF = b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # RFC 6455, section 1.3
ASKED = "EIO=4&transport=websocket"


def answered(server: Timed, *pieces: str) -> bytes:
    """The answer's first bytes to a request that comes in so many pieces."""
    with create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS) as line:
        for piece in pieces:
            line.sendall(piece.encode())
            requests.get(f"{server.base}/healthz", timeout=PATIENCE_SECONDS)  # it is read by itself
        answer = b""
        while b"\r\n\r\n" not in answer and (more := line.recv(4096)):
            answer += more
        return answer


def knock(server: Timed, asked: str = ASKED, spoken: str = SPOKEN_TODAY, host: str = "") -> str:
    """A request for a socket."""
    return (
        f"GET /socket.io/?{asked} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{server.port}'}\r\nOrigin:"
        f" {server.base}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{spoken}\r\n"
    )


def test_a_request_in_one_piece_and_one_in_several_are_the_same(server: Timed) -> None:
    whole = knock(server)
    for pieces in ((whole,), (whole[:10], whole[10:]), (whole[:-3], whole[-3:])):
        answer = answered(server, *pieces)
        assert answer.startswith(b"HTTP/1.1 101")
        assert ITS_PROOF in answer


def test_what_is_said_twice_or_unknown_makes_no_difference(server: Timed) -> None:
    cookies = SPOKEN_TODAY + "Cookie: a=b\r\nCookie: c=d\r\nX_Odd: \t1\r\n"
    assert answered(server, knock(server, spoken=cookies)).startswith(b"HTTP/1.1 101")


@pytest.mark.parametrize("host", ["elsewhere", "127.0.0.1:1"])
def test_a_foreign_host_gets_no_socket(server: Timed, host: str) -> None:
    assert answered(server, knock(server, host=host)).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize(
    "asked", ["EIO=4&transport=polling", "EIO=3&transport=websocket", f"{ASKED}&sid=none", ""]
)
def test_another_protocol_is_refused(server: Timed, asked: str) -> None:
    assert answered(server, knock(server, asked)).startswith(b"HTTP/1.1 400")


def test_a_dialect_from_before_the_standard_is_not_spoken(server: Timed) -> None:
    assert not answered(server, knock(server, spoken="")).startswith(b"HTTP/1.1 101")


def test_who_closes_at_once_or_says_nothing_more_is_no_trouble(server: Timed) -> None:
    for _ in range(20):
        with create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS) as line:
            line.sendall(knock(server).encode())
    Script(server.base)  # it goes on
