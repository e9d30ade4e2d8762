"""A connection straight on its socket: whole and in order however slowly it is read; whoever reads
nothing is cut.
"""

import socket
from collections.abc import Iterator
from select import select
from threading import Thread
from typing import Any

import engineio
import pytest
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Ping, Pong, TextMessage

from tests.support.fakes import FakeClock
from workshop.domain.token_bucket import Rate
from workshop.facilitation.rate_limit import ConnectionBudget
from workshop.server import limits
from workshop.server.sockets.socket_transport import SocketTransport


class Green:
    """As eventlet's: reads and writes wait; what is below them does not."""

    def __init__(self, below: socket.socket) -> None:
        self.fd = below
        below.setblocking(False)

    def recv(self, size: int) -> bytes:
        select([self.fd], [], [])
        return self.fd.recv(size)

    def sendall(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            select([], [self.fd], [])
            left = left[self.fd.send(left) :]

    def settimeout(self, seconds: float) -> None:
        pass


class Phone:
    """The other end: a client of the protocol that reads when it is told to."""

    def __init__(self, wire: socket.socket) -> None:
        self.wire = wire
        self._client = Connection(ConnectionType.CLIENT)
        self.wire.settimeout(20)

    def say(self, event: Any) -> None:
        self.wire.sendall(self._client.send(event))

    def read(self) -> Iterator[Any]:
        while data := self.wire.recv(65536):
            self._client.receive_data(data)
            yield from self._client.events()
        self._client.receive_data(None)


class Line:
    """A phone on one end, the server's connection on the other."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.server = engineio.Server(async_mode="threading")
        self.server.on("message", lambda _, data: self.heard.append(("message", data)))
        self.server.on("disconnect", lambda _, reason: self.heard.append(("disconnect", reason)))
        ours, theirs = socket.socketpair()
        self.connection, self.phone, self._ours = Socket(self.server, "one"), Phone(theirs), ours
        self.connection.queue.put(Packet(MESSAGE, "queued before"))
        self.connection.budget = ConnectionBudget(FakeClock(), limits.PHONE_FRAMES)
        self.thread = Thread(target=SocketTransport(self.connection, Green(ours)).carry)

    def begin(self) -> "Line":
        self.thread.start()
        return self


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line().begin()
    assert next(line.phone.read()).data == "4queued before"
    yield line
    line.connection.close(wait=False)
    line.phone.wire.close()
    line.thread.join(20)
    assert not line.thread.is_alive()
    line._ours.close()


def test_it_hears_and_tells_and_answers_a_ping(line: Line) -> None:
    line.phone.say(TextMessage("4hello"))
    line.phone.say(Ping(b"there?"))
    assert next(line.phone.read()) == Pong(payload=b"there?")
    assert line.heard == [("message", "hello")]
    line.connection.send(Packet(MESSAGE, "and you"))
    assert next(line.phone.read()).data == "4and you"
    line.phone.say(CloseConnection(1000))
    assert [event for event in line.phone.read() if isinstance(event, CloseConnection)]
    line.thread.join(20)
    assert [kind for kind, _ in line.heard] == ["message", "disconnect"]
    assert line.connection.closed


def test_what_the_network_does_not_take_at_once_arrives_whole_and_in_its_order(line: Line) -> None:
    line._ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    packets = [f"{at} {'x' * 5000}" for at in range(40)]
    for packet in packets:
        line.connection.send(Packet(MESSAGE, packet))
    read = ""
    for event in line.phone.read():
        read += event.data
        if read.endswith(packets[-1]):
            break
    assert read == "".join(f"4{packet}" for packet in packets)


def test_who_reads_nothing_is_cut_off_and_costs_no_more_than_the_limit(line: Line) -> None:
    line._ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    for _ in range(limits.MOST_BYTES_UNSENT // 5000 + 200):
        if not line.connection.closed:
            line.connection.send(Packet(MESSAGE, "x" * 5000))
    line.thread.join(20)
    assert line.connection.closed
    assert ("disconnect", line.server.reason.TRANSPORT_CLOSE) in line.heard


def test_what_comes_after_a_goodbye_is_not_heard(line: Line) -> None:
    goodbye, vote = b"\x88\x80\0\0\0\0", b"\x81\x83\0\0\0\x004hi"
    line.phone.wire.sendall(vote + goodbye + vote)
    line.thread.join(20)
    assert [kind for kind, _ in line.heard] == ["message", "disconnect"]


@pytest.mark.parametrize(
    "said", [TextMessage(""), TextMessage("nonsense"), TextMessage("9"), TextMessage("1")]
)
def test_what_is_no_packet_ends_the_connection(line: Line, said: TextMessage) -> None:
    line.phone.say(said)
    assert any(isinstance(event, CloseConnection) for event in line.phone.read())
    line.thread.join(20)
    assert line.connection.closed


@pytest.mark.parametrize(
    "said", [Ping(b""), Pong(b""), TextMessage("3"), TextMessage("5"), TextMessage("4hello")]
)
def test_whatever_comes_comes_at_a_persons_pace_or_the_connection_ends(
    line: Line, said: Any
) -> None:
    for _ in range(limits.PHONE_FRAMES.at_once + 1):
        line.phone.say(said)
    line.thread.join(20)
    assert line.connection.closed
    assert len([kind for kind, _ in line.heard if kind == "message"]) in (
        0,
        limits.PHONE_FRAMES.at_once,
    )


def test_pieces_and_drops_count_too(line: Line) -> None:
    for _ in range(limits.PHONE_FRAMES.at_once + 1):
        line.phone.say(TextMessage("4", message_finished=False))
    line.thread.join(20)
    assert line.connection.closed


def test_who_always_has_more_to_read_lets_the_others_have_their_turn(line: Line) -> None:
    turns: list[float] = []
    line.server.sleep = turns.append
    line.connection.budget = ConnectionBudget(FakeClock(), Rate(a_second=1, at_once=1000))
    line.phone.say(TextMessage("4" + "x" * 6000))  # more than is read at once
    line.phone.say(CloseConnection(1000))
    line.thread.join(20)
    assert turns == [0] * len(turns)
    assert turns
