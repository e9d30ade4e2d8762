"""WebSocket frames, checked against another implementation of the protocol: any split, any pieces,
nothing else.
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

from workshop.server.sockets.websocket import (
    CLOSE,
    MOST_PIECES,
    NORMAL,
    NOT_TAKEN,
    NOT_TEXT,
    PING,
    PONG,
    PROTOCOL_ERROR,
    TEXT,
    TOO_LARGE,
    Broken,
    Incoming,
    farewell,
    framed,
    status_in,
    text_of,
    unmasked,
)

LARGEST = 70_000
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


def by_a_client(messages: list[tuple[int, Any]]) -> Iterator[bytes]:
    """The bytes of a client that keeps to the protocol, texts in pieces."""
    client = Connection(ConnectionType.CLIENT)
    for opcode, content in messages:
        if opcode == TEXT:
            for at, piece in enumerate(content):
                yield client.send(TextMessage(piece, message_finished=at == len(content) - 1))
        else:
            yield client.send({PING: Ping, PONG: Pong}[opcode](content))


def taken(data: bytes, cuts: Iterable[int], largest: int = LARGEST) -> list[tuple[int, Any]]:
    incoming, places = (
        Incoming(largest),
        sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)}),
    )
    return [
        message for start, end in pairwise(places) for message in incoming.take(data[start:end])
    ]


@given(said, st.lists(st.integers(0, 10**6), max_size=30))
def test_what_a_client_says_is_heard_however_the_network_cuts_it(
    messages: list[tuple[int, Any]], cuts: Iterable[int]
) -> None:
    heard = taken(b"".join(by_a_client(messages)), cuts)
    assert heard == [(op, "".join(said).encode() if op == TEXT else said) for op, said in messages]


@given(st.lists(texts, max_size=5))
def test_what_we_frame_is_read_by_a_client(messages: list[str]) -> None:
    client = Connection(ConnectionType.CLIENT)
    client.receive_data(
        b"".join(framed(TEXT, text.encode()) for text in messages) + farewell(NORMAL)
    )
    events = list(client.events())
    read = [""]
    for event in events[:-1]:
        assert isinstance(event, TextMessage)
        read[-1] += event.data
        read += [""] if event.message_finished else []
    assert read[:-1] == messages
    assert events[-1] == CloseConnection(code=NORMAL, reason="")


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4))
def test_a_mask_is_taken_off_as_the_standard_says(payload: bytes, mask: bytes) -> None:
    assert unmasked(payload, mask) == bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


MASK = b"\x00\x00\x00\x00"
ONE = b"\x01\x81" + MASK + b"a"  # a text that goes on
END = b"\x80\x80" + MASK
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
    "binary": (b"\x82\x81" + MASK + b"a", NOT_TAKEN),
    "too large": (b"\x81\xfe\x01\x00" + MASK, TOO_LARGE),
    "too large by far": (b"\x81\xff" + b"\xff" * 8, TOO_LARGE),
    "too large in pieces": (
        b"\x01\xfe\x00\xc8" + MASK + b"a" * 200 + b"\x80\xb9" + MASK,
        TOO_LARGE,
    ),
    "too many pieces": (b"\x01\x80" + MASK + (b"\x00\x80" + MASK) * MOST_PIECES, TOO_LARGE),
}


@pytest.mark.parametrize(("data", "status"), FAULTS.values(), ids=FAULTS)
def test_what_breaks_the_rules_or_the_limits_is_refused_before_it_is_all_here(
    data: bytes, status: int
) -> None:
    with pytest.raises(Broken) as told:
        taken(data, range(0, len(data), 7), largest=255)
    assert told.value.status == status


@given(st.lists(st.binary(max_size=200), max_size=10))
def test_whatever_comes_it_is_read_or_refused_and_never_kept_beyond_a_message(
    chunks: list[bytes],
) -> None:
    incoming = Incoming(100)
    with suppress(Broken):
        for chunk in chunks:
            list(incoming.take(chunk))
            assert len(incoming._buffer) <= 100 + 200 + 14
    assert sum(map(len, incoming._pieces)) <= 100


@pytest.mark.parametrize(
    ("payload", "status"),
    [(b"", 1000), (b"\x03\xe9", 1001), (b"\x0b\xb8bye", 3000), (b"\x03\xf6\xc3\xa9", 1014)],
)
def test_a_goodbye_says_why(payload: bytes, status: int) -> None:
    assert status_in(payload) == status


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        (b"\x03", PROTOCOL_ERROR),
        (b"\x03\xed", PROTOCOL_ERROR),
        (b"\x00\x00", PROTOCOL_ERROR),
        (b"\x03\xe8\xff", NOT_TEXT),
    ],
)
def test_a_goodbye_that_breaks_the_rules_is_refused(payload: bytes, status: int) -> None:
    with pytest.raises(Broken) as told:
        status_in(payload)
    assert told.value.status == status


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Broken) as told:
        text_of(b"\xff")
    assert told.value.status == NOT_TEXT
    assert [opcode for opcode, _ in taken(b"\x88\x82" + MASK + b"\x03\xe8", [])] == [CLOSE]
