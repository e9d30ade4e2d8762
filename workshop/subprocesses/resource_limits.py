"""What a process that works aside takes of its machine at most.

Called in that process, first thing.
"""

import importlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

KINDER_BY = 5
"""Steps behind the server in the queue for the processor."""


def keep_small(memory: int) -> None:
    """Take no more bytes of memory than this, let the server go first, and leave no image of it
    where one falls.

    As far as the system has such limits: Windows has none, and macOS heeds no limit of memory.
    """
    with suppress(ImportError):
        resource: Any = importlib.import_module("resource")
        _lower(resource, resource.RLIMIT_DATA, memory)
        _lower(resource, resource.RLIMIT_CORE, 0)
    with suppress(AttributeError, OSError):  # Windows; a service that may not
        os.nice(KINDER_BY)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """For the length of this block: the system ends this process once it has used so many seconds
    of processor.

    Also when it is in the middle of a library, also when the server that asked is gone. Who asked
    keeps an eye on it, too, for systems without such a clock.
    """
    if not hasattr(signal, "ITIMER_PROF"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _lower(resource: Any, limit: int, most: int) -> None:
    _, hard = resource.getrlimit(limit)
    with suppress(ValueError, OSError):
        resource.setrlimit(
            limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
