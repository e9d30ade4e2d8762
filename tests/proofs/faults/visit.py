"""One stranger's connections: opened, held, and counted when they are cut."""

import base64
import contextlib
import os
import select
import socket
import sys
import time
from dataclasses import dataclass, field

GET = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
DROP_SECONDS = 0.6
TROUBLE = (ConnectionError, TimeoutError)


@dataclass
class Visit:
    """What one stranger has to know, and what came of it."""

    port: int
    seconds: float
    count: int = 0
    """Of connections, for those kinds that come with as many as one likes; the others go when so
    many were cut, or 0: when their time is over.
    """
    end: float = 0.0
    opened: int = 0
    cut: int = 0
    lines: list[socket.socket] = field(default_factory=list)

    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end

    def has_enough(self) -> bool:
        """Whether as many were cut as were to be."""
        return 0 < self.count <= self.cut

    def begin(self) -> None:
        """Tell whoever watches that it begins; from now on the time runs."""
        self.end = time.monotonic() + self.seconds
        tell("begun")

    def get(self, path: bytes) -> bytes:
        """A request for this page."""
        return GET % (path, self.port)

    def connect(self, said: bytes = b"", window: int = 0) -> socket.socket:
        """A connection on which this was said."""
        line = socket.socket()
        if window:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        line.settimeout(60)
        self.opened += 1
        try:
            line.connect(("127.0.0.1", self.port))
            line.sendall(said)
        except TROUBLE:
            self.cut += 1
            line.close()
        return line


def hold(visit: Visit, drop: bytes = b"") -> None:
    """Keep them all, until all are cut, reading nothing; say this on each from time to time."""
    watch, next_drop = select.poll(), time.monotonic()
    held = {line.fileno(): line for line in visit.lines if line.fileno() >= 0}
    for number in held:
        watch.register(number, select.POLLRDHUP)
    while held and visit.goes_on():
        if drop and time.monotonic() >= next_drop:
            _say(held, drop)
            next_drop = time.monotonic() + DROP_SECONDS
        visit.cut += _let_go_of(held, watch)
    _say(
        held, b"x"
    )  # who reads nothing may not hear that the other side is gone, until they say something
    visit.cut += _let_go_of(held, watch)


def _say(held: dict[int, socket.socket], said: bytes) -> None:
    for line in held.values():
        with contextlib.suppress(*TROUBLE):
            line.send(said)


def _let_go_of(held: dict[int, socket.socket], watch: "select.poll") -> int:
    """Those that are cut; how many."""
    cut = [number for number, _ in watch.poll(200)]
    for number in cut:
        watch.unregister(number)
        held.pop(number).close()
    return len(cut)


def upgrade(visit: Visit) -> bytes:
    """To become a WebSocket of the program's."""
    key = base64.b64encode(os.urandom(16)).decode()
    host = f"127.0.0.1:{visit.port}"
    return (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nOrigin:"
        f" http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key:"
        f" {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def tell(what: str) -> None:
    """To whoever watches."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()
