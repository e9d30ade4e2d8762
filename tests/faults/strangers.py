"""`python -m tests.faults.strangers KIND PORT SECONDS`: one stranger, in a process of their own, for so many seconds.

Another kind is a function here: it is given a `Visit`, says `begin` when the attack does, and counts what it opened and
what was cut. `tests.faults.beside` lets honest phones vote meanwhile.
"""

import base64
import contextlib
import json
import os
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.servers import raise_file_limit

GET = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
HALF_BYTES = 8000
MANY_HEADS, MANY_READERS = 1000, 60
LARGE_PAGE = b"/static/0/css/wall.css"
TROUBLE = (ConnectionError, TimeoutError)


@dataclass
class Visit:
    """What one stranger has to know, and what came of it."""

    port: int
    seconds: float
    end: float = 0.0
    opened: int = 0
    cut: int = 0
    lines: list[socket.socket] = field(default_factory=list)

    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end

    def begin(self) -> None:
        """Tell whoever watches that it begins; from now on the time runs."""
        self.end = time.monotonic() + self.seconds
        _tell("begun")

    def get(self, path: bytes) -> bytes:
        """A request for this page."""
        return GET % (path, self.port)

    def connect(self, said: bytes = b"", window: int = 0) -> socket.socket:
        """A connection on which this was said."""
        line = socket.socket()
        if window:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        line.settimeout(20)
        self.opened += 1
        try:
            line.connect(("127.0.0.1", self.port))
            line.sendall(said)
        except TROUBLE:
            self.cut += 1
            line.close()
        return line


def pipelining(visit: Visit) -> None:
    """Asks for pages without waiting for them."""
    visit.begin()
    _flood(visit, b"", visit.get(b"/healthz") * 50)


def pongs(visit: Visit) -> None:
    """Engine.IO packets that answer no ping, on a socket that has proved nothing."""
    visit.begin()
    _flood(visit, _upgrade(visit), _frame(0x1, b"3") * 200)


def upgrades(visit: Visit) -> None:
    """Engine.IO packets that ask for what is already so."""
    visit.begin()
    _flood(visit, _upgrade(visit), _frame(0x1, b"5") * 200)


def pings(visit: Visit) -> None:
    """WebSocket's own pings."""
    visit.begin()
    _flood(visit, _upgrade(visit), _frame(0x9, b"x" * 100) * 50)


def unread_answers(visit: Visit) -> None:
    """Reads a few answers, so that the network thinks well of them; then asks for many, and reads no more."""
    visit.lines = [_pleased(visit) for _ in range(MANY_READERS)]
    visit.begin()
    while visit.goes_on():
        for line in visit.lines:
            with contextlib.suppress(OSError):
                line.sendall(visit.get(LARGE_PAGE) * 300)
        _hold(visit)
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
    _hold(visit)


def half_said_heads(visit: Visit) -> None:
    """A thousand who begin to say what they want, at length."""
    visit.begin()
    start = b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % visit.port
    head = start + b"X-Long: yes\r\n" * ((HALF_BYTES - len(start)) // 13)
    visit.lines += [visit.connect(head) for _ in range(MANY_HEADS)]
    _hold(visit)


KINDS: dict[str, Callable[[Visit], None]] = {
    kind.__name__: kind
    for kind in (pipelining, pongs, upgrades, pings, unread_answers, untaken_answers, half_said_heads)
}

FRAMES = ("pongs", "upgrades", "pings")
"""Those that send frames: the library's wire reads them in its own way."""
FLOODS = ("pipelining", "pongs", "upgrades", "pings")
AT_THE_END = {**dict.fromkeys(FLOODS, 1), "unread_answers": MANY_READERS}
"""As many may have come too late to be cut."""
LASTING = {"untaken_answers": 55.0, "half_said_heads": 30.0}
"""Seconds until the last of them is cut, for those that do not end by themselves."""


def _flood(visit: Visit, opening: bytes, said: bytes) -> None:
    """As fast as it is taken, reading all that comes; again and again, where the connection is ended."""
    while visit.goes_on():
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


def _hold(visit: Visit) -> None:
    """Keep them all, until all are cut, reading nothing."""
    watch = select.poll()
    held = {line.fileno(): line for line in visit.lines if line.fileno() >= 0}
    for number in held:
        watch.register(number, select.POLLRDHUP)
    while held and visit.goes_on():
        visit.cut += _let_go_of(held, watch)
    for line in held.values():  # who reads nothing may not hear that the other side is gone, until they say something
        with contextlib.suppress(*TROUBLE):
            line.send(b"x")
    visit.cut += _let_go_of(held, watch)


def _let_go_of(held: dict[int, socket.socket], watch: "select.poll") -> int:
    """Those that are cut; how many."""
    cut = [number for number, _ in watch.poll(200)]
    for number in cut:
        watch.unregister(number)
        held.pop(number).close()
    return len(cut)


def _upgrade(visit: Visit) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    host = f"127.0.0.1:{visit.port}"
    return (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


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


def main(kind: str, port: str, seconds: str) -> None:
    """Attack, and tell."""
    raise_file_limit()
    visit = Visit(int(port), float(seconds))
    KINDS[kind](visit)
    _tell(json.dumps({"opened": visit.opened, "cut": visit.cut}))


def _tell(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
