"""The server is killed in the middle of a vote storm, and started again: who was acknowledged is
counted, once.
"""

import asyncio
import json
import random
import time

from tests.proofs.faults.crowd import (
    CHOICES,
    PATIENCE_SECONDS,
    Crowd,
    Tally,
    everyone,
    in_a_room,
    plan_of,
    wanted,
)
from tests.support.clients import Script
from tests.support.servers import Server

STORM_SECONDS = 0.5


def kills(server: Server, phones: int, trials: int, seed: int) -> Tally:
    """So many times, each in a question of its own."""
    chance, tally = random.Random(seed), Tally(f"kill -9, {phones} phones voting")
    session = Script(server.base, plan_of(trials))

    async def work(crowd: Crowd) -> None:
        await crowd.join(phones)
        for trial in range(1, trials + 1):
            await _kill(server, crowd, f"q{trial}", chance, tally)

    in_a_room(session, work)
    report = json.loads(session.export("results.json"))
    assert [result["question"] for result in report["results"]] == [
        f"q{at}" for at in range(1, trials + 1)
    ]
    for result in report["results"]:
        tally.count(wanted(phones), result["groups"])
    return tally


async def _kill(
    server: Server, crowd: Crowd, question: str, chance: random.Random, tally: Tally
) -> None:
    await crowd.do("open_question", question=question)
    votes = [
        asyncio.ensure_future(
            phone.deliver(question, at % CHOICES, chance.uniform(0, STORM_SECONDS))
        )
        for at, phone in enumerate(crowd.phones)
    ]
    await asyncio.sleep(chance.uniform(0, STORM_SECONDS + 0.2) if tally.trials % 2 else 0)
    while tally.trials % 2 == 0 and not any(
        phone.acknowledged == question for phone in crowd.phones
    ):
        await asyncio.sleep(
            0.001
        )  # every other time just when the first one is acknowledged: on a slow machine, too
    server.kill()
    told = [phone for phone in crowd.phones if phone.acknowledged == question]
    await asyncio.to_thread(server.start)
    start = time.monotonic()
    await everyone(phone.arrive() for phone in told)
    tally.trials += 1
    tally.in_the_middle += 0 < len(told) < len(crowd.phones)
    tally.lost += sum(phone.holds() != 1 for phone in told)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*votes)
    tally.recoveries += [max(0.0, phone.back_at - start) for phone in crowd.phones]
    await crowd.do("close_question", question=question)
