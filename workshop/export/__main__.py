"""`python -m workshop.export <name>`: turns results.json into a file, from stdin to stdout.

A process of its own: drawn inside the server, a report would stall every phone for as long as it
takes. Exits 1 with the reason on standard error if the name or the document is no good.
"""

import json
import sys

from workshop.domain.errors import MalformedRequest, Refusal, TooLargeToDraw
from workshop.export import render
from workshop.plans.results_file import read_report
from workshop.subprocesses.resource_limits import at_most, keep_small

MEMORY = 400 * 1024 * 1024
PROCESSOR_SECONDS = 240


def main(arguments: list[str]) -> int:
    """Render one file within limits; returns the exit status."""
    keep_small(MEMORY)
    try:
        with at_most(PROCESSOR_SECONDS):
            document = _document(sys.stdin.buffer.read())
            content = render(" ".join(arguments), read_report(document))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.reason} {refusal.parameters}\n")
        return 1
    except MemoryError:
        sys.stderr.write(f"{TooLargeToDraw.__name__}\n")
        return 1
    sys.stdout.buffer.write(content)
    return 0


def _document(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        raise MalformedRequest(at="", problem="is not JSON") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
