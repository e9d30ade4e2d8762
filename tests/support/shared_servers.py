"""The servers that tests share, started when first asked for."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from tests.support.in_process import InProcess
from tests.support.servers import Timed

S = TypeVar("S", InProcess, Timed)


class Servers:
    """Each is started when it is first asked for, and goes on until all end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, Any] = {}
        self._all = contextlib.ExitStack()

    def in_process(self) -> InProcess:
        """The one in this process."""
        return self._one("in process", InProcess)

    def timed(self, mode: str, *, running: bool = False) -> Timed:
        """The one in a process of its own."""
        name = f"{mode}, running" if running else mode
        return self._one(name, lambda data: Timed(data, mode, running=running))

    def _one(self, name: str, make: Callable[[Path], S]) -> S:
        if name not in self._running:
            data = self._folder / f"data-{len(self._running)}"
            self._running[name] = self._all.enter_context(make(data))
        running: S = self._running[name]
        return running

    @contextlib.contextmanager
    def cleared(self) -> Iterator[None]:
        """What is left to be done later by what happens in this block is dropped after it."""
        marks = [(server.time, server.time.mark()) for server in self._running.values()]
        yield
        for times, mark in marks:
            times.drop_since(mark)

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *error: object) -> None:
        self._all.close()
