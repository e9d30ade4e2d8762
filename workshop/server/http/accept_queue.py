"""The accept queue: connections are accepted at once, but get a green thread only when a whole
request has arrived.

What the kernel keeps waiting is dropped there when it is too much, and the client tries again after
seconds. What is started all at once fills the memory, and delays the votes of those at work.
Imports no eventlet.
"""

import logging
import socket
from collections import deque
from collections.abc import Callable
from typing import Any

from workshop.facilitation.ports import Clock
from workshop.server import limits
from workshop.server.http.idle_connections import IdleConnections, hang_up, unread
from workshop.server.http.request_head import LONGEST_END, whole_of

log = logging.getLogger(__name__)

Watch = Callable[[socket.socket, Callable[[], None]], None]
"""`watch(connection, then)` calls `then` once, when something has arrived or the connection has
ended.
"""


class PendingConnection:
    """A connection without a thread; what is to be called when its thread ends is kept until it has
    one.
    """

    def __init__(self, connection: socket.socket, task: tuple[Any, ...]) -> None:
        self.connection = connection
        self.is_evicted = False
        self._task = task
        self._looked_at = 0
        self._whole: int | None = None
        self._links: list[tuple[Any, ...]] = []
        self._thread: Any = None

    def link(self, *link: Any) -> None:
        """As that of a green thread."""
        if self._thread:
            self._thread.link(*link)
        else:
            self._links.append(link)

    def start(self, spawn: Callable[..., Any]) -> None:
        """Begin its thread, green or not; of an evicted one, it only clears up."""
        self._thread = spawn(*((_do_nothing,) if self.is_evicted else self._task))
        for link in self._links:
            self._thread.link(*link)

    def peek(self) -> bytes | None:
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
        ahead = self.peek() or b""
        if self._whole is None:
            self._whole = whole_of(ahead, max(0, self._looked_at - LONGEST_END))
        self._looked_at = len(ahead)
        return self._whole is not None and self._looked_at >= min(self._whole, limits.PEEKED_BYTES)


class AcceptQueue:
    """For a server with a green thread for each connection at work.

    `on_ready` is called whenever one may be started. Connections must not block.
    """

    def __init__(self, clock: Clock) -> None:
        self.on_ready: Callable[[], None] = lambda: None
        self._idle: IdleConnections[PendingConnection] = IdleConnections(
            clock, _evict, limits.MOST_PENDING
        )
        self._ready: deque[PendingConnection] = deque()
        self._partial: deque[PendingConnection] = deque()
        self.sweep = self._idle.sweep

    def accept(
        self, connection: socket.socket, task: tuple[Any, ...], watch: Watch
    ) -> PendingConnection:
        """Take in a connection; `task` is what is to be done for it."""
        pending = PendingConnection(connection, task)
        self._idle.expect(pending, limits.FIRST_REQUEST_SECONDS)
        if pending.peek() is None:
            watch(connection, lambda: self._look(pending))
        else:
            self._look(pending)
        return pending

    def start_ready(self, spawn: Callable[..., Any]) -> bool:
        """Start a few of those that are ready. Whether more wait."""
        for _ in range(min(len(self._ready), limits.STARTED_AT_ONCE)):
            try:
                self._ready.popleft().start(spawn)
            except Exception as error:  # the next one must come in, whatever happened to this one
                log.error("a connection could not be served: %s", error.__class__.__name__)
        return bool(self._ready)

    def check_partial(self) -> bool:
        """Look at those that have sent half a request, where more has come. True: again."""
        partial, self._partial = self._partial, deque()
        for pending in partial:
            if pending.is_evicted or pending.has_more():
                self._look(pending)
            else:
                self._partial.append(pending)
        return True

    def _look(self, pending: PendingConnection) -> None:
        if pending.is_evicted or pending.is_ready():
            self._enqueue(pending)
            return
        self._partial.append(
            pending
        )  # not watched: what is left where it is would wake us for ever
        if len(self._partial) > limits.MOST_PARTIAL:
            oldest = self._partial.popleft()
            _evict(oldest)
            self._enqueue(oldest)

    def _enqueue(self, pending: PendingConnection) -> None:
        self._idle.release(pending)
        self._ready.append(pending)
        self.on_ready()


def _evict(pending: PendingConnection) -> None:
    pending.is_evicted = True
    hang_up(pending.connection)


def _do_nothing(*_: object) -> None: ...
