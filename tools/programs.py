"""Other programs: run them unseen, become one, install one from Debian."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from tools import ROOT

Command = Sequence[str | Path]


def say(line: str) -> None:
    """Tell the terminal what is being done."""
    print(f"· {line}", flush=True)


def succeeds(command: Command) -> bool:
    """Whether a command ends well; what it says is dropped."""
    nothing = subprocess.DEVNULL
    return subprocess.call(command, stdin=nothing, stdout=nothing, stderr=nothing) == 0


def quietly(
    command: Command, failure: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> None:
    """Run a command unseen; when it fails, show what it said, then one clear sentence, and stop."""
    outcome = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env=env,
    )
    if outcome.returncode:
        sys.stderr.write(outcome.stdout.decode(errors="replace"))
        sys.exit(failure)


def call(command: Command, env: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder before everyone's eyes; returns its exit code."""
    return subprocess.call(command, cwd=ROOT, env=env)


def answer(*command: str | Path) -> str:
    """What a command prints, without the last line break; it is expected to end well."""
    outcome = subprocess.run(command, check=True, capture_output=True, text=True)
    return outcome.stdout.rstrip("\n")


def hand_over(command: Command) -> NoReturn:
    """Become the command where the system can, so that signals and the exit code are its own."""
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], [str(part) for part in command])


def install_from_debian(*packages: str) -> bool:
    """Install Debian packages where we may; say whether that worked."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    return succeeds(["apt-get", "update"]) and succeeds(install)
