"""The Python environment: `.venv` and the packages of the lock files, made once and then kept.

Every stage of a set-up leaves a stamp that says what it was made from; a warm start reads stamps
and does nothing else.
"""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools import ROOT
from tools.programs import install_from_debian, quietly, say, succeeds

VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UNFINISHED = VENV / "unfinished"
PYTHON_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def prepare_packages(lock: str) -> None:
    """Bring the environment and the packages of one lock file up to date."""
    if UNFINISHED.exists():
        say("An earlier set-up was cut off: starting afresh")
        shutil.rmtree(VENV)
    complete("python", PYTHON_VERSION, make_environment)
    for packages in ("pip", lock):
        complete(packages, fingerprint(lock_file(packages)), partial(install_packages, packages))


def complete(stage: str, made_from: str, make: Callable[[], None]) -> None:
    """Make a stage unless its stamp, written last, says that it was made from the very same.

    A mark lies in `.venv` while a stage works: a set-up killed half-way leaves it, and is begun
    afresh. A stage that fails in good order (no network, say) takes it away: pip and npm clean up
    their own steps.
    """
    stamp = stamp_of(stage)
    if VENV_PYTHON.exists() and stamp.is_file() and stamp.read_text() == made_from:
        return
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    try:
        make()
    except SystemExit:
        UNFINISHED.unlink()
        raise
    stamp.write_text(made_from)
    UNFINISHED.unlink()


def stamp_of(stage: str) -> Path:
    """The file that says what a stage was made from."""
    return VENV / f"{stage}.stamp"


def lock_file(lock: str) -> Path:
    """The pinned packages of one purpose."""
    return ROOT / "requirements" / f"{lock}.txt"


def fingerprint(*files: str | Path) -> str:
    """One hash over the contents of files."""
    return hashlib.sha256(b"".join((ROOT / file).read_bytes() for file in files)).hexdigest()


def make_environment() -> None:
    """Create `.venv`, or keep one that fits this Python although another tool made it."""
    if has_fitting_environment():
        return
    require_venv_module()
    say(f"Python environment ({PYTHON_VERSION})")
    shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    # The base interpreter: this one may live in the very `.venv` that has just gone.
    base = getattr(sys, "_base_executable", None) or sys.executable
    quietly([base, "-m", "venv", VENV], "The Python environment could not be made.")


def has_fitting_environment() -> bool:
    """Whether `.venv` is of this Python's version and has a working pip."""
    settings = VENV / "pyvenv.cfg"
    if not (settings.is_file() and VENV_PYTHON.exists()):
        return False
    named = re.search(r"^version(?:_info)? *= *(\d+\.\d+)", settings.read_text(), re.MULTILINE)
    is_this_version = named is not None and named.group(1) == PYTHON_VERSION
    return is_this_version and succeeds([VENV_PYTHON, "-m", "pip", "--version"])


def require_venv_module() -> None:
    """Debian keeps ensurepip in a package of its own: fetch it where we may, else name it."""
    if succeeds([sys.executable, "-c", "import ensurepip, venv"]):
        return
    package = f"python{PYTHON_VERSION}-venv"
    if not install_from_debian(package):
        sys.exit(
            f"This Python lacks its venv module. On Debian and Ubuntu: sudo apt install {package}"
        )


def install_packages(lock: str) -> None:
    """Install what one lock file pins."""
    say(f"Python packages ({lock})")
    pip_install("--requirement", lock_file(lock))


def pip_install(*arguments: str | Path) -> None:
    """Run `pip install` with hashes required."""
    options = [
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--no-compile",  # modules are compiled when first imported: most never are
        "--require-hashes",
    ]
    failure = "The Python packages could not be installed. Is this machine online?"
    quietly([VENV_PYTHON, "-m", "pip", "install", *options, *arguments], failure)
