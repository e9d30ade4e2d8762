"""Honest phones vote beside an attack, one after the other: how long each waits for its acknowledgement, what became of
the attacker, and what the server and the system under it grew by.
"""

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.clients import Script
from tests.faults.attacks import resident
from tests.faults.crowd import TROUBLE, Crowd, PatientPhone, in_a_room, plan_of
from tests.servers import ROOT, Server

PHONES = 20
PATIENCE_SECONDS = 10.0
ROUND_SECONDS = 0.8  # nobody votes more often: that would be asked to wait
LONGEST_NOTICE = 60.0
HALF_SECONDS, WORST_SECONDS, MOST_BYTES = 0.25, 1.0, 64 * 1024 * 1024


@dataclass
class Beside:
    """What came of it. Waits in seconds, of ballots that were acknowledged; memory in bytes, at its highest."""

    waits: list[float] = field(default_factory=list)
    asked: int = 0
    opened: int = 0
    """Connections of the attacker, and how many of these were cut."""
    cut: int = 0
    grown: int = 0
    kernel: int = 0

    def half(self) -> float:
        """Half of the ballots waited no longer than this."""
        return statistics.median(self.waits) if self.waits else PATIENCE_SECONDS

    def worst(self) -> float:
        """None waited longer; one that was not acknowledged waited for all its patience."""
        return max(self.waits) if len(self.waits) == self.asked and self.waits else PATIENCE_SECONDS

    def told(self) -> str:
        """What honest phones noticed of it, and the server; NOT where it was too much."""
        half, worst, grown, kernel = self.half(), self.worst(), self.grown, self.kernel
        is_quick = half < HALF_SECONDS and worst < WORST_SECONDS
        is_small = grown < MOST_BYTES and kernel < MOST_BYTES
        return (
            f"{len(self.waits)} of {self.asked} ballots acknowledged, half within {half * 1000:.0f} ms, "
            f"{'' if is_quick else 'NOT in time: '}worst {worst * 1000:.0f} ms; {self.cut} of {self.opened} cut; "
            f"{'' if is_small else 'NOT little: '}server +{grown >> 20} MiB, kernel +{kernel >> 20} MiB"
        )


def beside(server: Server, kind: str, seconds: float, phones: int = PHONES) -> Beside:
    """So many phones of a session vote in turn while a stranger of this kind (`tests.faults.strangers`) is at work."""
    session, came = Script(server.base, {**plan_of(1), "results": "reveal"}), Beside()

    async def work(crowd: Crowd) -> None:
        await crowd.join(phones)
        await crowd.do("open_question", question="q1")
        with _growing(server, came):
            attack = await asyncio.to_thread(_begin, kind, server, seconds)
            while attack.poll() is None:
                await _vote_once(crowd, came, attack)
        told = json.loads(attack.communicate(timeout=30)[0])
        came.opened, came.cut = told["opened"], told["cut"]

    in_a_room(session, work)
    return came


async def _vote_once(crowd: Crowd, came: Beside, attack: "subprocess.Popen[str]") -> None:
    """Everyone, once, as long as the attack lasts."""
    number = came.asked // len(crowd.phones) + 1
    for phone in crowd.phones:
        if attack.poll() is not None:
            return
        came.asked += 1
        with contextlib.suppress(*TROUBLE):
            came.waits.append(await _acknowledged(phone, number))
        await asyncio.sleep(ROUND_SECONDS / len(crowd.phones))


async def _acknowledged(phone: PatientPhone, number: int) -> float:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await phone.vote(number % 5, "q1", number)


def _begin(kind: str, server: Server, seconds: float) -> "subprocess.Popen[str]":
    """Start the stranger, and wait until the attack begins."""
    attack = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.strangers", kind, str(server.port), str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert attack.stdout
    assert attack.stdout.readline() == "begun\n"
    return attack


@contextmanager
def _growing(server: Server, came: Beside) -> Iterator[None]:
    """Look at the server's memory, again and again."""
    before, under, is_over = resident(server), kernel_memory(server), threading.Event()

    def look() -> None:
        while not is_over.wait(0.1):
            came.grown = max(came.grown, resident(server) - before)
            came.kernel = max(came.kernel, kernel_memory(server) - under)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def kernel_memory(server: Server) -> int:
    """Bytes that lie in the system for this server's connections, to be sent or to be read; closed ones too."""
    kept = 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, ours, _, _, queues, *_ = line.split()
        if int(ours.rpartition(":")[2], 16) == server.port:
            kept += sum(int(queue, 16) for queue in queues.split(":"))
    return kept


def wait_until_gone(server: Server, seconds: float = LONGEST_NOTICE) -> int:
    """Wait until the system keeps next to nothing for this server any more; what it still keeps then."""
    end = time.monotonic() + seconds
    while (kept := kernel_memory(server)) > 1 << 16 and time.monotonic() < end:
        time.sleep(0.2)
    return kept
