"""The other reference: what the disk alone can do, one flush for each vote."""

import os
import time
from pathlib import Path

BLOCK = bytes(4096)
LONGEST_SECONDS = 5.0


def appends_per_second(folder: Path, votes: int) -> float:
    """Append 4 kB and flush it to the disk, once for each vote, for five seconds at most."""
    descriptor = os.open(folder / "appends", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        start, done = time.perf_counter(), 0
        while done < votes and time.perf_counter() - start < LONGEST_SECONDS:
            os.write(descriptor, BLOCK)
            os.fsync(descriptor)
            done += 1
        return done / (time.perf_counter() - start)
    finally:
        os.close(descriptor)
