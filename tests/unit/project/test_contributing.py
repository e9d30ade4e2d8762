"""The kit of a contributor: its page leads to files that exist, its commands are those of make."""

import json
import re
from pathlib import Path

import bootstrap
from tools import ROOT
from tools.checks import SCRIPT_CHECKS, SCRIPT_FORMATTERS

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def exists(path: str) -> bool:
    return any(ROOT.glob(path)) if "*" in path else (ROOT / path).exists()


def commands(text: str) -> set[str]:
    """What a text tells make to do."""
    return set(re.findall(r"\bmake ([a-z]+)\b", text))


def test_every_path_the_page_names_exists() -> None:
    paths = re.findall(r"`([\w.*/]+/[\w.*/-]*)`", PAGE)
    assert len(paths) > 20
    assert [path for path in paths if not exists(path)] == []


def test_the_page_and_the_workflows_call_commands_that_exist() -> None:
    workflows = [path.read_text("utf-8") for path in WORKFLOWS]
    called = {command for text in (PAGE, *workflows) for command in commands(text)}
    assert {"setup", "fast", "check", "proofs", "faults"} <= called <= set(bootstrap.COMMANDS)


def test_every_command_is_told() -> None:
    told = commands((ROOT / "docs" / "configuration.md").read_text("utf-8"))
    assert set(bootstrap.COMMANDS) - told == set()


def test_the_workflows_run_nothing_but_make() -> None:
    runs = [
        line.strip().removeprefix("- ")
        for path in WORKFLOWS
        for line in path.read_text("utf-8").splitlines()
        if "run:" in line
    ]
    assert runs
    assert [line for line in runs if not line.startswith("run: make ")] == []


def test_lint_runs_every_check_of_package_json() -> None:
    scripts = json.loads((ROOT / "package.json").read_text("utf-8"))["scripts"]
    assert {*SCRIPT_CHECKS, *SCRIPT_FORMATTERS} == set(scripts)


def test_the_dev_container_is_one_that_set_up_can_use() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert container["postCreateCommand"] == "make setup"
    major, minor = container["image"].removeprefix("python:").split(".")
    assert (int(major), int(minor)) >= (3, 11)


def test_the_kit_names_no_host() -> None:
    kit = [*WORKFLOWS, ROOT / ".github" / "dependabot.yml", ROOT / ".ci" / "run"]
    kit += [*(ROOT / ".devcontainer").iterdir(), *Path(ROOT / "tools").glob("*.py")]
    assert [path.name for path in kit if re.search(r"\w://", path.read_text("utf-8"))] == []
