"""`python -m tests.support.serve CONTROL [running]`: the program as it is, its time in the test's
hands. `CONTROL` is the path of a socket that takes the orders; with `running` ticks run by
themselves, twenty times as fast.
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
    if os.environ.get("WORKSHOP_ASYNC") == "eventlet":
        import eventlet

        eventlet.monkey_patch()  # as the program does, before anything of it is loaded
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
    build = partial(workshop.app.create_app, timing=timing)

    def create_app(*arguments: Any) -> Any:
        app = build(*arguments)
        server = app.extensions["socketio"].server
        server.start_background_task(obey, times, control)
        if running:
            server.start_background_task(run, server)
        return app

    workshop.app.create_app = create_app
    sys.argv = [str(ROOT / "wsgi.py")]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
