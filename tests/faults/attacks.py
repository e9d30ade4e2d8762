"""One bored attacker at the same address: says nothing, or says it drop by drop, or never says who it is."""

import asyncio
import base64
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.servers import raise_file_limit
from tests.clients import Phone
from tests.servers import Server

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Outcome:
    """What came of an attack. Memory in bytes."""

    opened: int = 0
    cut: int = 0
    grown: int = 0
    asked: int = 0
    """Ballots that an honest phone cast meanwhile."""
    honest: int = 0
    """Those of them that were acknowledged."""


async def half_open(server: Server, count: int) -> list[Line]:
    """Connect, and say nothing."""
    return [await _connect(server) for _ in range(count)]


async def slow_heads(server: Server, count: int) -> list[Line]:
    """Say it drop by drop, for as long as anyone listens."""
    lines = await half_open(server, count)
    for _, writer in lines:
        writer.write(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode())
    return lines


async def slow_bodies(server: Server, count: int) -> list[Line]:
    """A body that was promised and does not come."""
    lines = await half_open(server, count)
    for _, writer in lines:
        head = f"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 1000\r\n\r\n{{"
        writer.write(head.encode())
    return lines


async def unproven_sockets(server: Server, count: int) -> list[Line]:
    """Become a WebSocket, and never say whose."""
    lines = await half_open(server, count)
    for _, writer in lines:
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Origin: {server.base}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
    return lines


ATTACKS = (half_open, slow_heads, slow_bodies, unproven_sockets)


async def everything(server: Server, count: int) -> list[Line]:
    """All of it at once, in equal parts."""
    return [line for kind in ATTACKS for line in await kind(server, count // len(ATTACKS))]


def attack(
    server: Server, honest: Phone, kind: Callable[[Server, int], Awaitable[list[Line]]], count: int, at_most: float
) -> Outcome:
    """Attack until all are cut, or for `at_most` so many seconds, while an honest phone votes on.

    Who was cut, and by how much the server grew.
    """

    async def run() -> Outcome:
        outcome = Outcome()
        before = resident(server)
        async with _attackers(kind(server, count)) as lines:
            outcome.opened = len(lines)
            end = asyncio.get_running_loop().time() + at_most
            while outcome.cut < count and asyncio.get_running_loop().time() < end:
                for _, writer in lines:
                    if kind in (slow_heads, slow_bodies, everything) and not writer.is_closing():
                        writer.write(b"x")
                outcome.asked += 1
                outcome.honest += (await asyncio.to_thread(honest.cast, [1]))["ok"]
                outcome.grown = max(outcome.grown, resident(server) - before)
                await asyncio.sleep(0.6)
                outcome.cut = sum(await asyncio.gather(*(_is_cut(reader) for reader, _ in lines)))
        return outcome

    raise_file_limit()
    return asyncio.run(run())


def resident(server: Server) -> int:
    """The server's memory, in bytes."""
    with open(f"/proc/{server.process.pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@asynccontextmanager
async def _attackers(opening: Awaitable[list[Line]]) -> AsyncIterator[list[Line]]:
    lines = await opening
    try:
        yield lines
    finally:
        for _, writer in lines:
            writer.transport.abort()


async def _connect(server: Server) -> Line:
    line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    line.setblocking(False)
    return await asyncio.open_connection(sock=line)


async def _is_cut(reader: asyncio.StreamReader) -> bool:
    try:
        async with asyncio.timeout(0.1):
            while await reader.read(4096):
                pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True
