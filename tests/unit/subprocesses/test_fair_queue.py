"""Turns: few at once, everyone in order, and whoever asks for much waits behind themselves."""

from collections.abc import Callable
from functools import partial
from threading import Event, Lock, Thread

import pytest

from tests.support.waiting import until
from workshop.domain.errors import ServerBusy
from workshop.subprocesses.fair_queue import FairQueue, QueueLimits

PATIENCE = 60.0


class Visit:
    """Somebody who takes a turn, in a thread of their own, and stays until told to leave."""

    def __init__(
        self, turns: FairQueue, whose: str, is_wanted: Callable[[], bool] = lambda: True
    ) -> None:
        self.whose, self.is_in, self.may_leave, self.was_refused = whose, Event(), Event(), False
        self._turns, self._is_wanted = turns, is_wanted
        self._thread = Thread(target=self._take)
        self._thread.start()

    def _take(self) -> None:
        try:
            with self._turns.turn(self.whose, self._is_wanted):
                self.is_in.set()
                self.may_leave.wait(PATIENCE)
        except ServerBusy:
            self.was_refused = True

    def leaves(self) -> None:
        self.may_leave.set()
        self._thread.join(PATIENCE)


def test_never_more_at_once_than_may_be() -> None:
    turns, lock, inside, most = FairQueue(QueueLimits(2, 2, 100, 100)), Lock(), [0], [0]

    def visit() -> None:
        with turns.turn(""):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            Event().wait(0.001)
            with lock:
                inside[0] -= 1

    visitors = [Thread(target=visit) for _ in range(40)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(PATIENCE)
    assert (inside, most) == ([0], [2])


def test_one_session_with_many_requests_keeps_no_other_waiting() -> None:
    turns = FairQueue(QueueLimits(2, 1, 100, 100))
    greedy = [Visit(turns, "greedy") for _ in range(5)]
    until(lambda: any(visit.is_in.is_set() for visit in greedy))
    modest = Visit(turns, "modest")
    assert modest.is_in.wait(PATIENCE)
    assert sum(visit.is_in.is_set() for visit in greedy) == 1
    for visit in [modest, *greedy]:
        visit.may_leave.set()
    for visit in greedy:
        assert visit.is_in.wait(PATIENCE)
        visit.leaves()


def test_the_lines_take_turns() -> None:
    turns = FairQueue(QueueLimits(1, 1, 100, 100))
    first = Visit(turns, "a")
    assert first.is_in.wait(PATIENCE)
    behind = [Visit(turns, "a"), Visit(turns, "a")]
    until(lambda: len(turns._lines.get("a", ())) == 2)
    other = Visit(turns, "b")
    until(lambda: "b" in turns._lines)
    first.leaves()
    until(lambda: any(visit.is_in.is_set() for visit in behind))
    next(visit for visit in behind if visit.is_in.is_set()).leaves()
    assert other.is_in.wait(PATIENCE)
    assert sum(visit.is_in.is_set() for visit in behind) == 1
    for visit in [other, *behind]:
        visit.leaves()


def test_a_line_that_is_too_long_is_told_so() -> None:
    turns = FairQueue(QueueLimits(1, 1, waiting=3, each_waiting=2))
    at_work = Visit(turns, "a")
    assert at_work.is_in.wait(PATIENCE)
    waiting = [Visit(turns, "a"), Visit(turns, "a")]
    until(lambda: len(turns._lines.get("a", ())) == 2)
    for whose, is_full in (("a", True), ("b", False), ("c", True)):
        visit = Visit(turns, whose)
        if is_full:
            until(partial(getattr, visit, "was_refused"))
        else:
            until(lambda: "b" in turns._lines)
            waiting.append(visit)
    everyone = [at_work, *waiting]
    for visit in everyone:
        visit.may_leave.set()
    for visit in everyone:
        visit.leaves()
        assert not visit.was_refused


def test_whoever_has_gone_takes_no_turn() -> None:
    turns = FairQueue(QueueLimits(1, 1, 100, 100))
    at_work, has_gone = Visit(turns, "a"), Event()
    assert at_work.is_in.wait(PATIENCE)
    gone = Visit(turns, "b", lambda: not has_gone.is_set())
    until(lambda: "b" in turns._lines)
    has_gone.set()
    until(lambda: gone.was_refused)
    assert not gone.is_in.is_set()
    at_work.leaves()
    with turns.turn("c"):
        pass


def test_a_turn_ends_with_whatever_went_wrong_in_it() -> None:
    turns = FairQueue(QueueLimits(1, 1, 1, 1))
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn("a"):
            raise ZeroDivisionError
