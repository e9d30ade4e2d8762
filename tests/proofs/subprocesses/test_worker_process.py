"""A kept process: answers again and again, knows nothing of ours; what is too much for it ends it
and nobody else.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from tests.support.servers import ROOT
from tests.support.waiting import until
from workshop.config import Config
from workshop.subprocesses.worker_process import WorkerDied, WorkerNotStarted, WorkerProcess

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
LONG = 60.0


@pytest.fixture
def kept() -> Iterator[WorkerProcess]:
    worker = WorkerProcess("tests.proofs.subprocesses.worker", Config.for_others())
    yield worker
    worker.end()


def test_it_answers_again_and_again(kept: WorkerProcess) -> None:
    pid = kept.pid
    for _ in range(3):
        assert kept.ask(b"greet", LONG) == b"hello" * 100_000
    assert kept.is_alive()
    assert kept.pid == pid


@pytest.mark.parametrize("work", [b"loop", b"eat", b"leave"])
def test_what_is_too_much_ends_it(kept: WorkerProcess, work: bytes) -> None:
    with pytest.raises(WorkerDied):
        kept.ask(work, LONG)
    assert not kept.is_alive()
    assert not psutil.pid_exists(kept.pid)


def test_it_is_ended_when_whoever_asks_waited_long_enough(kept: WorkerProcess) -> None:
    with pytest.raises(WorkerDied):
        kept.ask(b"wait", 0.1)
    assert not kept.is_alive()


def test_what_does_not_begin_is_told() -> None:
    with pytest.raises(WorkerNotStarted):
        WorkerProcess("tests.proofs.subprocesses.no_such_worker", Config.for_others())


def test_it_ends_when_nobody_holds_it_any_more() -> None:
    worker = WorkerProcess("tests.proofs.subprocesses.worker", Config.for_others())
    process = psutil.Process(worker.pid)
    del worker
    process.wait(120)


def is_gone(pid: int) -> bool:
    """Whether it runs no more, whoever has to take note of that."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_it_ends_with_the_server_also_in_the_middle_of_its_work() -> None:
    program = (
        "from workshop.subprocesses.worker_process import WorkerProcess; import os, threading\n"
        "kept = WorkerProcess('tests.proofs.subprocesses.worker', {'PATH': ''})\n"
        "threading.Thread(target=kept.ask, args=(b'loop', 60)).start()\n"
        "print(kept.pid, flush=True); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    until(lambda: is_gone(int(done.stdout)))


@LINUX
def test_it_has_none_of_our_sockets_and_knows_no_secret(
    kept: WorkerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ours:
        assert ours.fileno() > 2
        files = kept.ask(b"files", LONG).decode().split()
    assert [
        name.partition(":")[0] for name in files if not name.startswith(("/dev/null", "/proc"))
    ] == ["pipe", "pipe"]
    known = kept.ask(b"environment", LONG).decode()
    assert "PATH" in known
    secrets = {
        "WORKSHOP_SECRET_KEY": "s3cret",
        "AWS_TOKEN": "t0ken",
        "WORKSHOP_OPENING_PASSWORD": "pa55word",
    }
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    assert not {*secrets} & {*Config.for_others()}
    assert {"PATH"} <= {*Config.for_others(os.environ)}
