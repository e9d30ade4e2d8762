"""A venue is one address: a roomful of phones, and one bored person among them."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator

import aiohttp

from tests.proofs.faults.crowd import CHOICES, TROUBLE, Crowd, Tally, everyone, in_a_room, plan_of
from tests.support.clients import Script
from tests.support.servers import Server

ABUSE_A_SECOND = 500
ABUSING_AT_ONCE = 64
BALLOTS = 10
RETURNS = 3


class Abuser:
    """Asks as often as this, for whatever costs the server something; hears what it is answered."""

    def __init__(self, session: Script, a_second: int = ABUSE_A_SECOND) -> None:
        self._session = session
        self._a_second = a_second
        self.answers: dict[int, int] = {}
        self.sent = 0

    async def run(self) -> None:
        """Until cancelled."""
        door = asyncio.Semaphore(ABUSING_AT_ONCE)
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        start = time.monotonic()
        async with aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar()
        ) as http:
            async with asyncio.TaskGroup() as group:
                for number, ask in zip(itertools.count(), itertools.cycle(self._kinds(http))):
                    await asyncio.sleep(
                        max(0.0, start + number / self._a_second - time.monotonic())
                    )
                    await door.acquire()
                    group.create_task(self._one(ask, door))

    async def _one(
        self, ask: Callable[[], "aiohttp.client._RequestContextManager"], door: asyncio.Semaphore
    ) -> None:
        self.sent += 1
        try:
            async with ask() as answer:
                self.answers[answer.status] = self.answers.get(answer.status, 0) + 1
                await answer.read()
        except TROUBLE:
            self.answers[0] = self.answers.get(0, 0) + 1
        finally:
            door.release()

    def _kinds(
        self, http: aiohttp.ClientSession
    ) -> list[Callable[[], "aiohttp.client._RequestContextManager"]]:
        base, code = self._session.base, self._session.code
        return [
            lambda: http.get(f"{base}/"),
            lambda: http.get(f"{base}/j?code=WRONG1", allow_redirects=False),
            lambda: http.get(f"{base}/j/{code}"),
            lambda: http.post(
                f"{base}/j/{code}/join", data={"group": "northern"}, allow_redirects=False
            ),
            lambda: http.post(
                f"{base}/j/{code}/ballots", json={}, headers={"Cookie": f"participant_{code}=guess"}
            ),
            lambda: http.get(
                f"{base}/api/sessions/{code}", headers={"Authorization": "Bearer guess"}
            ),
        ]


class Venue:
    """What happened to honest phones there."""

    def __init__(self) -> None:
        self.joined_within = 0.0
        self.waits: list[float] = []
        self.tally = Tally("")
        self.abuse: dict[int, int] = {}

    def p99(self) -> float:
        """Seconds that 99 of 100 acknowledgements took at most."""
        return statistics.quantiles(self.waits, n=100, method="inclusive")[98]


def visit(
    server: Server,
    phones: int,
    abuse_a_second: int,
    ballots: int = BALLOTS,
    returns: int = RETURNS,
) -> Venue:
    """So many join, vote so often and lose the Wi-Fi so often, with or without an abuser at the
    same address.
    """
    venue, session = Venue(), Script(server.base, plan_of(ballots) | {"results": "reveal"})
    abuser = Abuser(session, abuse_a_second)

    async def work(crowd: Crowd) -> None:
        abusing = asyncio.ensure_future(abuser.run()) if abuse_a_second else None
        start = time.monotonic()
        await crowd.join(phones)
        venue.joined_within = time.monotonic() - start
        for at in range(1, ballots + 1):
            await crowd.do("open_question", question=f"q{at}")
            await everyone(_vote(crowd, venue, f"q{at}"))
            await crowd.do("close_question", question=f"q{at}")
            if at % (ballots // returns) == 0:
                await everyone(_return(crowd, venue))
        if abusing:
            abusing.cancel()
            await asyncio.wait([abusing])

    in_a_room(session, work)
    venue.abuse = abuser.answers
    return venue


def _vote(crowd: Crowd, venue: Venue, question: str) -> Iterator[Coroutine[None, None, None]]:
    async def vote(at: int) -> None:
        phone = crowd.phones[at]
        venue.waits.append(await phone.vote((at + len(question)) % CHOICES, question))

    return (vote(at) for at in range(len(crowd.phones)))


def _return(crowd: Crowd, venue: Venue) -> Iterator[Coroutine[None, None, None]]:
    start = time.monotonic()
    for phone in crowd.phones:
        phone.cut()

    async def back(at: int) -> None:
        phone = crowd.phones[at]
        await phone.come_back()
        venue.tally.recoveries.append(time.monotonic() - start)

    return (back(at) for at in range(len(crowd.phones)))
