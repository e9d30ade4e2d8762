"""Where a request ends is never in doubt: what says it in two ways is refused, and nothing that
follows it is read.
"""

from pathlib import Path
from socket import create_connection

import pytest

from tests.proofs.faults.serve_as import changed
from tests.support.clients import PATIENCE_SECONDS
from tests.support.servers import Server, Timed
from tests.support.shared_servers import Servers

pytestmark = pytest.mark.both_modes

SECOND = "GET /healthz?second HTTP/1.1\r\nHost: {host}\r\n\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
UNCLEAR = {
    "two lengths": "Content-Length: 0\r\nContent-Length: {length}\r\n",
    "two lengths alike": "Content-Length: {length}\r\nContent-Length: {length}\r\n",
    "a length of two numbers": "Content-Length: {length}, {length}\r\n",
    "a length with a sign": "Content-Length: +{length}\r\n",
    "a length in parts": "Content-Length: 1_0\r\n",
    "a negative length": "Content-Length: -1\r\n",
    "no length": "Content-Length:\r\n",
    "an encoding nobody knows": "Transfer-Encoding: xchunked\r\n",
    "an encoding that is none": "Transfer-Encoding: identity\r\n",
    "two encodings": "Transfer-Encoding: gzip, chunked\r\n",
    "two encodings apart": f"{CHUNKED}{CHUNKED}",
    "a length and an encoding": f"Content-Length: 0\r\n{CHUNKED}",
    "a line that is none": "nonsense\r\nContent-Length: {length}\r\n",
    "a space before the colon": "Content-Length : {length}\r\n",
    "a line that goes on": "X-Long: a\r\n Content-Length: {length}\r\n",
    "a line within a line": "X-Long: a\rContent-Length: {length}\r\n",
    "a zero byte": "X-Long: a\x00b\r\n",
    "two hosts": "Host: elsewhere\r\n",
    "too much of it": "".join(f"X-{at}: {'x' * 900}\r\n" for at in range(60)),
}
LAST = {
    "a foreign host": ("GET /healthz HTTP/1.1\r\nHost: elsewhere\r\n\r\n", 421),
    "in chunks": (
        f"POST /api/plans/check HTTP/1.1\r\nHost: {{host}}\r\n{CHUNKED}\r\n0\r\n\r\n",
        411,
    ),
    "asked for": ("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", 200),
    "no socket": (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\n\r\n",
        400,
    ),
}


def said(server: Server, request: str, most: int | None = None) -> bytes:
    """All that is answered to a request and another one behind it, until the connection ends, or
    so many answers have come.
    """
    host = f"127.0.0.1:{server.port}"
    second = SECOND.format(host=host)
    whole = request.replace("{host}", host).replace("{length}", str(len(second))) + second
    with create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS) as line:
        line.sendall(whole.encode("latin-1"))
        answer = b""
        try:
            while answer.count(b"HTTP/1.1 ") != most and (more := line.recv(4096)):
                answer += more
        except ConnectionResetError:
            pass
        except TimeoutError:
            raise AssertionError(f"the connection goes on after {answer!r}") from None
        return answer


@pytest.mark.parametrize("line", UNCLEAR.values(), ids=UNCLEAR)
def test_what_can_be_read_in_two_ways_is_refused_and_the_connection_ends(
    server: Timed, line: str
) -> None:
    answer = said(server, f"POST /api/plans/check HTTP/1.1\r\nHost: {{host}}\r\n{line}\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1, "what follows is nobody's request"
    assert b"connection: close" in answer.lower()


@pytest.mark.parametrize(("request_", "status"), LAST.values(), ids=LAST)
def test_an_answer_that_says_it_is_the_last_one_is(
    server: Timed, request_: str, status: int
) -> None:
    answer = said(server, request_)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.lower().count(b"connection: close") == 1


def test_who_asks_twice_at_once_is_answered_once(server: Timed) -> None:
    answer = said(server, "GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_who_waits_for_each_answer_goes_on_on_one_connection(servers: Servers) -> None:
    port = servers.timed("eventlet").port
    host = f"127.0.0.1:{port}"
    with create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as line:
        for _ in range(30):
            line.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            assert line.recv(4096).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_what_escapes_us_is_told_to_nobody(tmp_path: Path, mode: str) -> None:
    with changed(tmp_path / "data", mode, "escaping") as server:
        answer = said(server, "GET /escape HTTP/1.1\r\nHost: {host}\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"Traceback" not in answer
    assert b"LookupError" not in answer


def test_as_it_was_it_was_told_and_a_body_was_the_next_request(tmp_path: Path) -> None:
    with changed(tmp_path / "data", "eventlet", "telling", "trusting") as server:
        assert b"LookupError: a line of ours" in said(
            server, "GET /escape HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        request = (
            f"POST /api/plans/check HTTP/1.1\r\nHost: {{host}}\r\n{UNCLEAR['two lengths']}\r\n"
        )
        assert said(server, request, most=2).count(b"HTTP/1.1 200 OK") == 2
