"""Settings → platform → build → start: `python wsgi.py`, or any WSGI server on `wsgi:app`."""

import sys

from workshop.config import Config, FaultyConfig
from workshop.server.platform import choose

try:
    config = Config.from_environment()
except FaultyConfig as faulty:
    sys.exit(
        "These settings cannot be used:\n" + "\n".join(f"  {fault}" for fault in faulty.faults)
    )

platform = choose(config.async_mode)  # eventlet's patches the library: before what follows

from workshop.app import UnusableDatabase, build  # noqa: E402
from workshop.start import forbid_core_files, start  # noqa: E402

forbid_core_files()
try:
    workshop = build(config, platform)
except BlockingIOError:
    sys.exit(
        f"Another server already uses {config.data}. Stop it first, or give WORKSHOP_DATA another"
        " folder."
    )
except UnusableDatabase as problem:
    sys.exit(str(problem))

app = workshop.app

if __name__ == "__main__":
    start(config, workshop, platform)
