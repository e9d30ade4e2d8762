"""A release: refused while something is left to do, a tag when nothing is, and never a push."""

from pathlib import Path

import pytest

from tools.programs import answer
from tools.releases import release

CHANGELOG = "# Changelog\n\n## [1.2.0] – 2027-01-31\n"


def git(repository: Path, *arguments: str) -> str:
    return answer("git", "-C", repository, *arguments)


def commit(repository: Path, **files: str) -> None:
    for name, text in files.items():
        (repository / name.replace("_", ".")).write_text(text, "utf-8")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "As it stands")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "Tester")
    git(tmp_path, "config", "user.email", "tester@localhost")
    commit(tmp_path, pyproject_toml='[project]\nversion = "1.2.0"\n', CHANGELOG_md=CHANGELOG)
    return tmp_path


def green() -> int:
    return 0


def red() -> int:
    return 1


def test_a_version_that_is_told_and_green_is_tagged(repository: Path) -> None:
    release(repository, green)
    assert git(repository, "tag", "--list") == "v1.2.0"
    assert git(repository, "rev-parse", "v1.2.0^{commit}") == git(repository, "rev-parse", "HEAD")


def test_what_is_left_to_do_is_said_all_at_once(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release(repository, green)
    (repository / "CHANGELOG.md").write_text("## [Unreleased] – 1.2.0\n", "utf-8")
    with pytest.raises(SystemExit) as refused:
        release(repository, green)
    assert "CHANGELOG.md needs the heading: ## [1.2.0]" in str(refused.value)
    assert "Commit or remove first:\n M CHANGELOG.md" in str(refused.value)
    assert "v1.2.0 is tagged already" in str(refused.value)
    assert "git push origin HEAD v1.2.0" in capsys.readouterr().out


def test_a_red_check_leaves_no_tag(repository: Path) -> None:
    with pytest.raises(SystemExit, match="a check failed"):
        release(repository, red)
    assert git(repository, "tag", "--list") == ""
