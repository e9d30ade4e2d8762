"""Answers that are not taken: each little, all together bounded, none for long; and who
takes theirs is let be.
"""

import socket
from collections.abc import Iterator

import pytest

from tests.support.fakes import FakeClock
from workshop.server import limits
from workshop.server.http.idle_connections import unread, untaken
from workshop.server.http.response_deadline import ResponseDeadlines, bound

LONG = b"x" * 60_000


class Server:
    """A socket that listens as ours do, and what it watches its answers with."""

    def __init__(self, most: int) -> None:
        self.clock = FakeClock()
        self.answers = ResponseDeadlines(self.clock, most)
        self._listener = socket.socket()
        bound(self._listener)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(100)
        self._ends: list[socket.socket] = [self._listener]

    def asked(
        self, answer: bytes = LONG, *, is_written: bool = True
    ) -> tuple[socket.socket, socket.socket]:
        """Somebody who reads slowly, and our end of the line, with this answer on its way."""
        theirs = socket.socket()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        theirs.settimeout(20)
        theirs.connect(self._listener.getsockname())
        connection, _ = self._listener.accept()
        connection.setblocking(False)
        self._ends += [theirs, connection]
        self.answers.begins(connection)
        connection.send(answer)
        if is_written:
            self.answers.is_written(connection)
        return theirs, connection

    def waits(self, seconds: float) -> None:
        self.clock.now += seconds
        self.answers.sweep()

    def end(self) -> None:
        for end in self._ends:
            end.close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(most=5)
    yield server
    server.end()


def is_over(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False


def is_reset(theirs: socket.socket) -> bool:
    """Whether the other side is gone without a goodbye; what had arrived before is there still."""
    try:
        while theirs.recv(65536):
            theirs.send(b"x")
    except ConnectionError:
        return True
    return False


def fill(connection: socket.socket) -> int:
    """Send as long as the system takes it; how many bytes that were."""
    sent = 0
    try:
        while True:
            sent += connection.send(LONG)
    except BlockingIOError:
        return sent


def read_all(theirs: socket.socket, length: int) -> int:
    read = 0
    while read < length and (more := theirs.recv(65536)):
        read += len(more)
    return read


def test_the_system_keeps_little_for_who_does_not_read(server: Server) -> None:
    _, connection = server.asked(b"")
    assert fill(connection) < 3 * limits.SOCKET_BUFFER_BYTES


def test_who_does_not_take_their_answer_is_cut_in_time_and_nothing_of_it_is_kept(
    server: Server,
) -> None:
    theirs, connection = server.asked()
    server.waits(limits.RESPONSE_SECONDS - 1)
    assert not is_over(connection)
    assert untaken(connection)
    server.waits(2)
    assert is_over(connection)
    connection.close()
    assert is_reset(theirs)


def test_who_takes_it_is_let_be(server: Server) -> None:
    theirs, connection = server.asked()
    assert read_all(theirs, len(LONG)) == len(LONG)
    server.waits(limits.RESPONSE_SECONDS + 1)
    server.waits(limits.RESPONSE_SECONDS + 1)
    assert not is_over(connection)


def test_one_that_is_still_written_has_the_time_it_needs(server: Server) -> None:
    _, connection = server.asked(is_written=False)
    server.waits(limits.RESPONSE_SECONDS + 1)
    assert not is_over(connection)


def test_one_whose_writer_has_left_is_watched_to_its_end(server: Server) -> None:
    theirs, connection = server.asked()
    server.answers.is_left(connection)
    connection.close()
    server.waits(1)
    assert read_all(theirs, len(LONG)) == len(LONG), "all of it can still be taken"
    assert theirs.recv(1) == b""
    lazy, connection = server.asked()
    server.answers.is_left(connection)
    connection.close()
    server.waits(1)
    server.waits(limits.RESPONSE_SECONDS + 1)
    assert not server.answers._answers
    assert is_reset(lazy)


def test_of_too_many_the_one_that_has_been_taking_longest_goes(server: Server) -> None:
    reads, first = server.asked()
    read_all(reads, len(LONG))
    lines = [server.asked()[1] for _ in range(5)]
    assert not is_over(first), "it has taken all that was for it"
    assert [is_over(line) for line in lines] == [True, False, False, False, False]


def test_where_too_much_waits_in_all_the_oldest_go(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_UNTAKEN_BYTES", 2 * len(LONG))
    lines = [server.asked()[1] for _ in range(3)]
    server.waits(1)
    assert [is_over(line) for line in lines] == [True, False, False]


def test_what_has_arrived_and_what_is_on_its_way_is_told_and_the_dead_have_nothing() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as theirs,
    ):
        connection, _ = listener.accept()
        with connection:
            theirs.sendall(b"four")
            connection.recv(1)
            assert unread(connection) == 3
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.setblocking(False)
            fill(connection)
            assert untaken(connection)
            theirs.close()
            with pytest.raises(ConnectionError):
                connection.send(b"x")
            assert not untaken(connection)
