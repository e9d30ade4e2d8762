"""The checks: what reads the code without running it, and what puts it in form."""

import sys

from tools import npm
from tools.environment import VENV_PYTHON
from tools.programs import call, say

CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PYTHON_CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import contracts": ["-c", CONTRACTS, "--no-cache"],
}
PYTHON_FORMATTERS = {
    "ruff check": ["-m", "ruff", "check", "--fix", "."],
    "ruff format": ["-m", "ruff", "format", "."],
}
SCRIPT_CHECKS = ("lint", "types", "test")  # by their names in package.json
SCRIPT_FORMATTERS = ("format",)


def lint() -> None:
    """Run every check to the last, then stop if one failed, naming those that did."""
    stop_if_any(
        [name for name, command in PYTHON_CHECKS.items() if fails(name, command)]
        + [f"npm run {name}" for name in SCRIPT_CHECKS if script_fails(name)]
    )


def fmt() -> None:
    """Put Python, scripts and sheets in form, and mend what can be mended safely."""
    stop_if_any(
        [name for name, command in PYTHON_FORMATTERS.items() if fails(name, command)]
        + [f"npm run {name}" for name in SCRIPT_FORMATTERS if script_fails(name)]
    )


def fails(name: str, command: list[str]) -> bool:
    """Whether a command of the environment's Python fails; what it says is shown."""
    say(name)
    return call([VENV_PYTHON, *command]) != 0


def script_fails(name: str) -> bool:
    """Whether a script of package.json fails; what it says is shown."""
    say(f"npm run {name}")
    return npm.call("run", "--silent", name) != 0


def stop_if_any(failed: list[str]) -> None:
    """Stop with a line that names what failed."""
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")
