"""What tests need beside Python: a Chromium, and the servers that some tests start."""

import os
import shutil
from pathlib import Path

from tools.environment import VENV_PYTHON
from tools.programs import install_from_debian, quietly, say, succeeds

# The one without windows first: it does the same in two thirds of the time.
BROWSERS = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)


def find_browser() -> str:
    """Path of a Chromium, installed when missing; empty for the one that Playwright keeps."""
    found = os.environ.get("CHROMIUM") or browser_on_path()
    if found:
        return found
    say("Chromium, for the browser tests")
    for package in ("chromium-headless-shell", "chromium"):  # Debian has the first since 12
        if install_from_debian(package, "fonts-dejavu-core") and browser_on_path():
            return browser_on_path()
    failure = "The browser tests need Chromium: install it, or give its path in CHROMIUM."
    quietly([VENV_PYTHON, "-m", "playwright", "install", "--only-shell", "chromium"], failure)
    return ""


def browser_on_path() -> str:
    """A Chromium that tells its version: Ubuntu's `chromium` may be an empty shell."""
    found = (path for path in map(shutil.which, BROWSERS) if path)
    return next((path for path in found if succeeds([path, "--version"])), "")


def find_servers() -> None:
    """Install what some tests start for themselves, where we may; elsewhere they skip."""
    missing = [package for package, is_there in servers().items() if not is_there]
    if missing:
        outcome = "For the tests: " if install_from_debian(*missing) else "Without "
        say(outcome + ", ".join(missing))


def servers() -> dict[str, bool]:
    """The Debian package of each server, and whether this machine has its program."""
    initdb = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    haproxy = shutil.which("haproxy") or Path("/usr/sbin/haproxy").is_file()
    return {
        "postgresql": bool(initdb),
        "redis-server": shutil.which("redis-server") is not None,
        "haproxy": bool(haproxy),
    }
