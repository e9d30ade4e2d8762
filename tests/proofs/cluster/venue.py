"""Several workers of the real program, as docs/deploying.md has them: PostgreSQL, Redis, HAProxy
with our own file.
"""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
import requests

from tests.support.postgres import Postgres
from tests.support.servers import ROOT, Server, free_port
from tests.support.waiting import until


def demand(name: str) -> str:
    """A program; where CI runs it must be there, elsewhere the test is skipped."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    missing = f"{name} is not installed on this machine" if not found else ""
    if not missing and find_spec("redis") is None:
        missing = "the packages of requirements/many.txt are not installed"
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing}, and these tests must run here")
    if missing or not found:
        pytest.skip(missing)
    return found


class Program:
    """A program of the system on a loopback port of its own, which may be stopped and started
    again.
    """

    def __init__(self, folder: Path, port: int, *command: str) -> None:
        self.folder, self.port = folder, port
        self._command = [demand(command[0]), *command[1:]]

    def start(self) -> None:
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                self._command, cwd=self.folder, stdout=output, stderr=output
            )

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


class Redis(Program):
    """Redis that writes what it keeps to its folder, as Debian's does: the examiner looks there."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        options = {"port": str(port), "bind": "127.0.0.1", "dir": str(folder), "appendonly": "yes"}
        super().__init__(
            folder,
            port,
            "redis-server",
            *(word for name in options for word in (f"--{name}", options[name])),
        )
        self.url = f"redis://127.0.0.1:{port}"


@dataclass
class Venue:
    """Two workers, A and B, behind one address; `data` is the folder they share."""

    postgres: Postgres
    redis: Redis
    a: Server
    b: Server
    base: str
    data: Path

    def leader(self) -> tuple[Server, Server]:
        """Who ticks, and the other one: by whose connection holds the lead."""
        held = (
            "SELECT client_port FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype ="
            " 'advisory' "
            "AND granted AND mode = 'ExclusiveLock'"  # those who serve share another
        )
        ((port,),) = self.postgres.ask(held)
        lines = psutil.Process(self.a.process.pid).net_connections("tcp")
        return (
            (self.a, self.b) if any(line.laddr.port == port for line in lines) else (self.b, self.a)
        )

    def has_leader(self) -> bool:
        """Whether anybody ticks."""
        return bool(
            self.postgres.ask(
                "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND mode ="
                " 'ExclusiveLock'"
            )
        )


@contextlib.contextmanager
def running(folder: Path, postgres: Postgres, mode: str = "eventlet") -> Iterator[Venue]:
    """All of it, until the block ends."""
    with contextlib.ExitStack() as open_until_the_end:
        redis = Redis(made(folder / "redis"))
        redis.start()
        open_until_the_end.callback(redis.stop)
        port, data = free_port(), folder / "data"
        base = f"http://127.0.0.1:{port}"
        settings = {
            "WORKSHOP_DATABASE_URL": postgres.url,
            "WORKSHOP_REDIS_URL": redis.url,
            "WORKSHOP_PUBLIC_URL": base,
            "WORKSHOP_OPENING": "anyone",
        }
        until(lambda: b"Ready to accept" in (redis.folder / "output").read_bytes())
        a, b = (open_until_the_end.enter_context(Server(data, mode, **settings)) for _ in "ab")
        proxy = Program(
            made(folder / "haproxy"), port, "haproxy", "-f", str(_proxied(folder, port, a, b))
        )
        proxy.start()
        open_until_the_end.callback(proxy.stop)
        until(lambda: _answers(base))
        yield Venue(postgres, redis, a, b, base, data)


def _proxied(folder: Path, port: int, a: Server, b: Server) -> Path:
    """The file that we give away, with this machine's ports."""
    text = (ROOT / "deploy" / "haproxy.cfg").read_text()
    ports = {
        ":5000": f"127.0.0.1:{port}",
        "127.0.0.1:5001": f"127.0.0.1:{a.port}",
        "127.0.0.1:5002": f"127.0.0.1:{b.port}",
    }
    for theirs, its in ports.items():
        text = re.sub(rf"{re.escape(theirs)}\b", its, text)
    ours = folder / "haproxy.cfg"
    ours.write_text(text.replace("workshop.example.org", f"127.0.0.1:{port}"))
    return ours


def _answers(base: str) -> bool:
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"{base}/readyz", timeout=2).status_code == 200
    return False


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder
