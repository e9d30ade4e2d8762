"""The set-up: locks that agree, compressed copies that follow their sources, commands that fit."""

import ast
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import bootstrap
from tools import ROOT, assets, environment
from tools.locks import in_order

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([\w.-]+==\S+)", lock.read_text(), re.MULTILINE))


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "base.css").write_text("body { color: black }")
    return tmp_path / "css"


@pytest.mark.parametrize("lock", ["run", "oidc", "many"])
def test_the_tests_run_on_the_very_packages_that_serve(lock: str) -> None:
    assert pins(ROOT / f"requirements/{lock}.txt") <= pins(ROOT / "requirements/test.txt")


def test_what_signs_people_in_goes_beside_the_very_packages_that_serve() -> None:
    assert pins(ROOT / "requirements/run.txt") < pins(ROOT / "requirements/oidc.txt")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_by_hash_and_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_every_npm_package_is_pinned_by_integrity_and_names_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    packages.pop("")
    assert packages
    assert all(
        "integrity" in package and "resolved" not in package for package in packages.values()
    )


def test_every_lock_is_written_after_those_it_builds_on() -> None:
    order = in_order()
    assert sorted(order) == [lock.stem for lock in LOCKS]
    assert order.index("run") < order.index("postgres") < order.index("many") < order.index("test")


@pytest.mark.skipif(not shutil.which("make"), reason="this machine has no make")
def test_make_knows_the_commands_of_the_bootstrap_and_help_has_a_line_for_each() -> None:
    shown = subprocess.run(
        ["make", "help", f"PYTHON={sys.executable}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    named = re.findall(r"^  (\w+) +\w.*\.$", shown.stdout, re.MULTILINE)
    made = re.findall(r"^COMMANDS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert named == made[0].split() == list(bootstrap.COMMANDS)


def test_an_old_python_can_read_the_bootstrap_as_far_as_its_sentence() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 6))


def test_a_compressed_copy_lies_beside_its_source(static: Path) -> None:
    assets.compress_static()
    assert gzip.decompress((static / "base.css.gz").read_bytes()) == b"body { color: black }"


def test_a_compressed_copy_is_without_comments_and_otherwise_the_same(static: Path) -> None:
    (static / "base.css").write_text("/* why\n   so */\nbody { color: black } /* as said */\n")
    (static / "page.js").write_text(
        '// what it is for\nconst at = "//here"; // and why\n  // so\n/** @type {x} */\ngo(at);\n'
    )
    assets.compress_static()
    assert gzip.decompress((static / "base.css.gz").read_bytes()) == b"body { color: black } "
    assert (
        gzip.decompress((static / "page.js.gz").read_bytes())
        == b'const at = "//here"; // and why\ngo(at);\n'
    )


def test_an_unchanged_source_is_not_compressed_again(static: Path) -> None:
    assets.compress_static()
    before = (static / "base.css.gz").stat()
    assets.compress_static()
    assert (static / "base.css.gz").stat() == before


def test_a_source_turned_back_to_an_older_one_is_compressed_again(static: Path) -> None:
    assets.compress_static()
    (static / "base.css").write_text("body {}")
    os.utime(static / "base.css", (1, 1))
    assets.compress_static()
    assert gzip.decompress((static / "base.css.gz").read_bytes()) == b"body {}"


def test_the_copy_of_a_removed_source_goes_too(static: Path) -> None:
    assets.compress_static()
    (static / "base.css").unlink()
    assets.compress_static()
    assert list(static.iterdir()) == []


def test_a_stage_is_made_once_and_again_when_its_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "VENV_PYTHON", tmp_path)
    monkeypatch.setattr(environment, "UNFINISHED", tmp_path / "unfinished")
    made: list[str] = []
    for source in ("one", "one", "two"):
        environment.complete("stage", source, partial(made.append, source))
    assert made == ["one", "two"]
    assert not environment.UNFINISHED.exists()


def test_a_stage_cut_off_leaves_its_mark_and_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "UNFINISHED", tmp_path / "unfinished")

    def cut_off() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        environment.complete("stage", "one", cut_off)
    assert environment.UNFINISHED.exists()
    assert not environment.stamp_of("stage").exists()
