"""`python -m tests.proofs.faults.strangers KIND PORT SECONDS COUNT`: one stranger, in a process of
their own.

Another kind is a function here or in `silent`: it is given a `Visit`, says `begin` when the attack
does, and counts what it opened and what was cut. `tests.proofs.faults.beside` lets honest phones
vote meanwhile.
"""

import contextlib
import json
import select
import socket
import sys
from collections.abc import Callable

from bench.servers import raise_file_limit
from tests.proofs.faults.silent import SILENT, everything
from tests.proofs.faults.visit import Visit, hold, tell, upgrade

HALF_BYTES = 8000
MANY_HEADS, MANY_READERS = 1000, 60
LARGE_PAGE = b"/static/0/vendor/socket.io.esm.min.js"


def pipelining(visit: Visit) -> None:
    """Asks for pages without waiting for them."""
    visit.begin()
    _flood(visit, b"", visit.get(b"/healthz") * 50)


def pongs(visit: Visit) -> None:
    """Engine.IO packets that answer no ping, on a socket that has proved nothing."""
    visit.begin()
    _flood(visit, upgrade(visit), _frame(0x1, b"3") * 200)


def upgrades(visit: Visit) -> None:
    """Engine.IO packets that ask for what is already so."""
    visit.begin()
    _flood(visit, upgrade(visit), _frame(0x1, b"5") * 200)


def pings(visit: Visit) -> None:
    """WebSocket's own pings."""
    visit.begin()
    _flood(visit, upgrade(visit), _frame(0x9, b"x" * 100) * 50)


def unread_answers(visit: Visit) -> None:
    """Reads a few answers, so that the network thinks well of them; then asks for many, and reads
    no more.
    """
    visit.lines = [_pleased(visit) for _ in range(MANY_READERS)]
    visit.begin()
    while visit.goes_on() and not visit.has_enough():
        for line in visit.lines:
            with contextlib.suppress(OSError):
                line.sendall(visit.get(LARGE_PAGE) * 300)
        hold(visit)
        if visit.goes_on():
            visit.lines = [visit.connect() for _ in range(MANY_READERS)]


def _pleased(visit: Visit) -> socket.socket:
    line = visit.connect()
    with contextlib.suppress(OSError):  # threads hang up after one answer
        for _ in range(10):
            line.sendall(visit.get(LARGE_PAGE))
            _read_answer(line)
    return line


def untaken_answers(visit: Visit) -> None:
    """Asks once, and does not read: no pipeline tells on them."""
    visit.begin()
    visit.lines += [visit.connect(visit.get(LARGE_PAGE), window=2048) for _ in range(MANY_READERS)]
    hold(visit)


def half_said_heads(visit: Visit) -> None:
    """A thousand who begin to say what they want, at length."""
    visit.begin()
    start = b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % visit.port
    head = start + b"X-Long: yes\r\n" * ((HALF_BYTES - len(start)) // 13)
    visit.lines += [visit.connect(head) for _ in range(MANY_HEADS)]
    hold(visit)


KINDS: dict[str, Callable[[Visit], None]] = {
    kind.__name__: kind
    for kind in (
        pipelining,
        pongs,
        upgrades,
        pings,
        unread_answers,
        untaken_answers,
        half_said_heads,
    )
}

FLOODS = ("pipelining", "pongs", "upgrades", "pings")
AT_THE_END = {**dict.fromkeys(FLOODS, 1), "unread_answers": MANY_READERS}
"""As many may have come too late to be cut."""
LASTING = {"untaken_answers": 55.0, "half_said_heads": 30.0}
"""Seconds until the last of them is cut, for those that do not end by themselves."""


def _flood(visit: Visit, opening: bytes, said: bytes) -> None:
    """As fast as it is taken, reading all that comes; again and again, where the connection is
    ended.
    """
    while visit.goes_on() and not visit.has_enough():
        with visit.connect(opening) as line, contextlib.suppress(OSError):
            if opening:
                _read_head(line)
            line.setblocking(False)
            while visit.goes_on():
                if not _go_on(line, said):
                    visit.cut += 1
                    break


def _go_on(line: socket.socket, said: bytes) -> bool:
    """Send, and read; whether the connection is still there."""
    try:
        readable, writable, _ = select.select([line], [line], [], 0.2)
        if writable:
            line.send(said)
        return not readable or line.recv(1 << 16) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def _frame(opcode: int, payload: bytes) -> bytes:
    return bytes((0x80 | opcode, 0x80 | len(payload))) + b"\0\0\0\0" + payload


def _read_head(line: socket.socket) -> bytes:
    said = b""
    while b"\r\n\r\n" not in said and (more := line.recv(4096)):
        said += more
    return said


def _read_answer(line: socket.socket) -> None:
    head, _, body = _read_head(line).partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
    while len(body) < length and (more := line.recv(1 << 16)):
        body += more


def main(kind: str, port: str, seconds: str, count: str) -> None:
    """Attack, and tell."""
    raise_file_limit()
    visit = Visit(int(port), float(seconds), int(count))
    (KINDS | SILENT | {"everything": everything})[kind](visit)
    tell(json.dumps({"opened": visit.opened, "cut": visit.cut}))


if __name__ == "__main__":
    main(*sys.argv[1:])
