"""Where a crowd waits before anybody works for it: off the network at once, let in a few at a time,
once they have said what they want.

What waits on the network's side is dropped there when it is too much, and tries again after
seconds, then many. What is let in all at once fills the memory, and keeps the votes of those inside
waiting. Imports no eventlet.
"""

import logging
import socket
from collections import deque
from collections.abc import Callable
from typing import Any

from workshop.facilitation.ports import Clock
from workshop.server import limits
from workshop.server.http.idle_connections import Doorman, hang_up, unread
from workshop.server.http.request_head import LONGEST_END, whole_of

log = logging.getLogger(__name__)

Watch = Callable[[socket.socket, Callable[[], None]], None]
"""`watch(connection, then)` calls `then` once, when something has arrived or the connection has
ended.
"""


class Newcomer:
    """Somebody at the door; what is to be called when they have left is kept until they are in."""

    def __init__(self, connection: socket.socket, task: tuple[Any, ...]) -> None:
        self.connection = connection
        self.was_sent_away = False
        self._task = task
        self._looked_at = 0
        self._whole: int | None = None
        self._farewells: list[tuple[Any, ...]] = []
        self._inside: Any = None

    def link(self, *farewell: Any) -> None:
        """As that of a green thread."""
        if self._inside:
            self._inside.link(*farewell)
        else:
            self._farewells.append(farewell)

    def enter(self, spawn: Callable[..., Any]) -> None:
        """A thread of their own, green or not, begins.

        Who was sent away is only cleared up after.
        """
        self._inside = spawn(*((_do_nothing,) if self.was_sent_away else self._task))
        for farewell in self._farewells:
            self._inside.link(*farewell)

    def ahead(self) -> bytes | None:
        """What has arrived, left where it is; empty at the end, None while there is nothing."""
        try:
            return self.connection.recv(limits.PEEKED_BYTES, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return b""

    def has_more(self) -> bool:
        """Whether anything has come since the last look, or the system cannot tell."""
        return unread(self.connection) != self._looked_at

    def is_ready(self) -> bool:
        """Whether all that is to be waited for is here.

        What was looked at before is not looked through again.
        """
        ahead = self.ahead() or b""
        if self._whole is None:
            self._whole = whole_of(ahead, max(0, self._looked_at - LONGEST_END))
        self._looked_at = len(ahead)
        return self._whole is not None and self._looked_at >= min(self._whole, limits.PEEKED_BYTES)


class Door:
    """For a server whose threads are green: there is one for everybody who is inside.

    `knock` is called whenever somebody may be let in. Connections must not block.
    """

    def __init__(self, clock: Clock) -> None:
        self.knock: Callable[[], None] = lambda: None
        self._doorman: Doorman[Newcomer] = Doorman(clock, _send_away, limits.MOST_PENDING)
        self._ready: deque[Newcomer] = deque()
        self._half: deque[Newcomer] = deque()
        self.sweep = self._doorman.sweep

    def comes(self, connection: socket.socket, task: tuple[Any, ...], watch: Watch) -> Newcomer:
        """Somebody has connected; `task` is what is to be done for them."""
        newcomer = Newcomer(connection, task)
        self._doorman.waits(newcomer, limits.FIRST_REQUEST_SECONDS)
        if newcomer.ahead() is None:
            watch(connection, lambda: self._look(newcomer))
        else:
            self._look(newcomer)
        return newcomer

    def let_in(self, spawn: Callable[..., Any]) -> bool:
        """A few of those who are ready. Whether more wait."""
        for _ in range(min(len(self._ready), limits.STARTED_AT_ONCE)):
            try:
                self._ready.popleft().enter(spawn)
            except Exception as error:  # the next one must come in, whatever happened to this one
                log.error("a connection could not be served: %s", error.__class__.__name__)
        return bool(self._ready)

    def look_again(self) -> bool:
        """At those who have said half of it, where more has come. True: to be done again, soon."""
        half, self._half = self._half, deque()
        for newcomer in half:
            if newcomer.was_sent_away or newcomer.has_more():
                self._look(newcomer)
            else:
                self._half.append(newcomer)
        return True

    def _look(self, newcomer: Newcomer) -> None:
        if newcomer.was_sent_away or newcomer.is_ready():
            self._let_forward(newcomer)
            return
        self._half.append(newcomer)  # not watched: what is left where it is would wake us for ever
        if len(self._half) > limits.MOST_PARTIAL:
            oldest = self._half.popleft()
            _send_away(oldest)
            self._let_forward(oldest)

    def _let_forward(self, newcomer: Newcomer) -> None:
        self._doorman.is_heard(newcomer)
        self._ready.append(newcomer)
        self.knock()


def _send_away(newcomer: Newcomer) -> None:
    newcomer.was_sent_away = True
    hang_up(newcomer.connection)


def _do_nothing(*_: object) -> None: ...
