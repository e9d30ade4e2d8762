"""WebSocket messages within our limits: any split, any fragments, never more than a message.

wsproto is the protocol on both ends here; what is ours is what is refused, and when.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Ping, Pong, TextMessage
from wsproto.frame_protocol import CloseReason, Opcode

from workshop.server import limits
from workshop.server.sockets.websocket import (
    MessageReader,
    ProtocolFault,
    close_frame,
    pong_frame,
    switching,
    text_frame,
)

LARGEST = 70_000
TEXT, PING, PONG = Opcode.TEXT, Opcode.PING, Opcode.PONG
texts = st.text(max_size=300) | st.integers(1, 66_000).map(lambda length: "x" * length)
said = st.lists(
    st.tuples(
        st.just(TEXT),
        st.lists(texts, min_size=1, max_size=5).filter(
            lambda pieces: sum(map(len, pieces)) < 60_000
        ),
    )
    | st.tuples(st.sampled_from([PING, PONG]), st.binary(max_size=125)),
    max_size=8,
)


def by_a_client(messages: list[tuple[Any, Any]]) -> Iterator[bytes]:
    """The bytes of a client that keeps to the protocol, texts in fragments."""
    client = Connection(ConnectionType.CLIENT)
    for opcode, content in messages:
        if opcode == TEXT:
            for at, piece in enumerate(content):
                yield client.send(TextMessage(piece, message_finished=at == len(content) - 1))
        else:
            yield client.send({PING: Ping, PONG: Pong}[opcode](content))


def taken(data: bytes, cuts: Iterable[int], largest: int = LARGEST) -> list[tuple[Any, Any]]:
    reader = MessageReader(largest)
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [message for start, end in pairwise(places) for message in reader.take(data[start:end])]


@given(said, st.lists(st.integers(0, 10**6), max_size=30))
def test_what_a_client_says_is_heard_however_the_network_cuts_it(
    messages: list[tuple[Any, Any]], cuts: Iterable[int]
) -> None:
    heard = taken(b"".join(by_a_client(messages)), cuts)
    assert heard == [(op, "".join(said) if op == TEXT else said) for op, said in messages]


@given(st.lists(texts, max_size=5))
def test_what_we_frame_is_read_by_a_client(messages: list[str]) -> None:
    client = Connection(ConnectionType.CLIENT)
    frames = [*map(text_frame, messages), pong_frame(b"here"), close_frame(1000)]
    client.receive_data(b"".join(frames))
    *events, pong, close = client.events()
    read = [""]
    for event in events:
        assert isinstance(event, TextMessage)
        read[-1] += event.data
        read += [""] if event.message_finished else []
    assert read[:-1] == messages
    assert (pong, close) == (Pong(payload=b"here"), CloseConnection(code=1000, reason=""))


MASK = b"\x00\x00\x00\x00"
ONE = b"\x01\x81" + MASK + b"a"  # a text that goes on
END = b"\x80\x80" + MASK
PROTOCOL_ERROR, TOO_LARGE = CloseReason.PROTOCOL_ERROR, CloseReason.MESSAGE_TOO_BIG
NOT_TEXT = CloseReason.INVALID_FRAME_PAYLOAD_DATA
FAULTS = {
    "not masked": (b"\x81\x01a", PROTOCOL_ERROR),
    "compressed": (b"\xc1\x81" + MASK + b"a", PROTOCOL_ERROR),
    "another reserved bit": (b"\x91\x81" + MASK + b"a", PROTOCOL_ERROR),
    "an opcode that is none": (b"\x83\x81" + MASK + b"a", PROTOCOL_ERROR),
    "a control that is none": (b"\x8b\x81" + MASK + b"a", PROTOCOL_ERROR),
    "a ping in pieces": (b"\x09\x81" + MASK + b"a", PROTOCOL_ERROR),
    "a ping that is long": (b"\x89\xfe\x00\x7e" + MASK + b"a" * 126, PROTOCOL_ERROR),
    "going on with nothing": (END, PROTOCOL_ERROR),
    "beginning while going on": (ONE + ONE, PROTOCOL_ERROR),
    "a close of one byte": (b"\x88\x81" + MASK + b"\x03", PROTOCOL_ERROR),
    "a close that nobody may send": (b"\x88\x82" + MASK + b"\x03\xed", PROTOCOL_ERROR),
    "a close that is no status": (b"\x88\x82" + MASK + b"\x00\x00", PROTOCOL_ERROR),
    "a close that is no text": (b"\x88\x83" + MASK + b"\x03\xe8\xff", NOT_TEXT),
    "no text": (b"\x81\x81" + MASK + b"\xff", NOT_TEXT),
    "binary": (b"\x82\x81" + MASK + b"a", CloseReason.UNSUPPORTED_DATA),
    "too large": (b"\x81\xfe\x02\x00" + MASK + b"a" * 256, TOO_LARGE),
    "too large by far": (b"\x81\xff\x00\x00\x01" + bytes(5) + MASK + b"a" * 256, TOO_LARGE),
    "too large in bytes": (b"\x81\xfe\x02\x00" + MASK + "é".encode() * 128, TOO_LARGE),
    "too large in fragments": (
        b"\x01\xfe\x00\xc8" + MASK + b"a" * 200 + b"\x80\xb9" + MASK + b"a" * 56,
        TOO_LARGE,
    ),
    "too many fragments": (
        b"\x01\x80" + MASK + (b"\x00\x80" + MASK) * limits.MOST_FRAGMENTS,
        TOO_LARGE,
    ),
}


@pytest.mark.parametrize(("data", "status"), FAULTS.values(), ids=FAULTS)
def test_what_breaks_the_rules_or_the_limits_is_refused_before_it_is_all_here(
    data: bytes, status: int
) -> None:
    with pytest.raises(ProtocolFault) as told:
        taken(data, range(0, len(data), 7), largest=255)
    assert told.value.status == status


@given(st.lists(st.binary(max_size=200), max_size=10))
def test_whatever_comes_it_is_read_or_refused_and_never_kept_beyond_a_message(
    chunks: list[bytes],
) -> None:
    reader = MessageReader(100)
    with suppress(ProtocolFault):
        for chunk in chunks:
            for _, heard in reader.take(chunk):
                assert isinstance(heard, int) or len(heard) <= 125
            assert sum(len(piece.encode()) for piece in reader._pieces) <= 100


def test_a_close_says_why_and_nothing_after_it_is_read() -> None:
    said = b"\x88\x82" + MASK + b"\x03\xe9"
    assert taken(said + b"\x81\x81" + MASK + b"a", []) == [(Opcode.CLOSE, 1001)]


@pytest.mark.parametrize("spent", [1, 3])
def test_every_frame_is_paid_for_and_so_are_bytes_that_complete_none(spent: int) -> None:
    paid: list[int] = []
    reader = MessageReader(LARGEST, lambda: paid.append(1))
    for _ in range(spent):
        list(reader.take(b"\x81"))
        reader = MessageReader(LARGEST, lambda: paid.append(1))
    assert len(paid) == spent
    list(reader.take((b"\x89\x80" + MASK) * spent))
    assert len(paid) == 2 * spent


def test_a_key_is_answered_as_the_standard_says_and_what_is_none_is_not() -> None:
    head = switching("dGhlIHNhbXBsZSBub25jZQ==")
    assert head is not None
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" in head
    assert [switching(key) for key in ("", "too short", "dGhl\r\nSGVsbG8gbm9uY2U=", "é" * 24)] == (
        [None] * 4
    )
