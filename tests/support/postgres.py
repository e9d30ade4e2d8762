"""A throw-away PostgreSQL of our own, on a free loopback port; its data folder is the
examiner's.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.support.servers import free_port

_USER = "workshop"


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`: Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return found[-1] if found else None


def demand() -> Path:
    """The programs; where CI runs they must be there, elsewhere the test is skipped."""
    found = programs()
    if found is None and os.environ.get("CI"):
        pytest.fail(
            "PostgreSQL is missing, and these tests must run here: install the package postgresql."
        )
    if found is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    return found


class Postgres:
    """A running PostgreSQL; `url` is what WORKSHOP_DATABASE_URL takes, `data` its data folder."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.url = f"postgresql://{_USER}@127.0.0.1:{port}/postgres"

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """Run one statement by itself; its rows, if it has any."""
        with contextlib.closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def flush(self) -> None:
        """Bring everything that is only in memory to the disk, as before a copy is taken."""
        self.ask("CHECKPOINT")

    def contents(self) -> dict[str, bytes]:
        """Every file of the data folder; what vanishes while it is read was temporary."""
        found = {}
        for path in self.data.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    found[str(path.relative_to(self.data))] = path.read_bytes()
        return found


@contextlib.contextmanager
def running() -> Iterator[Postgres]:
    """A fresh cluster that ends with the block."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    data, port = folder / "data", free_port()
    server: subprocess.Popen[bytes] | None = None
    try:
        _as_somebody(
            folder,
            [str(demand() / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8"],
        )
        command = [
            str(demand() / "postgres"),
            "-D",
            str(data),
            "-p",
            str(port),
            "-k",
            str(folder),
            "-h",
            "127.0.0.1",
        ]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(_unprivileged(command), cwd=folder, stdout=log, stderr=log)
        postgres = Postgres(data, port)
        _wait_for(postgres, server)
        yield postgres
    finally:
        if server:
            server.send_signal(signal.SIGINT)  # "fast": it waits for nobody who is still connected
            server.wait(120)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(postgres: Postgres, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 120
    while True:
        try:
            postgres.ask("SELECT 1")
        except psycopg2.OperationalError:
            assert server.poll() is None, "PostgreSQL did not start"
            assert time.monotonic() < end, "PostgreSQL did not answer"
            time.sleep(0.1)
        else:
            return


def _as_somebody(folder: Path, command: list[str]) -> None:
    """Run once. PostgreSQL refuses root, so the folder is given to the user its package made."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    subprocess.run(_unprivileged(command), cwd=folder, check=True, capture_output=True)


def _unprivileged(command: list[str]) -> list[str]:
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        if os.geteuid() == 0
        else command
    )
