"""`python -m bench.framing`: what the WebSocket protocol costs a vote, without any socket.

A vote is a masked frame in, read and decoded, and an acknowledgement of the same length out.
"""

import time

import psutil
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from workshop.server.sockets.websocket import MessageReader, text_frame

VOTES = 50_000
CONNECTIONS = 2_000
VOTE = '42/participant,7["cast_ballot",{"place":{"question":"budget","pass":"today","round":1}}]'


def main() -> None:
    """Print both figures."""
    frame = bytes(Connection(ConnectionType.CLIENT).send(TextMessage(VOTE + " " * 100)))
    print(f"{_a_vote(frame):.1f} µs of processor a vote, {_a_connection():.1f} kB a connection")


def _a_vote(frame: bytes) -> float:
    reader = MessageReader(8192)
    start = time.process_time()
    for _ in range(VOTES):
        for _, text in reader.take(frame):
            text_frame(text)
    return (time.process_time() - start) / VOTES * 1e6


def _a_connection() -> float:
    memory = psutil.Process().memory_info
    before = memory().rss
    kept = [MessageReader(8192) for _ in range(CONNECTIONS)]
    return (memory().rss - before) / len(kept) / 1024


if __name__ == "__main__":
    main()
