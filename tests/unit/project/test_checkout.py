"""A contributor's checkout: a commit out of form is held up, and a hook of one's own stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import ROOT
from tools.checkout import set_up_checkout
from tools.programs import answer

PYPROJECT = """
[tool.importlinter]
root_package = "house"
include_external_packages = true

[[tool.importlinter.contracts]]
name = "No sockets in the house"
type = "forbidden"
source_modules = ["house"]
forbidden_modules = ["socket"]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small project with our hook, and the environment of this very run."""
    answer("git", "-C", tmp_path, "init", "--quiet")
    (tmp_path / ".gitignore").write_text(".venv\n")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "house").mkdir()
    return tmp_path


def commits(checkout: Path, source: str) -> bool:
    """Whether git takes in this text as a module."""
    (checkout / "house" / "__init__.py").write_text(source)
    answer("git", "-C", checkout, "add", "house")
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@localhost")
    command = ["git", *who, "commit", "--quiet", "--message", "A room"]
    return subprocess.run(command, cwd=checkout, check=False, capture_output=True).returncode == 0


def test_a_commit_in_form_passes_and_one_out_of_form_is_held_up(checkout: Path) -> None:
    set_up_checkout(checkout)
    assert commits(checkout, "ROOMS = 1\n")
    assert not commits(checkout, "ROOMS=1\n")
    assert not commits(checkout, "import os\n")
    assert not commits(checkout, "import socket\n\nKIND = socket.AF_INET\n")
    assert commits(checkout, "import os\n\nKIND = os.name\n")


def test_blame_skips_the_commits_that_only_moved_lines(checkout: Path) -> None:
    set_up_checkout(checkout)
    told = answer("git", "-C", checkout, "config", "blame.ignoreRevsFile")
    assert (ROOT / told).is_file()


def test_a_hook_of_ones_own_stays(checkout: Path) -> None:
    mine = checkout / ".git" / "hooks" / "pre-commit"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("#!/bin/sh\n")
    set_up_checkout(checkout)
    assert mine.read_text() == "#!/bin/sh\n"


def test_an_unpacked_archive_is_left_alone(tmp_path: Path) -> None:
    set_up_checkout(tmp_path)
    assert list(tmp_path.iterdir()) == []
