"""A room of phones that do not give up: they come back, and send the same ballot again until it is
acknowledged.
"""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bench.phones import Phone, browser, expect
from bench.servers import raise_file_limit
from tests.support.clients import Script

CHOICES = 5
GROUPS = ("northern", "southern")
JOINING_AT_ONCE = 50
PATIENCE_SECONDS = 180.0
TROUBLE = (aiohttp.ClientError, OSError, TimeoutError)


class PatientPhone(Phone):
    """A phone whose owner wants to be counted. Times are of the monotonic clock."""

    back_at = 0.0
    acknowledged_at = 0.0
    acknowledged: str = ""
    """The question whose ballot was acknowledged last."""

    async def arrive(self) -> None:
        """Be connected, however often it takes, and know the present state."""
        while True:
            try:
                async with asyncio.timeout(10):
                    await self.come_back()
                self.back_at = time.monotonic()
                return
            except TROUBLE:
                await asyncio.sleep(random.uniform(0.2, 0.6))  # as ours does, each in its own time

    async def deliver(self, question: str, choice: int, after: float = 0.0) -> None:
        """Vote after so many seconds, and again with the same number until it is acknowledged."""
        await asyncio.sleep(after)
        while self.acknowledged != question:
            try:
                async with asyncio.timeout(10):
                    await self.vote(choice, question)
                self.acknowledged, self.acknowledged_at = question, time.monotonic()
            except TROUBLE:
                await self.arrive()

    async def post(self, choice: int, question: str, number: int) -> float:
        """Vote as a phone without a socket does, on a new connection; the seconds it took."""
        body = {
            "question": question,
            "pass": "today",
            "round": 1,
            "choices": [choice],
            "number": number,
        }
        sent, start = {"Cookie": self._cookie, "Origin": self._base}, time.monotonic()
        async with self._http.post(
            f"{self._base}/j/{self._code}/ballots", json=body, headers=sent
        ) as answer:
            told = await answer.text()
            expect(answer.status == 200, f"the ballot was answered {answer.status}: {told}")
        return time.monotonic() - start

    def holds(self) -> int:
        """The number of this phone's last ballot that the server has, as it said when the phone
        came back.
        """
        mine = self.state().get("mine")
        return int(mine["number"]) if isinstance(mine, dict) else 0


@dataclass
class Crowd:
    """So many phones of one session, half of them of each group; each chooses by its place in the
    room.
    """

    http: aiohttp.ClientSession
    session: Script
    phones: list[PatientPhone] = field(default_factory=list)

    async def join(self, count: int) -> None:
        """So many come, and are connected."""
        door = asyncio.Semaphore(JOINING_AT_ONCE)

        async def come(phone: PatientPhone) -> None:
            async with door:
                await phone.join()
            await phone.arrive()

        newcomers = [
            PatientPhone(self.http, self.session.base, self.session.code, GROUPS[at % 2])
            for at in range(count)
        ]
        self.phones += newcomers
        await everyone(come(phone) for phone in newcomers)

    async def do(self, verb: str, **body: object) -> None:
        """The facilitator does something, while phones go on."""
        await asyncio.to_thread(self.session.do, verb, **body)

    async def leave(self) -> None:
        """Everyone hangs up."""
        for phone in self.phones:
            phone.cut()
        await asyncio.wait(
            [asyncio.ensure_future(phone.hang_up()) for phone in self.phones], timeout=20
        )


def wanted(phones: int) -> dict[str, list[int]]:
    """What each group's counts must be when everyone is counted once."""
    chosen = [
        [at % CHOICES for at in range(phones) if at % 2 == which] for which in range(len(GROUPS))
    ]
    return {
        group: [mine.count(choice) for choice in range(CHOICES)]
        for group, mine in zip(GROUPS, chosen, strict=True)
    }


async def everyone(coroutines: Iterable[Coroutine[Any, Any, None]]) -> None:
    """All at once; whoever is not through after minutes is a fault."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*coroutines)


def in_a_room(session: Script, work: Callable[[Crowd], Coroutine[Any, Any, None]]) -> None:
    """Run the work with a crowd for this session, and send everyone home."""

    async def run() -> None:
        async with browser() as http:
            crowd = Crowd(http, session)
            try:
                await work(crowd)
            finally:
                if crowd.phones:
                    await crowd.leave()

    raise_file_limit()
    with ThreadPoolExecutor(1) as apart:  # in this thread Chromium may have a loop of its own
        apart.submit(asyncio.run, run()).result()


def plan_of(questions: int) -> dict[str, object]:
    """A plan of so many questions, q1 and on, each with five choices."""
    choices = [f"choice {at}" for at in range(CHOICES)]
    asked = [
        {"id": f"q{at}", "kind": "choice", "text": f"Question {at}?", "choices": choices}
        for at in range(1, questions + 1)
    ]
    return {"title": "A stormy day", "threshold": 3, "questions": asked}


@dataclass
class Tally:
    """What came of the trials of one fault."""

    fault: str
    trials: int = 0
    lost: int = 0
    doubled: int = 0
    in_the_middle: int = 0
    """Trials in which some phones were acknowledged before the fault, and some after it."""
    recoveries: list[float] = field(default_factory=list)
    """Seconds from the moment the server answered again until a phone was back, for every phone of
    every trial.
    """

    def count(self, wanted: dict[str, list[int]], groups: dict[str, Any]) -> None:
        """Compare a final result with what it must be; a veiled or withheld group is compared by
        its voters.
        """
        for group, counts in wanted.items():
            shown = groups[group]
            have = shown.get("counts") or [shown.get("voters", 0)]
            want = counts if len(have) == len(counts) else [sum(counts)]
            self.lost += sum(max(0, one - other) for one, other in zip(want, have, strict=True))
            self.doubled += sum(max(0, other - one) for one, other in zip(want, have, strict=True))
