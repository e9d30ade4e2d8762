"""The renderers: draw files in subprocesses, two at once on the whole server, with limits.

Each process ends with its file. A session draws one file at a time, so that a request for all files
delays no other session. Files are cached for a while.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from workshop.domain.errors import ExportNotInstalled, Refusal, TooLargeToDraw
from workshop.domain.report import Report
from workshop.export.file_cache import FileCache, FileRequest
from workshop.subprocesses.fair_queue import FairQueue, QueueLimits

AT_ONCE = 2
_LINE = QueueLimits(AT_ONCE, each=1, waiting=256, each_waiting=32)
_SECONDS = 180  # the pictures of the largest plan, on a slow machine
_ROOT = Path(__file__).resolve().parents[2]
_SAID: tuple[type[Refusal], ...] = (ExportNotInstalled, TooLargeToDraw)


class Renderers:
    """The queue and cache of renderers."""

    def __init__(self, environment: Mapping[str, str], now: Callable[[], float]) -> None:
        self._environment = environment
        self._turns = FairQueue(_LINE)
        self._shelf = FileCache(now)
        self.forget = self._shelf.forget
        self.forget_old = self._shelf.forget_old

    def file(
        self, code: str, name: str, report: Callable[[], Report], is_wanted: Callable[[], bool]
    ) -> tuple[Report, bytes]:
        """The file of this name, and the report it was drawn from.

        That is the report when its turn comes; if nobody wants the file by then, it is not drawn.
        Raises ExportNotInstalled, TooLargeToDraw, ServerBusy, and what `report` raises.
        """
        with self._turns.turn(code, is_wanted):
            told = report()
            order = FileRequest(code, name, json.dumps(told.as_document()).encode())
            content = self._shelf.find(order)
            if content is None:
                content = self._drawn(order)
                self._shelf.put(order, content)
            return told, content

    def _drawn(self, order: FileRequest) -> bytes:
        command = [sys.executable, "-m", "workshop.export", order.name]
        try:
            done = subprocess.run(  # noqa: S603  our own module, and a name from our own list
                command,
                cwd=_ROOT,
                env=dict(self._environment),
                input=order.document,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TooLargeToDraw() from None
        if done.returncode < 0:  # the system ended it: at its limits
            raise TooLargeToDraw()
        said = done.stderr.rstrip().rpartition(b"\n")[2]  # libraries may have said something before
        for refusal in _SAID:
            if done.returncode and said.startswith(refusal.__name__.encode()):
                raise refusal()
        done.check_returncode()
        return done.stdout
