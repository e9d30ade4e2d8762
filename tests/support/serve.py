"""`python -m tests.support.serve CONTROL [running]`: the program as it is, its time in the test's
hands. `CONTROL` is the path of a socket that takes the orders; with `running` ticks run by
themselves, ten times as fast.
"""

import os
import runpy
import sys
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def main(control: Path, running: str = "") -> None:
    """Serve until stopped."""
    from workshop.server.platform import choose

    choose(os.environ["WORKSHOP_ASYNC"])  # as the program does, before anything else of it
    import workshop.app
    from tests.support.timing import RUNNING_TICK_SECONDS, StandingTime, obey

    times = StandingTime()

    def scheduler(server: Any) -> Any:
        return times.scheduler

    def run(server: Any) -> None:
        while True:
            server.sleep(RUNNING_TICK_SECONDS)
            times.tick()

    timing = workshop.app.Timing(times.clock, scheduler)
    build = partial(workshop.app.build, timing=timing)

    def built(*arguments: Any) -> Any:
        joined = build(*arguments)
        server = joined.server
        server.start_background_task(obey, times, control)
        if running:
            server.start_background_task(run, server)
        return joined

    workshop.app.build = built  # type: ignore[assignment]  # of whatever arguments
    sys.argv = [str(ROOT / "wsgi.py")]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
