"""Wait for a fact, never for a duration: however slow the machine, the fact comes or never does."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120.0
"""A test that passes never waits that long."""


def until(claim: Callable[[], bool]) -> None:
    """Returns once the claim is true. Raises AssertionError where it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
