"""`python -m workshop.plans`: a judge. Each message on standard input is answered with one on
standard output.

A process of its own, within limits: what is too much for them ends it, and the server starts
another.
"""

import sys

from workshop.plans.check_messages import answer
from workshop.plans.checkers import MEMORY, PROCESSOR_SECONDS
from workshop.subprocesses.messages import receive, send
from workshop.subprocesses.resource_limits import at_most, keep_small


def main() -> None:
    """Judge until nobody asks any more."""
    keep_small(MEMORY)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    send(sink, b"")
    while (message := receive(source)) is not None:
        with at_most(PROCESSOR_SECONDS):
            told = answer(message)
        send(sink, told)


if __name__ == "__main__":
    main()
