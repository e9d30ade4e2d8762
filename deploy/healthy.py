"""Exits with 0 when the server on this machine is ready, by the settings of the environment; else
with 1.
"""

import json
import os
import sys
import urllib.request

SECONDS = 4.0
LONGEST_LAG_MS = 2000


def main() -> int:
    """Ask `/readyz`: the database must answer, the disk take a key, and nobody wait for long."""
    address = f"http://localhost:{os.environ.get('WORKSHOP_PORT', '5000')}/readyz"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            ready = json.load(answer)
    except (OSError, ValueError):
        return 1
    return 0 if ready["ok"] and ready["lag_ms"] <= LONGEST_LAG_MS else 1


if __name__ == "__main__":
    sys.exit(main())
