"""The rules of the house that no type checker sees; import rules are contracts in pyproject.toml,
run here too.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.servers import ROOT
from workshop.web.access import audience, check_audiences


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    """Every Python file of the program, as (path, text)."""
    for folder in folders or ("workshop",):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text()
    yield "wsgi.py", (ROOT / "wsgi.py").read_text()


def files_with(pattern: str) -> set[str]:
    """The program's files in which the pattern stands in a line of code."""
    return {path for path, text in sources() if re.search(pattern, text, re.MULTILINE)}


def test_the_import_contracts_are_kept() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_only_the_settings_read_the_environment() -> None:
    assert files_with(r"os\.(environ|getenv)(?!\[\"SOURCE_DATE_EPOCH\"\] = )") == {
        "workshop/config.py"
    }


def test_eventlet_is_named_in_one_file() -> None:
    assert files_with(r"^\s*(import|from) eventlet") == {"workshop/server/eventlet_server.py"}
    assert files_with(r"monkey_patch\(") == {"workshop/server/eventlet_server.py"}


def test_no_module_stands_loose_in_the_program() -> None:
    loose = {path.name for path in (ROOT / "workshop").glob("*.py")}
    assert loose == {"__init__.py", "__main__.py", "app.py", "config.py", "start.py"}


def test_nothing_of_ours_is_found_by_a_name_in_the_app() -> None:
    assert files_with(r"\bextensions\[") == set()


def test_the_start_is_a_screenful() -> None:
    assert len((ROOT / "wsgi.py").read_text().splitlines()) <= 40


def test_every_number_of_the_server_stands_in_one_file() -> None:
    numbers = r"^\s*[A-Z][A-Z_]+(: \w+)? = \(?[\d.]+( \*|$|\)|,|  #)"
    named = {path for path in files_with(numbers) if path.startswith("workshop/server/")}
    assert named == {"workshop/server/limits.py"}


def test_only_the_broadcaster_speaks_to_a_room() -> None:
    assert files_with(r"\broom=") == {"workshop/live/broadcaster.py"}


def test_only_app_joins_the_parts() -> None:
    assert files_with(r"(?<!class )\b(Facilitation|SqlStore|SocketBroadcaster|Presenter)\(") == {
        "workshop/app.py"
    }


def test_nothing_prints_or_logs_a_value_that_came_from_a_person() -> None:
    lines = [
        line
        for _, text in sources()
        for line in text.splitlines()
        if re.search(r"\blog\.\w+\(", line)
    ]
    assert lines
    for line in lines:
        assert not re.search(
            r"token|ballot\b|choices|cookie|remote_addr|str\(error\)|, error\)", line
        ), line


def test_the_domain_module_that_decides_what_leaves_never_names_a_choice() -> None:
    text = (ROOT / "workshop/domain/voting/disclosure.py").read_text()
    code = re.sub(r'""".*?"""', "", text, flags=re.DOTALL)
    assert "pool_sizes" in code
    assert not re.search(r"choice|ballot", code)


def test_a_view_that_declares_no_audience_stops_the_start() -> None:
    app = Flask("house", static_folder=None)
    app.add_url_rule("/open", "open", audience("public")(lambda: "hello"))
    check_audiences(app)
    app.add_url_rule("/undeclared", "undeclared", lambda: "hello")
    with pytest.raises(RuntimeError, match="undeclared"):
        check_audiences(app)
