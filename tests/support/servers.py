"""The program itself, started as its README says, in a process of its own with a data folder of its
own.
"""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import requests

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """`python wsgi.py` on a free port. Stops with the block; `kill` is the power cut."""

    program: Sequence[str] = (str(ROOT / "wsgi.py"),)

    def __init__(self, data: Path, mode: str = "eventlet", **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._settings = {
            "WORKSHOP_DATA": str(data),
            "WORKSHOP_PORT": str(self.port),
            "WORKSHOP_PUBLIC_URL": self.base,
            "WORKSHOP_ASYNC": mode,
            **settings,
        }
        self.log = data.parent / f"{data.name}-{self.port}.log"

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def start(self) -> None:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program],
                cwd=ROOT,
                env=environment | self._settings,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def kill(self) -> None:
        """As when the battery dies: no goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def _wait(self) -> None:
        for _ in range(600):
            try:
                requests.get(f"{self.base}/readyz", timeout=2).raise_for_status()
                return
            except requests.RequestException:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.__exit__(None, None, None)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()}")


class Servers:
    """Each is started when it is first asked for, and goes on until all end: starting one takes two
    seconds.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[tuple[str, ...], Server] = {}
        self._all = contextlib.ExitStack()

    def running(self, mode: str, **settings: str) -> Server:
        """The one with these settings."""
        name = (mode, *(f"{key}={value}" for key, value in sorted(settings.items())))
        if name not in self._running:
            data = self._folder / f"data-{len(self._running)}"
            self._running[name] = self._all.enter_context(Server(data, mode, **settings))
        return self._running[name]

    def __enter__(self) -> "Servers":
        return self

    def __exit__(self, *error: object) -> None:
        self._all.close()


def free_port() -> int:
    """A port nobody listens on, below those that systems give to outgoing connections: it stays
    free for a restart.
    """
    for port in random.sample(range(20000, 32000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port was found")
