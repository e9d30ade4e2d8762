"""Somebody guesses at the password at full speed: whoever knows it gets in, and votes do not
notice.
"""

import asyncio
import itertools
import time
from dataclasses import dataclass, field

import aiohttp
import requests

from bench.phones import browser
from tests.proofs.faults.beside import Attack
from tests.proofs.faults.crowd import TROUBLE
from tests.support.servers import Server

PASSWORD = "correct horse battery staple"
OPENING = {"WORKSHOP_OPENING": "password", "WORKSHOP_OPENING_PASSWORD": PASSWORD}
GUESSING_AT_ONCE = 64
TRIES = 20
BURST_SECONDS = 3  # the first are through then, and everyone waits
WORST_SECONDS = 5.0
PATIENCE_SECONDS = 40


@dataclass
class Guesses(Attack):
    """At a server whose settings are `OPENING`, while somebody gives the right one from time to
    time.
    """

    at_once: int = GUESSING_AT_ONCE
    let_in: list[float] = field(default_factory=list)
    """Seconds that each right password took."""
    guessed: int = 0

    async def begin(self, server: Server) -> None:
        """Guess, so many at once."""
        self._guessing = asyncio.ensure_future(self._guess_on(server))
        await asyncio.sleep(BURST_SECONDS)

    async def go_on(self, server: Server) -> None:
        """As long as it takes to give the right one so often."""
        for _ in range(TRIES):
            await asyncio.to_thread(self._give, server)
            await asyncio.sleep(1)
        self._guessing.cancel()
        await asyncio.wait([self._guessing])

    async def _guess_on(self, server: Server) -> None:
        numbers = itertools.count()
        async with browser() as http, asyncio.TaskGroup() as guessers:
            for _ in range(self.at_once):
                guessers.create_task(self._guess(http, server, numbers))

    async def _guess(
        self, http: aiohttp.ClientSession, server: Server, numbers: "itertools.count[int]"
    ) -> None:
        while True:
            try:
                async with http.post(
                    f"{server.base}/opening", data={"password": f"guess {next(numbers)}"}
                ) as answer:
                    await answer.read()
                self.guessed += 1
            except TROUBLE:
                await asyncio.sleep(0.1)

    def _give(self, server: Server) -> None:
        start = time.monotonic()
        sent = {
            "data": {"password": PASSWORD},
            "headers": {"Origin": server.base},
            "timeout": PATIENCE_SECONDS,
        }
        answer = requests.post(f"{server.base}/opening", allow_redirects=False, **sent)  # type: ignore[arg-type]
        if answer.status_code == 303:
            self.let_in.append(time.monotonic() - start)

    def faults(self) -> list[str]:
        """Whether the right one did not get in each time, within seconds."""
        is_fine = len(self.let_in) == TRIES and max(self.let_in) < WORST_SECONDS
        return [] if is_fine else [f"each right password in within {WORST_SECONDS:.0f} s"]

    def told(self) -> str:
        """For the table."""
        worst = max(self.let_in, default=PATIENCE_SECONDS)
        return (
            f"{len(self.let_in)} of {TRIES} right passwords in, worst {worst:.1f} s; {self.guessed}"
            " guesses answered"
        )
