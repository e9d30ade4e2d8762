"""Who waits at the door costs next to nothing, is let in once they have said all they want, or sent
away in time.
"""

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.support.fakes import FakeClock
from workshop.server import limits
from workshop.server.http import accept_queue as doors
from workshop.server.http.accept_queue import AcceptQueue, PendingConnection
from workshop.server.http.request_head import whole_of

GET = b"GET /j/ABC234 HTTP/1.1\r\nHost: 192.168.1.7\r\n\r\n"
POST = b"POST /j/ABC234/ballots HTTP/1.1\r\nHost: 192.168.1.7\r\ncontent-length: 4\r\n\r\n"


class Street:
    """A door, and what happens before it."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.door = AcceptQueue(self.clock)
        self.inside: list[str] = []
        self.knocks = 0
        self.door.on_ready = self._knock
        self._watched: dict[str, Callable[[], None]] = {}
        self._ends: list[socket.socket] = []

    def accept(self, name: str, *said: bytes) -> socket.socket:
        """Somebody connects, having said something or nothing; their end of the line."""
        theirs, ours = socket.socketpair()
        ours.setblocking(False)
        self._ends += [theirs, ours]
        for piece in said:
            theirs.sendall(piece)
        newcomer = self.door.accept(
            ours, (name,), lambda _, then: self._watched.update({name: then})
        )
        newcomer.link(f"{name} has left")
        return theirs

    def something_arrives(self, name: str) -> None:
        """What the network tells once, if it was asked to."""
        self._watched.pop(name)()

    def let_all_in(self) -> list[str]:
        """Everyone who is ready; who is inside."""
        while self.door.start_ready(self._enter):
            pass
        return self.inside

    def is_hung_up(self, theirs: socket.socket) -> bool:
        theirs.settimeout(20)
        return theirs.recv(1) == b""

    def is_waited_for(self, theirs: socket.socket) -> bool:
        theirs.setblocking(False)
        try:
            return theirs.recv(1) == b"never"
        except BlockingIOError:
            return True

    def _knock(self) -> None:
        self.knocks += 1

    def _enter(self, task: object) -> "Thread":
        self.inside.append(task if isinstance(task, str) else "cleared up after")
        return Thread()


class Thread:
    def link(self, *_: object) -> None: ...


@pytest.fixture
def street() -> Iterator[Street]:
    street = Street()
    yield street
    for end in street._ends:
        end.close()


def test_who_has_said_all_is_let_in_at_once_and_nobody_is_read_before(street: Street) -> None:
    street.accept("phone", GET)
    street.accept("silent")
    assert street.knocks == 1
    assert street.let_all_in() == ["phone"]
    assert street._ends[1].recv(100) == GET, "what they said is still there for who serves them"


def test_who_speaks_later_and_in_pieces_is_let_in_when_it_is_whole(street: Street) -> None:
    phone = street.accept("phone")
    phone.sendall(POST[:9])
    street.something_arrives("phone")
    street.door.check_partial()
    assert street.let_all_in() == []
    phone.sendall(POST[9:] + b"vo")
    street.door.check_partial()
    assert street.let_all_in() == []
    phone.sendall(b"te")
    street.door.check_partial()
    assert street.let_all_in() == ["phone"]


def test_who_says_nothing_or_half_of_it_is_sent_away_in_time(street: Street) -> None:
    silent, slow = street.accept("silent"), street.accept("slow", GET[:20])
    street.clock.now += limits.FIRST_REQUEST_SECONDS + 1
    street.door.sweep()
    assert street.is_hung_up(silent)
    assert street.is_hung_up(slow)
    street.something_arrives("silent")  # the end of the line
    street.door.check_partial()
    assert street.let_all_in() == ["cleared up after"] * 2, (
        "half a request is not served, though its line has an end"
    )


def test_who_leaves_by_themselves_is_cleared_up_after(street: Street) -> None:
    street.accept("gone").close()
    street.something_arrives("gone")
    street.accept("gone before", GET[:5]).close()
    street.door.check_partial()
    assert street.let_all_in() == ["gone"]
    street.clock.now += limits.FIRST_REQUEST_SECONDS + 1
    street.door.sweep()
    street.door.check_partial()
    assert street.let_all_in() == ["gone", "cleared up after"]


def test_of_too_many_the_one_who_has_waited_longest_goes(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PENDING", 5)
    street.door = AcceptQueue(street.clock)
    crowd = [street.accept(str(at)) for at in range(7)]
    assert all(street.is_hung_up(theirs) for theirs in crowd[:2])
    crowd[2].settimeout(0.05)
    with pytest.raises(TimeoutError):
        crowd[2].recv(1)


class Watched(PendingConnection):
    """Counts how often it is looked at, and from where on each look searches."""

    looks = 0

    def peek(self) -> bytes | None:
        self.looks += 1
        return super().peek()


def test_half_a_head_is_looked_at_again_only_when_more_has_come(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "PendingConnection", Watched)
    phone = street.accept("phone", b"GET / HTTP/1.1\r\nX: " + b"x" * 7000)
    (half,) = street.door._partial
    assert isinstance(half, Watched)
    before = half.looks
    for _ in range(50):
        street.door.check_partial()
    assert half.looks == before
    phone.sendall(b"x")
    street.door.check_partial()
    street.door.check_partial()
    assert half.looks == before + 1
    phone.sendall(b"\r\n\r")
    street.door.check_partial()
    phone.sendall(b"\n")
    street.door.check_partial()
    assert street.let_all_in() == ["phone"]


def test_what_was_searched_is_not_searched_again() -> None:
    head = b"GET / HTTP/1.1\r\nX: " + b"x" * 500
    assert whole_of(head + b"\n\n", len(head) - 3) == len(head) + 2
    assert whole_of(head + b"\n\n" + b"x" * 100, len(head) + 2) is None, (
        "nobody looks where there was no end before"
    )


def test_of_too_many_half_said_the_one_at_it_longest_goes_and_a_whole_one_comes_in(
    street: Street,
) -> None:
    crowd = [street.accept(str(at), b"GET / HT") for at in range(limits.MOST_PARTIAL + 2)]
    phone = street.accept("phone", GET)
    assert street.let_all_in() == ["cleared up after", "cleared up after", "phone"]
    assert all(street.is_hung_up(theirs) for theirs in crowd[:2])
    assert street.is_waited_for(crowd[2])
    assert phone


def test_what_goes_wrong_with_one_keeps_nobody_out(street: Street) -> None:
    street.accept("first", GET)
    street.accept("second", GET)

    def spawn(name: str) -> Thread:
        if name == "first":
            raise MemoryError
        return street._enter(name)

    while street.door.start_ready(spawn):
        pass
    assert street.inside == ["second"]


def test_what_is_to_be_done_when_somebody_leaves_is_done_whenever_it_was_asked_for() -> None:
    asked: list[object] = []

    class Inside:
        def link(self, *link: object) -> None:
            asked.append(link)

    with socket.socket() as line:
        newcomer = PendingConnection(line, ())
        newcomer.link("before")
        newcomer.start(Inside)
        newcomer.link("after")
    assert asked == [("before",), ("after",)]


@pytest.mark.parametrize(
    ("peek", "ready"),
    [
        (b"", True),
        (
            b"\x16\x03\x01\x02\x00",
            True,
        ),  # TLS: a browser that tries https first should learn it at once
        (b"GET / HT", False),
        (GET, True),
        (GET.replace(b"\r\n", b"\n"), True),
        (GET[:-1], False),
        (POST, False),
        (POST + b"vote", True),
        (POST.replace(b"content-length: 4", b"Content-Length:9000") + b"v", False),
        (POST.replace(b"content-length: 4", b"Expect: 100-continue\r\nContent-Length: 4"), True),
        (POST.replace(b"content-length: 4", b"Transfer-Encoding: chunked"), True),
        (POST.replace(b"content-length: 4", b"Content-Length: four"), True),
        (b"GET /" + b"x" * limits.PEEKED_BYTES, True),
    ],
)
def test_what_is_waited_for(peek: bytes, ready: bool) -> None:
    whole = whole_of(peek[: limits.PEEKED_BYTES])
    assert (whole is not None and len(peek) >= min(whole, limits.PEEKED_BYTES)) is ready
