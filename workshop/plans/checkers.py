"""Checkers: at most two subprocesses that read plans from strangers, within limits.

Never in the server: a body of 55 KiB once stopped it for six minutes, and a reader without limits
has the next such body to find. The processes are kept for a while.
"""

from collections.abc import Callable, Mapping
from threading import Lock

from workshop.domain.errors import ServerBusy, TooLongToRead
from workshop.plans.check_messages import (
    OPENING,
    PLAN,
    CheckedPlan,
    CheckRequest,
    decode_answer,
    encode_request,
)
from workshop.plans.opening import Media
from workshop.subprocesses.fair_queue import FairQueue, QueueLimits
from workshop.subprocesses.worker_process import WorkerDied, WorkerNotStarted, WorkerProcess
from workshop.wording.languages import desk_language, spoken

AT_ONCE = 2
PROCESSOR_SECONDS = 5
MEMORY = 256 * 1024 * 1024
_PATIENCE_SECONDS = (
    30.0  # for a machine with other things to do, and for one without a clock of the processor
)
_RESTING_SECONDS = 120.0
_LINE = QueueLimits(AT_ONCE, AT_ONCE, 32, 32)  # all in one: who asks is not told apart


class Checkers:
    """The pool of checkers.

    `offload` runs blocking work where it stops nobody; `now` is in seconds.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        offload: Callable[[Callable[[], CheckedPlan]], CheckedPlan],
        now: Callable[[], float],
    ) -> None:
        self._environment = environment
        self._offload = offload
        self._now = now
        self._turns = FairQueue(_LINE)
        self._lock = Lock()
        self._resting: list[tuple[WorkerProcess, float]] = []

    def plan(self, raw: bytes, media: Media) -> CheckedPlan:
        """Check a plan. Raises TooLarge, FaultyPlan, TooLongToRead, ServerBusy."""
        return self._checked(CheckRequest(PLAN, media, spoken()), raw)

    def opening(self, raw: bytes, media: Media) -> CheckedPlan:
        """Check what a session is opened with.

        Raises what `opening.parse_opening` raises, TooLongToRead, ServerBusy.
        """
        return self._checked(CheckRequest(OPENING, media, desk_language(spoken())), raw)

    def send_home(self) -> bool:
        """End checkers that were idle for a while. Always True: to be called again."""
        now = self._now()
        with self._lock:
            idle = [checker for checker, since in self._resting if now - since >= _RESTING_SECONDS]
            self._resting = [one for one in self._resting if one[0] not in idle]
        for checker in idle:
            checker.end()
        return True

    def pids(self) -> set[int]:
        """The process ids of idle checkers."""
        return {checker.pid for checker, _ in self._resting}

    def _checked(self, asked: CheckRequest, raw: bytes) -> CheckedPlan:
        with self._turns.turn(""):
            told = self._told(encode_request(asked, raw))
            return self._offload(lambda: decode_answer(told))

    def _told(self, message: bytes) -> bytes:
        try:
            checker = self._free_checker()
            told = checker.ask(message, _PATIENCE_SECONDS)
        except WorkerNotStarted:
            raise ServerBusy() from None
        except WorkerDied:
            raise TooLongToRead() from None
        with self._lock:
            self._resting.append((checker, self._now()))
        return told

    def _free_checker(self) -> WorkerProcess:
        while True:
            with self._lock:
                checker = self._resting.pop()[0] if self._resting else None
            if checker is None:
                return WorkerProcess("workshop.plans", self._environment)
            if checker.is_alive():
                return checker
            checker.end()
