"""One round: a room joins, connects, is told, votes, loses the Wi-Fi and comes back."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bench.phones import Phone, browser
from bench.script import Script
from bench.servers import Server

STEP_SECONDS = 60
JOIN_SECONDS = 0.06
"""For a phone, where a room is so large that its joining outlasts a step."""
JOINING_AT_ONCE = 50
GROUPS = ("northern", "southern")
WAYS_TO_VOTE = 5


@dataclass
class Round:
    """`figures` by name, `reached` the number of phones that got through each step, `state` as
    phones saw it.
    """

    figures: dict[str, float] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    state: dict[str, object] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)

    async def step(
        self, name: str, work: list[Coroutine[Any, Any, Any]], limit: float = STEP_SECONDS
    ) -> tuple[float, list[Any]]:
        """Run all at once, for `limit` seconds at most.

        Returns the seconds to the last success, and all results.
        """
        start = time.perf_counter()
        tasks = [asyncio.ensure_future(_timed(one)) for one in work]
        done, late = await asyncio.wait(tasks, timeout=limit)
        for task in late:
            task.cancel()
        self.faults |= {f"{name}: {task.exception()!r}" for task in done if task.exception()}
        self.faults |= {f"{name}: {len(late)} still waited after {limit:.0f} s"} if late else set()
        ended = [task.result() for task in done if not task.exception()]
        self.reached[name] = len(ended)
        return max((end for _, end in ended), default=start) - start, [
            result for result, _ in ended
        ]


async def measure(server: Server, count: int, keeps: bool) -> Round:
    """A round with so many phones; `keeps` says whether this server can be asked what it kept."""
    this = Round()
    async with browser() as http:
        script = await Script.open(http, server.base)
        phones = [
            Phone(http, server.base, script.code, GROUPS[number % 2]) for number in range(count)
        ]
        await _join(this, phones)
        await _connect(this, phones, server)
        await _open(this, phones, script, server)
        await _vote(this, phones, server)
        await _lose_the_network(this, phones, server)
        if keeps:
            this.reached["remembered"] = sum(_is_remembered(phone) for phone in phones)
            await script.do("close_question")
            this.reached["counted"] = await script.voters()
        await _leave(phones)
    return this


async def _join(this: Round, phones: list[Phone]) -> None:
    door = asyncio.Semaphore(JOINING_AT_ONCE)
    limit = max(STEP_SECONDS, len(phones) * JOIN_SECONDS)
    seconds, _ = await this.step("joined", [_through(door, phone.join) for phone in phones], limit)
    this.figures["joins"] = this.reached["joined"] / max(seconds, 1e-9)


async def _connect(this: Round, phones: list[Phone], server: Server) -> None:
    before = server.memory()
    this.figures["connect"], _ = await this.step("connected", [phone.connect() for phone in phones])
    this.figures["memory"] = (server.memory() - before) / len(phones)


async def _open(this: Round, phones: list[Phone], script: Script, server: Server) -> None:
    waiting = [phone.next_state() for phone in phones]
    before = server.cpu()
    start = time.perf_counter()
    asked = asyncio.ensure_future(script.do("open_question"))
    _, arrivals = await this.step("told", [_arrival(one) for one in waiting])
    await asked
    this.figures["fan-out"] = (max(arrivals, default=start) - start) * 1000
    this.figures["telling"] = (server.cpu() - before) / len(phones) * 1e6
    this.state = phones[0].state()


async def _vote(this: Round, phones: list[Phone], server: Server) -> None:
    before = server.cpu()
    votes = [phone.vote(number % WAYS_TO_VOTE) for number, phone in enumerate(phones)]
    seconds, waits = await this.step("acknowledged", votes)
    this.figures["cpu"] = (server.cpu() - before) / len(phones) * 1e6
    this.figures["votes"] = len(waits) / max(seconds, 1e-9)
    this.figures["p50"] = _quantile(waits, 0.50) * 1000
    this.figures["p99"] = _quantile(waits, 0.99) * 1000


async def _lose_the_network(this: Round, phones: list[Phone], server: Server) -> None:
    before = server.cpu()
    start = time.perf_counter()
    for phone in phones:
        phone.cut()
    cut = time.perf_counter() - start
    seconds, _ = await this.step("back", [phone.come_back() for phone in phones])
    this.figures["storm"] = cut + seconds
    this.figures["return"] = (server.cpu() - before) / len(phones) * 1000


def _is_remembered(phone: Phone) -> bool:
    """Whether the server told this phone, when it came back, which ballot it has of it."""
    mine = phone.state().get("mine")
    return isinstance(mine, dict) and mine["number"] == 1


async def _leave(phones: list[Phone]) -> None:
    for phone in phones:
        phone.cut()
    await asyncio.wait(
        [asyncio.ensure_future(phone.hang_up()) for phone in phones], timeout=STEP_SECONDS
    )


async def _through(door: asyncio.Semaphore, work: Callable[[], Awaitable[None]]) -> None:
    async with door:
        await work()


async def _timed(work: Awaitable[Any]) -> tuple[Any, float]:
    return await work, time.perf_counter()


async def _arrival(moment: "asyncio.Future[float]") -> float:
    return await moment


def _quantile(values: list[float], share: float) -> float:
    if len(values) < 2:
        return statistics.fmean(values or [0.0])
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]
