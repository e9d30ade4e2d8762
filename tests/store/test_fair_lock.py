"""The line at the store: one at a time, as they came, with threads and with green ones."""

import subprocess
import sys
import threading
import time

import pytest

from workshop.store.fair_lock import FairLock

GREEN = """
import eventlet
eventlet.monkey_patch()
from workshop.store.fair_lock import FairLock

line, seen = FairLock(), []

def come(name):
    with line:
        seen.append(name)
        (eventlet.Event().wait if name == "b" else eventlet.sleep)()
        seen.append(name)

with line:
    comers = {name: eventlet.spawn(come, name) for name in "abcde"}
    eventlet.sleep(0)
    comers["c"].kill()  # while it waits
comers["a"].kill()  # its turn has come, and it does not know yet
while "b" not in seen:
    eventlet.sleep(0)
comers["b"].kill()  # in the middle of it
for comer in comers.values():
    try:
        comer.wait()
    except eventlet.greenlet.GreenletExit:
        pass
with line:
    print("".join(seen))
"""


def test_everybody_has_the_line_to_themselves_in_the_order_in_which_they_came() -> None:
    line, seen = FairLock(), []

    def come(name: str) -> None:
        with line:
            seen.append(name)
            time.sleep(0.001)
            seen.append(name)

    with line:
        comers = [threading.Thread(target=come, args=(name,)) for name in "abcdefgh"]
        for waiting, comer in enumerate(comers, start=1):
            comer.start()
            while len(line._gates) < waiting:
                time.sleep(0.001)
    for comer in comers:
        comer.join(60)
    assert "".join(seen) == "aabbccddeeffgghh"


def test_an_error_inside_lets_the_next_one_in() -> None:
    line = FairLock()
    with pytest.raises(ValueError, match="inside"), line:
        raise ValueError("inside")
    with line:
        pass


def test_a_green_thread_that_is_killed_holds_up_nobody() -> None:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", GREEN], check=True, capture_output=True, text=True
    )
    assert run.stdout.strip() == "bddee", run.stderr
