"""The servers under measurement, each in a process of its own that ends with the block, on loopback
only.
"""

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
NODE_PACKAGES = ROOT / ".venv" / "checkers"
START_SECONDS = 60
STOP_SECONDS = 10
MOST_FILES = 20_000


class Server:
    """A running server."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.process = process
        self._watched = psutil.Process(process.pid)

    def memory(self) -> float:
        """Resident memory, kB."""
        return self._watched.memory_info().rss / 1024

    def cpu(self) -> float:
        """Seconds of processor spent so far."""
        spent = self._watched.cpu_times()
        return spent.user + spent.system

    def is_ready(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def workshop(mode: str) -> Iterator[Server]:
    """The program itself, as its README starts it."""
    port = free_port()
    with scratch() as folder:
        settings = {
            "ASYNC": mode,
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "DATA": str(folder / "data"),
        }
        settings["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        environment = {f"WORKSHOP_{name}": value for name, value in settings.items()}
        with _running([str(ROOT / "wsgi.py")], port, folder, environment) as server:
            yield server


@contextmanager
def echo(mode: str, state: object) -> Iterator[Server]:
    """The bare server of `bench.echo`."""
    port = free_port()
    with (
        scratch() as folder,
        _running(["-m", "bench.echo", mode, str(port), json.dumps(state)], port, folder) as server,
    ):
        yield server


@contextmanager
def on_node(kind: str, state: object) -> Iterator[Server]:
    """One of the two of `bench/reference.mjs`."""
    port = free_port()
    arguments = [
        str(ROOT / "bench" / "reference.mjs"),
        kind,
        str(NODE_PACKAGES),
        str(port),
        json.dumps(state),
    ]
    with scratch() as folder, _running(arguments, port, folder, program="node") as server:
        yield server


def has_node() -> bool:
    """Whether this machine has Node, and set-up has fetched what the references need."""
    return bool(shutil.which("node")) and (NODE_PACKAGES / "node_modules" / "socket.io").is_dir()


@contextmanager
def scratch() -> Iterator[Path]:
    """A throw-away folder where sessions are kept: a system's temporary folder may be no disk at
    all.
    """
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "sessions") as folder:
        yield Path(folder)


@contextmanager
def _running(
    arguments: list[str],
    port: int,
    folder: Path,
    settings: dict[str, str] | None = None,
    program: str = sys.executable,
) -> Iterator[Server]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")
    }
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, *(["-W", "ignore"] if program == sys.executable else []), *arguments],
            cwd=ROOT,
            env=environment | (settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        server = Server(port, process)
        _wait_for(server, log)
        yield server
    finally:
        _stop(process)


def _wait_for(server: Server, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not server.is_ready():
        if server.process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(
                f"a server did not start:\n{log.read_text(errors='replace')[-2000:]}"
            )
        time.sleep(0.05)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def raise_file_limit() -> None:
    """Room for the sockets of all phones, here and in the servers started from here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
