#!/usr/bin/env python3
"""The commands of Power Workshop: prepare this machine, then serve, test, check or release.

Needs Python 3.11 or newer and nothing else. All it fetches is pinned by hash and lands in `.venv/`
and `static/vendor/`; a warm start fetches nothing. `python3 bootstrap.py` alone lists the commands.
"""

import os
import subprocess
import sys

# No syntax here is newer than Python 3.6, so that an old Python gets as far as this sentence.
if sys.version_info < (3, 11):
    THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"
    sys.exit(f"Power Workshop needs Python 3.11 or newer; this is Python {THIS}.")

from tools import ROOT, assets, checkout, checks, locks, npm, releases, services
from tools.environment import VENV_PYTHON, prepare_packages
from tools.programs import hand_over, say

# Three at a time: pages make browsers wait, so three fill two cores. A file stays together, and so
# do those that share servers (tests/support/groups.py); the longest come first, so that none is
# left for the end.
SIDE_BY_SIDE = ["--numprocesses=3", "--no-loadscope-reorder"]
FAST = [*SIDE_BY_SIDE, "tests/unit", "tests/store"]
PROOFS = ["--proofs", *SIDE_BY_SIDE, "tests/proofs", "tests/browser", "tests/unit", "tests/store"]


def main(arguments: list[str]) -> None:
    """Run the command named first, handing it the arguments that follow."""
    if not arguments or arguments[0] not in COMMANDS:
        sys.exit(USAGE)
    os.chdir(ROOT)
    # Where this is set, every start would compile everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        sys.exit(130)


# --- What a command needs


def prepare(lock: str) -> None:
    """The environment, the packages of one lock file and the static files."""
    prepare_packages(lock)
    assets.prepare_assets()


def prepare_tests() -> None:
    """What tests, checks and the benchmark need; no browser and no server of a database."""
    prepare("test")
    npm.prepare_checkers()


def prepare_browser() -> None:
    """A Chromium, which tests find by this name."""
    os.environ["CHROMIUM"] = services.find_browser()


def prepare_all() -> None:
    """Everything any test needs."""
    prepare_tests()
    prepare_browser()
    services.find_servers()


def pytest(*arguments: str) -> None:
    """Become a test run."""
    hand_over([VENV_PYTHON, "-m", "pytest", *arguments])


# --- The commands; `help` shows the first line of each docstring


def show_help(_arguments: list[str]) -> None:
    """List these commands."""
    print(USAGE)


def setup(_arguments: list[str]) -> None:
    """Prepare this machine; in a git checkout, install the hook that looks over a commit."""
    prepare("run")
    checkout.set_up_checkout()
    say("Ready: `make run` serves.")


def run(arguments: list[str]) -> None:
    """Serve the workshop; settings come from the environment."""
    prepare("run")
    hand_over([VENV_PYTHON, ROOT / "wsgi.py", *arguments])


def backup(arguments: list[str]) -> None:
    """Copy what the sessions keep to a file, which holds no ballot: backup FILE."""
    prepare("run")
    hand_over([VENV_PYTHON, "-m", "workshop", "backup", *arguments])


def restore(arguments: list[str]) -> None:
    """Bring such a copy back, into a data folder that has no database: restore FILE."""
    prepare("run")
    hand_over([VENV_PYTHON, "-m", "workshop", "restore", *arguments])


def lint(_arguments: list[str]) -> None:
    """Check form, likely mistakes, types and import contracts, of Python and of scripts."""
    prepare_tests()
    checks.lint()


def fmt(_arguments: list[str]) -> None:
    """Put Python, scripts and sheets in form."""
    prepare_tests()
    checks.fmt()


def fast(arguments: list[str]) -> None:
    """Run the tests of units and of the store: no browser, nothing but `.venv` needed."""
    prepare_packages("test")
    pytest(*(arguments or FAST))


def test(arguments: list[str]) -> None:
    """Run the tests; arguments go to pytest."""
    prepare_all()
    pytest(*(arguments or SIDE_BY_SIDE))


def check(arguments: list[str]) -> None:
    """Run lint, then test: what every change has to pass."""
    lint([])
    say("tests")
    test(arguments)


def proofs(arguments: list[str]) -> None:
    """Run the long proofs whole: every trial, every language, every attack."""
    prepare_all()
    pytest(*(arguments or PROOFS))


def faults(arguments: list[str]) -> None:
    """Kill, cut, fill and flood a real server, again and again, and print how all of it went."""
    prepare("test")
    hand_over([VENV_PYTHON, "-m", "tests.proofs.faults", *arguments])


def bench(arguments: list[str]) -> None:
    """Measure a real server with many phones; arguments go to the benchmark."""
    prepare_tests()
    hand_over([VENV_PYTHON, "-m", "bench", *arguments])


def budgets(_arguments: list[str]) -> None:
    """Measure what a phone's first visit weighs, and how long it takes on a slow line."""
    prepare("test")
    prepare_browser()
    hand_over([VENV_PYTHON, "-m", "bench.budgets"])


def looks(arguments: list[str]) -> None:
    """Photograph states of wall, phone and desk into looks/: all, or those named: looks NAME."""
    prepare("test")
    prepare_browser()
    hand_over([VENV_PYTHON, "-m", "tests.browser.looks", *arguments])


def lock(arguments: list[str]) -> None:
    """Write the lock files anew; pins that still fit stay, unless you say --upgrade."""
    prepare_tests()
    locks.lock(arguments)


def outdated(_arguments: list[str]) -> None:
    """List the packages of which a newer version has come out."""
    prepare_tests()
    locks.outdated()


def release(_arguments: list[str]) -> None:
    """Check everything and tag the version of pyproject.toml; pushes nothing."""
    releases.release(ROOT, lambda: subprocess.call([sys.executable, __file__, "check"]))


COMMANDS = {
    "help": show_help,
    "setup": setup,
    "run": run,
    "backup": backup,
    "restore": restore,
    "lint": lint,
    "fmt": fmt,
    "fast": fast,
    "test": test,
    "check": check,
    "proofs": proofs,
    "faults": faults,
    "bench": bench,
    "budgets": budgets,
    "looks": looks,
    "lock": lock,
    "outdated": outdated,
    "release": release,
}
USAGE = "\n".join(
    [
        "python3 bootstrap.py COMMAND [ARGUMENTS], or: make COMMAND [ARGS=…]\n",
        *(
            f"  {name:8}  {(command.__doc__ or '').splitlines()[0]}"
            for name, command in COMMANDS.items()
        ),
    ]
)


if __name__ == "__main__":
    main(sys.argv[1:])
