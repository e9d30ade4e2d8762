"""`python -m workshop.plans`: a checker process, which answers each message with one.

Messages come on standard input and go to standard output. The process has limits: what exceeds them
ends it, and the server starts another.
"""

import sys

from workshop.plans.check_messages import answer_request
from workshop.plans.checkers import MEMORY, PROCESSOR_SECONDS
from workshop.subprocesses.messages import receive, send
from workshop.subprocesses.resource_limits import at_most, keep_small


def main() -> None:
    """Answer messages until the input ends."""
    keep_small(MEMORY)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    send(sink, b"")
    while (message := receive(source)) is not None:
        with at_most(PROCESSOR_SECONDS):
            told = answer_request(message)
        send(sink, told)


if __name__ == "__main__":
    main()
