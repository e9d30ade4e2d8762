"""`python -m tests.proofs.subprocesses.worker`: does what each message says, so that tests see what
becomes of it.
"""

import json
import os
import sys
from collections.abc import Callable

from workshop.subprocesses.messages import receive, send
from workshop.subprocesses.resource_limits import at_most, keep_small

MEMORY = 96 * 1024 * 1024


def main() -> None:
    """Until nobody asks any more."""
    keep_small(MEMORY)
    send(sys.stdout.buffer, b"")
    while (message := receive(sys.stdin.buffer)) is not None:
        with at_most(1):
            told = _DOES[message.decode()]()
        send(sys.stdout.buffer, told)


def _loop() -> bytes:
    while True:
        pass


def _eat() -> bytes:
    return bytes(4 * MEMORY)


def _leave() -> bytes:
    os._exit(0)


def _files() -> bytes:
    return " ".join(os.readlink(f"/proc/self/fd/{each}") for each in _descriptors()).encode()


def _descriptors() -> list[str]:
    return [each for each in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{each}")]


_DOES: dict[str, Callable[[], bytes]] = {
    "greet": lambda: b"hello" * 100_000,
    "loop": _loop,
    "eat": _eat,
    "leave": _leave,
    "environment": lambda: json.dumps(dict(os.environ)).encode(),
    "files": _files,
    "wait": lambda: sys.stdin.buffer.read() and b"",
}

if __name__ == "__main__":
    main()
