"""A worker process that is kept for the next piece of work, because starting takes half a second.

It gets none of the server's files and sockets, and of its environment only what is given here. It
ends with the server, because its input does.
"""

import subprocess
import sys
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

from workshop.subprocesses.messages import receive, send

_ROOT = Path(__file__).resolve().parents[2]


class WorkerDied(Exception):
    """The process ended during its work, or was ended: the work exceeded its limits."""


class WorkerNotStarted(Exception):
    """The process could not be started."""


class WorkerProcess:
    """A process `python -m <module>` that answers one message at a time.

    It greets with an empty message when it is ready.
    """

    STARTING_SECONDS = 60.0

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._process = _started(module, environment)
        self._end = weakref.finalize(self, _end, self._process)
        self._end.atexit = False  # then its input ends by itself
        with self._watched(self.STARTING_SECONDS):
            if receive(self._process.stdout) is None:
                self.end()
                raise WorkerNotStarted()

    @property
    def pid(self) -> int:
        """The process id."""
        number: int = self._process.pid
        return number

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def ask(self, message: bytes, seconds: float) -> bytes:
        """The answer to a message.

        Raises WorkerDied without one in so many seconds, and ends the process.
        """
        with self._watched(seconds):
            with suppress(OSError):
                send(self._process.stdin, message)
            answer = receive(self._process.stdout)
        if answer is None:
            self.end()
            raise WorkerDied()
        return answer

    def end(self) -> None:
        """End the process."""
        self._end()

    @contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        watch = Timer(seconds, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()


def _started(module: str, environment: Mapping[str, str]) -> Any:
    return subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", module],
        cwd=_ROOT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what it would say of its work, a stranger wrote
        start_new_session=True,  # Ctrl+C is for the server
    )


def _end(process: Any) -> None:
    process.kill()
    with suppress(OSError):
        process.stdin.close()
    process.stdout.close()
    process.wait()
