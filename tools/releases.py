"""A release: the version of pyproject.toml, told, checked and tagged; never pushed from here."""

import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

from tools.programs import answer, say


def release(root: Path, check: Callable[[], int]) -> None:
    """Tag the version if the tree is clean, the changelog has it, and every check is green."""
    version = version_of(root)
    faults = list(filter(None, (unclean(root), untold(root, version), tagged(root, version))))
    if faults:
        sys.exit("\n".join(faults))
    if check():
        sys.exit("Not released: a check failed.")
    message = f"Power Workshop {version}"
    answer("git", "-C", root, "tag", "-a", f"v{version}", "-m", message)
    say(f"Tagged v{version}. To publish it: git push origin HEAD v{version}")


def version_of(root: Path) -> str:
    """The version, from the one file that says it."""
    project = tomllib.loads(root.joinpath("pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def unclean(root: Path) -> str:
    """What to do about files that are in no commit."""
    left = answer("git", "-C", root, "status", "--porcelain")
    return f"Commit or remove first:\n{left}" if left else ""


def untold(root: Path, version: str) -> str:
    """What to do where the changelog has no heading with this version and its day."""
    told = root.joinpath("CHANGELOG.md").read_text("utf-8")
    heading = rf"^## \[{re.escape(version)}\] [-–] \d{{4}}-\d\d-\d\d$"
    if re.search(heading, told, re.MULTILINE):
        return ""
    return f"CHANGELOG.md needs the heading: ## [{version}] – YYYY-MM-DD"


def tagged(root: Path, version: str) -> str:
    """What to do where this version is out already."""
    found = answer("git", "-C", root, "tag", "--list", f"v{version}")
    return f"v{version} is tagged already: raise the version in pyproject.toml." if found else ""
