"""Somebody guesses at the password at full speed: whoever knows it gets in, and votes do not notice.

By itself: `python -m tests.faults.guesses eventlet|threading`.
"""

import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import requests

from tests.clients import BUDGET_TODAY, TWO_QUESTIONS, Phone, Script
from tests.servers import Server

PASSWORD = "correct horse battery staple"
GUESSING_AT_ONCE = 64
TRIES = 6
BALLOTS = 20
PATIENCE_SECONDS = 40


@dataclass
class Outcome:
    """What came of it. Times in seconds."""

    let_in: list[float] = field(default_factory=list)
    """How long each right password took."""
    waits: list[float] = field(default_factory=list)
    """How long each ballot took."""
    guessed: int = 0

    def is_fine(self) -> bool:
        """Whether the right one got in each time, within seconds, and ballots as if nothing were."""
        is_in = len(self.let_in) == TRIES and max(self.let_in) < 5
        return is_in and statistics.median(self.waits) < 0.25 and max(self.waits) < 1

    def told(self) -> str:
        """For the table."""
        inside = f"{len(self.let_in)} of {TRIES} right passwords in, worst {max(self.let_in, default=0):.1f} s"
        ballots = f"ballots {statistics.median(self.waits):.2f} s, worst {max(self.waits):.2f} s"
        return f"{'' if self.is_fine() else 'NOT '}fine: {inside}; {ballots}; {self.guessed} guesses answered"


def guess_at(folder: Path, mode: str, at_once: int = GUESSING_AT_ONCE) -> Outcome:
    """Start a server with a password, guess at it, and meanwhile give the right one and vote."""
    settings = {"WORKSHOP_OPENING": "password", "WORKSHOP_OPENING_PASSWORD": PASSWORD}
    with Server(folder / f"guesses-{mode}", mode, **settings) as server:
        session = _opened(server)
        phone = Phone(server.base, session.code, "northern")
        session.do("open_question", **BUDGET_TODAY)
        return asyncio.run(_beside_guessers(server, phone, at_once))


def _opened(server: Server) -> Script:
    """A session of who has the password."""
    bearer = {"Authorization": f"Bearer {PASSWORD}"}
    made = requests.post(f"{server.base}/api/sessions", json=TWO_QUESTIONS, headers=bearer, timeout=20).json()
    session = object.__new__(Script)
    session.base, session.code, session.key = server.base, made["code"], made["facilitator_key"]
    return session


async def _beside_guessers(server: Server, phone: Phone, at_once: int) -> Outcome:
    outcome, numbers = Outcome(), itertools.count()
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
        guessers = [asyncio.ensure_future(_guess(http, server, outcome, numbers)) for _ in range(at_once)]
        await asyncio.sleep(3)  # the first burst is through, and everyone waits
        votes = asyncio.ensure_future(_vote(phone, outcome))
        for _ in range(TRIES):
            await asyncio.to_thread(_give, server, outcome)
            await asyncio.sleep(1)
        await votes
        for guesser in guessers:
            guesser.cancel()
        await asyncio.wait(guessers)
    return outcome


async def _guess(
    http: aiohttp.ClientSession, server: Server, outcome: Outcome, numbers: "itertools.count[int]"
) -> None:
    while True:
        try:
            async with http.post(f"{server.base}/opening", data={"password": f"guess {next(numbers)}"}) as answer:
                await answer.read()
            outcome.guessed += 1
        except (aiohttp.ClientError, OSError, TimeoutError):
            await asyncio.sleep(0.1)


async def _vote(phone: Phone, outcome: Outcome) -> None:
    for number in range(BALLOTS):
        start = time.monotonic()
        assert (await asyncio.to_thread(phone.cast, [number % 5]))["ok"]
        outcome.waits.append(time.monotonic() - start)
        await asyncio.sleep(0.6)


def _give(server: Server, outcome: Outcome) -> None:
    start = time.monotonic()
    sent = {"data": {"password": PASSWORD}, "headers": {"Origin": server.base}, "timeout": PATIENCE_SECONDS}
    answer = requests.post(f"{server.base}/opening", allow_redirects=False, **sent)  # type: ignore[arg-type]
    if answer.status_code == 303:
        outcome.let_in.append(time.monotonic() - start)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="guesses-") as place:
        sys.stdout.write(guess_at(Path(place), sys.argv[1]).told() + "\n")
