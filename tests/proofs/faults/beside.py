"""Honest phones vote beside an attack: how long each waits for its acknowledgement, whether
newcomers are let in, and what the server and the system under it grow by. The one way to watch an
attack; another is an `Attack`.
"""

import asyncio
import contextlib
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.proofs.faults.crowd import TROUBLE, Crowd, in_a_room, plan_of
from tests.proofs.faults.growth import Growth, growing
from tests.support.clients import Script
from tests.support.servers import Server

PHONES = 20
PATIENCE_SECONDS = 60.0
ROUND_SECONDS = 0.8  # nobody votes more often: that would be asked to wait
HALF_SECONDS, WORST_SECONDS = 0.25, 1.0


class Attack:
    """What is done to a server while honest phones vote.

    It tells what only it knows of what came of it.
    """

    has_children = False
    """Whether the server has other processes work for it."""

    async def begin(self, server: Server) -> None:
        """Returns when it has begun."""

    async def go_on(self, server: Server) -> None:
        """Returns when it is over."""
        raise NotImplementedError

    def faults(self) -> list[str]:
        """What was not as it must be."""
        return []

    def told(self) -> str:
        """For the table."""
        raise NotImplementedError


@dataclass
class Waits:
    """Of ballots of one kind: seconds until each was acknowledged, of so many that were cast."""

    asked: int = 0
    seconds: list[float] = field(default_factory=list)

    def half(self) -> float:
        """Half of the ballots waited no longer than this."""
        return statistics.median(self.seconds) if self.seconds else PATIENCE_SECONDS

    def worst(self) -> float:
        """None waited longer; one that was not acknowledged waited for all its patience."""
        return max(self.seconds) if self.are_all() and self.seconds else PATIENCE_SECONDS

    def are_all(self) -> bool:
        """Whether every ballot was acknowledged."""
        return len(self.seconds) == self.asked

    def told(self) -> str:
        """For the table."""
        times = f"p50 {self.half() * 1000:.0f} ms, worst {self.worst() * 1000:.0f} ms"
        return f"{len(self.seconds)} of {self.asked}, {times}"

    async def take(self, ballot: Awaitable[float]) -> None:
        """Wait for this one's acknowledgement, for as long as anybody would."""
        self.asked += 1
        with contextlib.suppress(*TROUBLE):
            async with asyncio.timeout(PATIENCE_SECONDS):
                self.seconds.append(await ballot)


@dataclass
class Beside:
    """What came of it, for phones that were there and for one that comes anew with each ballot."""

    attack: Attack
    ballots: Waits = field(default_factory=Waits)
    newcomers: Waits = field(default_factory=Waits)
    grown: Growth = field(default_factory=Growth)

    def faults(self) -> list[str]:
        """What was not as it must be."""
        wrong = {
            "p50 under 0.25 s": self.ballots.half() >= HALF_SECONDS,
            "worst under 1 s": self.ballots.worst() >= WORST_SECONDS,
            "every newcomer let in": not self.newcomers.are_all(),
        }
        return (
            [name for name, is_wrong in wrong.items() if is_wrong]
            + self.grown.faults()
            + self.attack.faults()
        )

    def lost(self) -> int:
        """Ballots nobody acknowledged."""
        return self.ballots.asked - len(self.ballots.seconds)

    def told(self) -> str:
        """For the table; NOT before each that was not as it must be."""
        told = (f"ballots {self.ballots.told()}", f"newcomers {self.newcomers.told()}")
        return "; ".join(
            (
                *(f"NOT {fault}" for fault in self.faults()),
                *told,
                self.grown.told(),
                self.attack.told(),
            )
        )


def beside(server: Server, attack: Attack, phones: int = PHONES, password: str = "") -> Beside:
    """So many phones of a session vote in turn for as long as the attack lasts.

    Until the reveal, all may vote anew.
    """
    session, came = (
        Script(server.base, {**plan_of(1), "results": "reveal"}, password),
        Beside(attack),
    )

    async def work(crowd: Crowd) -> None:
        await crowd.join(phones + 1)
        await crowd.do("open_question", question="q1")
        with growing(server, has_children=attack.has_children) as came.grown:
            await attack.begin(server)
            lasting = asyncio.ensure_future(attack.go_on(server))
            await asyncio.gather(
                lasting, _vote_in_turn(crowd, came, lasting.done), _knock(crowd, came, lasting.done)
            )

    in_a_room(session, work)
    return came


async def _vote_in_turn(crowd: Crowd, came: Beside, is_over: Callable[[], bool]) -> None:
    """Everyone but the newcomer, again and again."""
    phones, number = crowd.phones[1:], 0
    while not is_over():
        number += 1
        for phone in phones:
            if is_over():
                return
            await came.ballots.take(phone.vote(number % 5, "q1", number))
            await asyncio.sleep(ROUND_SECONDS / len(phones))


async def _knock(crowd: Crowd, came: Beside, is_over: Callable[[], bool]) -> None:
    """One that comes anew each time."""
    number = 0
    while not is_over():
        number += 1
        await came.newcomers.take(crowd.phones[0].post(number % 5, "q1", number))
        await asyncio.sleep(ROUND_SECONDS)
