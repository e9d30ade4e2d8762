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
import weakref
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import requests

from tests.support.timing import TIMES, DistantTime

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0
"""For a fact; a test that passes never waits that long, a machine with much else to do may."""


class Server:
    """`python wsgi.py` on a port that is kept for it. Stops with the block; `kill` is the power
    cut.
    """

    program: Sequence[str] = (str(ROOT / "wsgi.py"),)

    def __init__(self, data: Path, mode: str = "eventlet", **settings: str) -> None:
        self.data = data
        kept, self.port = keep_port()
        self._let_go = weakref.finalize(self, os.close, kept)
        self.base = f"http://127.0.0.1:{self.port}"
        self._settings = settings_for(data, self.port, mode) | settings
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
        self._let_go()
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(PATIENCE_SECONDS)

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
        self.process.wait(PATIENCE_SECONDS)

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                requests.get(f"{self.base}/readyz", timeout=30).raise_for_status()
                return
            except requests.RequestException:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        self.__exit__(None, None, None)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()}")


class Timed(Server):
    """The program in a process of its own, its time in the test's hands (tests/support/serve.py);
    `running` lets its ticks run by themselves.
    """

    def __init__(
        self, data: Path, mode: str = "eventlet", *, running: bool = False, **settings: str
    ) -> None:
        super().__init__(data, mode, **settings)
        control = data.parent / f"{self.port}.time"
        self.time = DistantTime(control)
        self.program = (
            "-m",
            "tests.support.serve",
            str(control),
            *(["running"] if running else []),
        )

    def start(self) -> None:
        super().start()
        TIMES[self.base] = self.time


def settings_for(data: Path, port: int, mode: str) -> dict[str, str]:
    """The settings of a server that tests reach under one address."""
    return {
        "WORKSHOP_DATA": str(data),
        "WORKSHOP_PORT": str(port),
        "WORKSHOP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "WORKSHOP_ASYNC": mode,
    }


def keep_port() -> tuple[int, int]:
    """The descriptor of a socket that keeps a port, and the port: nobody else gets it, and the
    program may listen there, since this socket does not.
    """
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    port: int = kept.getsockname()[1]
    return kept.detach(), port


def free_port() -> int:
    """A port nobody listens on, below those that systems give to outgoing connections: it stays
    free for a restart.
    """
    for port in random.sample(range(20000, 32000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port was found")
