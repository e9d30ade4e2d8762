"""The docs are held to the code, both ways: what is listed exists, and what exists is listed."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.support.servers import ROOT
from workshop.config import SETTINGS, Config
from workshop.domain import errors
from workshop.export import EXPORTS
from workshop.export.table import COLUMNS
from workshop.live.facilitator import FacilitatorNamespace
from workshop.live.participant import ParticipantNamespace
from workshop.live.screen import ScreenNamespace
from workshop.plans.starters import IDS
from workshop.protocol.audiences import FACILITATOR, PARTICIPANT, SCREEN
from workshop.protocol.verbs import VERBS
from workshop.web.errors import status_of
from workshop.wording.refusals import explain

DECISION_LINES = 30
PICTURE_BYTES = 300_000


def tracked() -> list[Path]:
    """Every file of the repository: those git knows, and those it would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive has no git
        hidden = {".venv", ".git", "vendor", "node_modules", "__pycache__"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.parts)]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


PAGES = sorted(path for path in tracked() if path.suffix == ".md")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(name: str, heading: str = "") -> Iterator[list[str]]:
    """The cells of every table row whose first cell is code, below a heading if one is given."""
    page = text(name)
    part = re.split(r"\n#+ ", page[page.index(heading) + len(heading) :])[0] if heading else page
    for line in part.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0].startswith("`"):
            yield cells


def names(name: str, heading: str = "") -> list[str]:
    """The code in the first cell of every row."""
    return [re.findall(r"`([^`]+)`", cells[0])[0] for cells in rows(name, heading)]


# --- Settings


def test_every_setting_is_listed_and_every_listed_setting_exists() -> None:
    listed = [name for name in names("docs/configuration.md") if name.startswith("WORKSHOP_")]
    assert sorted(listed) == sorted(SETTINGS)


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    named = {
        name
        for page in PAGES
        if page.name != "CHANGELOG.md"  # which tells what is gone
        for name in re.findall(r"\bWORKSHOP_[A-Z_]+", page.read_text("utf-8"))
    }
    assert named == set(SETTINGS)


def test_the_listed_default_of_a_setting_is_its_default() -> None:
    listed = {cells[0].strip("`"): cells[1].strip("`") for cells in rows("docs/configuration.md")}
    defaults = {
        "WORKSHOP_HOST": Config().host,
        "WORKSHOP_PORT": str(Config().port),
        "WORKSHOP_ASYNC": Config().async_mode,
        "WORKSHOP_OPENING": Config().opening,
        "WORKSHOP_RETENTION_DAYS": str(Config().retention_days),
    }
    assert {setting: listed[setting] for setting in defaults} == defaults


# --- Events


def test_every_event_a_client_may_send_is_listed_for_its_namespace() -> None:
    listed = {
        (cells[0].strip("`"), cells[1].strip("`"))
        for cells in rows("docs/events.md", "## Client → server")
    }
    audiences = {
        PARTICIPANT: ParticipantNamespace.events,
        SCREEN: ScreenNamespace.events,
        FACILITATOR: FacilitatorNamespace.events,
    }
    assert listed == {
        (event, namespace) for namespace, events in audiences.items() for event in events
    }


def test_every_verb_of_the_api_is_listed() -> None:
    section = text("docs/api.md").split("\n## Verbs\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("| ") and "`" in line]
    listed = [verb for line in table for verb in re.findall(r"`(\w+)`", line)]
    assert sorted(listed) == sorted(VERBS)


def test_every_event_the_server_emits_is_listed() -> None:
    assert set(names("docs/events.md", "## Server → client")) == emitted()


def emitted() -> set[str]:
    """The first text of every `_emit` and `_send` of the live door, which send all there is."""
    trees = [
        ast.parse(path.read_text("utf-8")) for path in (ROOT / "workshop" / "live").glob("*.py")
    ]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        str(argument.value)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("_emit", "_send")
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }


# --- Routes

PRINT_ROUTES = """
import json, wsgi
rules = wsgi.app.url_map.iter_rules()
audience = lambda rule: wsgi.app.view_functions[rule.endpoint].audience
asked = [(rule, method) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}]
print(json.dumps([[method, rule.rule, audience(rule)] for rule, method in asked]))
"""


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Every route of the app with its audience; in a process of its own, whose threads and files go
    with it.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith("WORKSHOP_")}
    settings = {
        "WORKSHOP_DATA": str(tmp_path_factory.mktemp("routes")),
        "WORKSHOP_ASYNC": "threading",
    }
    command = [sys.executable, "-c", PRINT_ROUTES]
    printed = subprocess.run(
        command, cwd=ROOT, env=others | settings, capture_output=True, check=True
    ).stdout
    return {(f"{method} {rule}", audience) for method, rule, audience in json.loads(printed)}


def test_every_route_is_listed_with_its_audience_and_every_listed_route_exists(
    routes: set[tuple[str, str]],
) -> None:
    assert {(cells[0].strip("`"), cells[1]) for cells in rows("docs/api.md", "## Routes")} == routes


def test_the_starter_plans_are_listed() -> None:
    listed = text("docs/api.md").split("Starter plans:")[1].split(".")[0]
    assert tuple(re.findall(r"`([\w-]+)`", listed)) == IDS


# --- Refusals


def leaves(kind: type[errors.Refusal]) -> Iterator[type[errors.Refusal]]:
    """The refusals that are raised: those nothing derives from."""
    for derived in kind.__subclasses__():
        yield from leaves(derived)
    if not kind.__subclasses__():
        yield kind


REFUSALS = [refusal for refusal in leaves(errors.Refusal) if refusal.__module__ == errors.__name__]
PARAMETERS = {"at": "x", "problem": "y", "allowed": 1, "version": 1}


def made(kind: type[errors.Refusal]) -> errors.Refusal:
    return errors.FaultyPlan([]) if kind is errors.FaultyPlan else kind(**PARAMETERS)


def test_every_refusal_is_listed_with_its_status_and_every_listed_one_exists() -> None:
    listed = [(cells[0].strip("`"), int(cells[1])) for cells in rows("docs/api.md", "## Refusals")]
    assert sorted(listed) == sorted((kind.__name__, status_of(made(kind))) for kind in REFUSALS)


def test_every_refusal_has_a_sentence_for_people() -> None:
    said = {kind.__name__: explain(made(kind)) for kind in REFUSALS}
    assert {
        name: sentence
        for name, sentence in said.items()
        if not sentence.endswith((".", "!", "?")) or name in sentence
    } == {}


# --- Files


def test_every_file_to_take_home_is_listed() -> None:
    assert [name for name in names("docs/files.md") if "." in name] == list(EXPORTS)


def test_the_columns_of_the_table_are_listed_in_their_order() -> None:
    below = names("docs/files.md", '## The table of `results.csv` and the sheet "Results"')
    assert tuple(below[: len(COLUMNS)]) == COLUMNS


def test_the_readme_names_both_commands_with_make_and_without() -> None:
    readme = text("README.md")
    for command in (
        "make run",
        "make test",
        "python3 bootstrap.py run",
        "python3 bootstrap.py test",
    ):
        assert command in readme


def test_the_picture_of_the_readme_is_small() -> None:
    assert 0 < (ROOT / "docs" / "surfaces.png").stat().st_size < PICTURE_BYTES


# --- The pages themselves


def links(page: Path) -> Iterator[tuple[str, str]]:
    """The relative links of a page: path and anchor. Code is not searched."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield unquote(path), anchor


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_relative_link_leads_somewhere() -> None:
    assert [f"{page.name}: {link}" for page in PAGES for link in lost(page)] == []


def lost(page: Path) -> Iterator[str]:
    """The links of a page that lead nowhere."""
    for path, anchor in links(page):
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield f"{path}#{anchor}"


def test_the_search_for_links_finds_them() -> None:
    assert {path for path, _ in links(ROOT / "README.md")} >= {
        "docs/surfaces.png",
        "docs/secrecy.md",
        "LICENSE",
    }


NAMED = re.compile(r"`((?:workshop|tests|static|templates|docs)/[\w./-]+)`")


def test_every_file_that_a_page_names_exists() -> None:
    named = [(page, name) for page in PAGES for name in NAMED.findall(page.read_text("utf-8"))]
    assert len(named) > 50
    assert [
        f"{page.name}: {name}"
        for page, name in named
        if not name.startswith("static/vendor") and not (ROOT / name).exists()
    ] == []


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [path.name[:4] for path in DECISIONS] == [
        f"{number:04}" for number in range(1, len(DECISIONS) + 1)
    ]
    listed = [path for path, _ in links(ROOT / "docs" / "decisions" / "README.md")]
    assert listed == [path.name for path in DECISIONS]


def test_a_decision_is_short_and_says_why_what_and_what_follows() -> None:
    assert {path.stem: faults for path in DECISIONS if (faults := list(faults_of(path)))} == {}


def faults_of(decision: Path) -> Iterator[str]:
    page = decision.read_text("utf-8")
    if len(page.splitlines()) > DECISION_LINES:
        yield "too long"
    if re.findall(r"^## (.+)$", page, re.MULTILINE) != ["Context", "Decision", "Consequences"]:
        yield "its headings"
    if not re.search(r"^\d{4}-\d{2}-\d{2} · accepted$", page, re.MULTILINE):
        yield "no date"


# --- What must not be in the repository

REGISTRIES = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg.com",
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:wo" r"rk|ro" r"ot|ho" r"me|Us" r"ers)/\w")


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    for path in tracked():
        content = path.read_bytes().decode("utf-8", "replace")
        assert not [host for host in REGISTRIES if host in content], path
        assert not MACHINE_PATHS.search(content), path
