"""A bad Wi-Fi between phones and server: cuts connections half-way, stands still, delivers late, in
whatever weather.

Of our own, by TCP, since the kernel's (netem) needs rights that tests do not have everywhere.
"""

import asyncio
import random
import threading
from types import TracebackType

CHUNK = 512


class BadWifi:
    """`port` is where phones connect. Storms when told to; everything passes otherwise."""

    def __init__(self, port: int, to: int, seed: int) -> None:
        self.port = port
        self._to = to
        self._chance = random.Random(seed)
        self._is_stormy = False
        self._open: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._is_up = threading.Event()
        self.cuts = 0
        """Connections cut half-way so far."""

    def __enter__(self) -> "BadWifi":
        self._thread.start()
        assert self._is_up.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._has_ended.set)
        self._thread.join(10)

    def storm(self) -> None:
        """From now on connections are cut half-way, stand still, or drag; no new one comes through
        whole.
        """
        self._is_stormy = True

    def calm(self) -> None:
        """From now on all is well for new connections; those that stand still are gone."""
        self._is_stormy = False
        self._loop.call_soon_threadsafe(self._cut_all)

    async def _run(self) -> None:
        self._loop, self._has_ended = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_server(self._carry, "127.0.0.1", self.port):
            self._is_up.set()
            await self._has_ended.wait()
            self._is_stormy = False
            self._cut_all()
            await asyncio.sleep(0.2)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
            return
        ends = {writer, far_writer}
        self._open |= ends
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        except OSError:
            pass
        finally:
            self._open -= ends
            for end in ends:
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK):
            if self._is_stormy:
                chunk = await self._through_the_storm(chunk)
            writer.write(chunk)
            await writer.drain()
        raise ConnectionResetError

    async def _through_the_storm(self, chunk: bytes) -> bytes:
        """Late, never, or only the first half of it."""
        fate = self._chance.random()
        if fate < 0.3:
            await asyncio.sleep(self._chance.uniform(0.05, 0.5))
            return chunk
        if fate < 0.5:
            while self._is_stormy:
                await asyncio.sleep(0.1)
        self.cuts += 1
        raise ConnectionResetError

    def _cut_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()
