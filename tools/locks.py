"""The lock files: made anew from what people write, and compared with what has come out since."""

import re
import sys
import tempfile
from graphlib import TopologicalSorter
from pathlib import Path

from tools import ROOT, npm
from tools.environment import VENV, VENV_PYTHON, lock_file, pip_install
from tools.programs import call, say

REQUIREMENTS = ROOT / "requirements"
COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    *("--python-version", "3.11"),  # the oldest we run on
    "--generate-hashes",
    *("--annotation-style", "line"),
    "--no-emit-index-url",
    "--no-emit-find-links",
)


def in_order(folder: Path = REQUIREMENTS) -> list[str]:
    """The names of the locks, each after those that its `.in` file builds on."""
    builds_on = {
        source.stem: re.findall(r"^-[rc] (\w+)\.", source.read_text(), re.MULTILINE)
        for source in folder.glob("*.in")
    }
    return list(TopologicalSorter(builds_on).static_order())


def lock(arguments: list[str]) -> None:
    """Write every lock file; pins that still fit stay, unless `--upgrade` is among the words."""
    with tempfile.TemporaryDirectory(dir=VENV) as folder:
        pip_install("--requirement", lock_file("uv"), "--target", folder)
        for name in in_order():
            say(f"requirements/{name}.txt")
            source, target = f"requirements/{name}.in", f"requirements/{name}.txt"
            uv = Path(folder, "bin", "uv")
            stop_unless_done(call([uv, *COMPILE, *arguments, "-o", target, source]))
    say("package-lock.json")
    verb = "update" if "--upgrade" in arguments else "install"
    stop_unless_done(npm.call(verb, "--package-lock-only", "--ignore-scripts"))


def stop_unless_done(exit_code: int) -> None:
    """Stop with the exit code of a program that failed."""
    if exit_code:
        sys.exit(exit_code)


def outdated() -> None:
    """List the packages of which a newer version has come out."""
    say("Python packages")
    stop_unless_done(call([VENV_PYTHON, "-m", "pip", "list", "--outdated"]))
    say("Node packages")
    # Where they are installed; the exit code says only whether there is one.
    npm.call("outdated", "--prefix", str(npm.CHECKERS))
