"""Attacks that `beside` lets honest phones vote beside: a stranger in a process of their own, and
many requests.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests

from tests.proofs.faults.beside import Attack
from tests.support.servers import ROOT, Server


@dataclass
class Stranger(Attack):
    """One of `tests.proofs.faults.strangers`, for so many seconds, and with so many connections
    where the kind asks for it.
    """

    kind: str
    seconds: float
    count: int = 0
    spared: int | None = 0
    """As many may be left at the end; None where the time is too short to say."""
    opened: int = 0
    cut: int = 0

    async def begin(self, server: Server) -> None:
        """Once they say so: a flood is watched from its first drop."""
        words = (self.kind, server.port, self.seconds, self.count)
        self._process = await asyncio.to_thread(_started, *(str(word) for word in words))

    async def go_on(self, _server: Server) -> None:
        """Until they have told what came of it."""
        told, _ = await asyncio.to_thread(self._process.communicate)
        vars(self).update(json.loads(told))

    def faults(self) -> list[str]:
        """Whether somebody was left."""
        return [] if self.spared is None or self.opened - self.cut <= self.spared else ["all cut"]

    def told(self) -> str:
        """For the table."""
        return f"{self.cut} of {self.opened} cut"


def _started(*words: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.proofs.faults.strangers", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


@dataclass
class Requests(Attack):
    """Do all this, so many at once. Of the server's helpers, too, it is told what they take."""

    tasks: Sequence[Callable[[], requests.Response]]
    at_once: int
    answers: Counter[int] = field(default_factory=Counter)
    has_children = True

    async def go_on(self, _server: Server) -> None:
        """Until all are answered."""
        await asyncio.to_thread(self._ask)

    def _ask(self) -> None:
        with ThreadPoolExecutor(self.at_once) as pool:
            self.answers.update(pool.map(lambda task: task().status_code, self.tasks))

    def told(self) -> str:
        """For the table."""
        return f"answers {dict(sorted(self.answers.items()))}"
