"""One bored stranger with many connections: says nothing, or says it drop by drop, or never says
who it is.
"""

from collections.abc import Callable

from tests.proofs.faults.visit import Visit, hold, upgrade


def half_open(visit: Visit) -> None:
    """Connect, and say nothing."""
    _hold_many(visit, b"")


def slow_heads(visit: Visit) -> None:
    """Say it drop by drop, for as long as anyone listens."""
    _hold_many(visit, _start(visit), b"x")


def slow_bodies(visit: Visit) -> None:
    """A body that was promised and does not come."""
    _hold_many(visit, _promise(visit), b"x")


def unproven_sockets(visit: Visit) -> None:
    """Become a WebSocket, and never say whose."""
    _hold_many(visit, upgrade(visit))


def everything(visit: Visit) -> None:
    """All of it at once, in equal parts."""
    visit.begin()
    for said in (b"", _start(visit), _promise(visit), upgrade(visit)):
        visit.lines += [visit.connect(said) for _ in range(visit.count // 4)]
    hold(visit, b"x")


SILENT: dict[str, Callable[[Visit], None]] = {
    kind.__name__: kind for kind in (half_open, slow_heads, slow_bodies, unproven_sockets)
}


def _hold_many(visit: Visit, said: bytes, drop: bytes = b"") -> None:
    visit.begin()
    visit.lines += [visit.connect(said) for _ in range(visit.count)]
    hold(visit, drop)


def _start(visit: Visit) -> bytes:
    return b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % visit.port


def _promise(visit: Visit) -> bytes:
    return (
        b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 1000\r\n\r\n{"
        % visit.port
    )
