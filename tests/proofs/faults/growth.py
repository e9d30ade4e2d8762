"""What a server and the system under it grow by, and what works for it beside: looked at again and
again.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.support.servers import Server

LOOK_SECONDS = 0.1
LONGEST_NOTICE = 60.0
MOST_GROWN = 64 * 1024 * 1024
MOST_CHILDREN, MOST_OF_A_CHILD = 2, 400_000_000


@dataclass
class Growth:
    """At its highest.

    Memory in bytes; `most` processes at once of each module, the `largest` of all.
    """

    server: int = 0
    kernel: int = 0
    most: dict[str, int] = field(default_factory=dict)
    largest: int = 0

    def faults(self) -> list[str]:
        """What was too much."""
        wrong = {
            "server under 64 MiB more": self.server >= MOST_GROWN,
            "kernel under 64 MiB more": self.kernel >= MOST_GROWN,
            "two processes at most": max(self.most.values(), default=0) > MOST_CHILDREN,
            "400 MB each at most": self.largest > MOST_OF_A_CHILD,
        }
        return [name for name, is_wrong in wrong.items() if is_wrong]

    def told(self) -> str:
        """For the table."""
        children = ", ".join(f"{count} {module}" for module, count in sorted(self.most.items()))
        beside = (
            f"; at most {children} at once, the largest {self.largest / 1e6:.0f} MB"
            if children
            else ""
        )
        return f"server +{self.server >> 20} MiB, kernel +{self.kernel >> 20} MiB{beside}"


@contextmanager
def growing(server: Server, *, has_children: bool) -> Iterator[Growth]:
    """Look, until the block ends."""
    grown, is_over, process = Growth(), threading.Event(), psutil.Process(server.process.pid)
    before, under = resident(server), kernel_memory(server)

    def look() -> None:
        while not is_over.wait(LOOK_SECONDS):
            grown.server = max(grown.server, resident(server) - before)
            grown.kernel = max(grown.kernel, kernel_memory(server) - under)
            if has_children:
                _look_at_children(process, grown)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield grown
    finally:
        is_over.set()
        watcher.join()


def _look_at_children(process: psutil.Process, grown: Growth) -> None:
    at_work: Counter[str] = Counter()
    for child in process.children():
        with suppress(psutil.Error, IndexError):  # one that has just ended has no words any more
            at_work[child.cmdline()[2]] += 1
            grown.largest = max(grown.largest, child.memory_info().rss)
    for module, count in at_work.items():
        grown.most[module] = max(grown.most.get(module, 0), count)


def resident(server: Server) -> int:
    """The server's memory, in bytes."""
    with open(f"/proc/{server.process.pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def kernel_memory(server: Server) -> int:
    """Bytes that lie in the system for this server's connections, to be sent or to be read; closed
    ones too.
    """
    kept, ours = 0, f":{server.port:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, _, queues, *_ = line.split(maxsplit=5)
        if local.endswith(ours):
            kept += sum(int(queue, 16) for queue in queues.split(":"))
    return kept


def wait_until_gone(server: Server, seconds: float = LONGEST_NOTICE) -> int:
    """Wait until the system keeps next to nothing for this server any more; what it still keeps
    then.
    """
    end = time.monotonic() + seconds
    while (kept := kernel_memory(server)) > 1 << 16 and time.monotonic() < end:
        time.sleep(0.2)
    return kept
