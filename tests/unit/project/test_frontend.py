"""docs/frontend.md is held to templates and scripts: the `data-*` vocabulary, folders, entries."""

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.servers import ROOT
from tools.assets import compress_static

JS, CSS, TEMPLATES = ROOT / "static" / "js", ROOT / "static" / "css", ROOT / "templates"
PAGE = (ROOT / "docs" / "frontend.md").read_text("utf-8")
MOST_LINES = 120
ATTRIBUTE = re.compile(r"\bdata-([a-z]+(?:-[a-z]+)*)")
FIELD = re.compile(r"\bdataset\.(\w+)")
FIELDS = re.compile(r"\{([^{}=]*)\} = [^;\n]*dataset;|dataset, \{([^{}]*)\}")
IMPORT = re.compile(r'^(?:import|export) .*?from "([^"]+)";|^import "([^"]+)";', re.M | re.S)
VENDOR = "static/vendor/socket.io.esm.min.js"


def scripts() -> list[Path]:
    return sorted(JS.rglob("*.js"))


def kebab(name: str) -> str:
    """`slotHref` as attributes say it."""
    return re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name)


def written_by(script: str) -> set[str]:
    """The attributes a script names: in selectors, and by `dataset` one by one or several."""
    several = (
        name for found in FIELDS.findall(script) for name in re.findall(r"\w+", "".join(found))
    )
    return {*ATTRIBUTE.findall(script), *map(kebab, (*FIELD.findall(script), *several))}


def used() -> set[str]:
    """Every attribute of ours in templates, scripts and style sheets."""
    pages = (path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    sheets = (path.read_text("utf-8") for path in CSS.rglob("*.css"))
    found = {name for text in (*pages, *sheets) for name in ATTRIBUTE.findall(text)}
    return found.union(*(written_by(path.read_text("utf-8")) for path in scripts()))


def rows(heading: str) -> Iterator[list[str]]:
    """The rows of the tables below a heading, whose first cell is code."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for line in section.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_every_attribute_that_is_used_is_told_and_every_one_told_is_used() -> None:
    told = [name for row in rows("The `data-*` vocabulary") for name in ATTRIBUTE.findall(row[0])]
    assert sorted(told) == sorted(used())


def test_attributes_are_found_however_a_script_names_them() -> None:
    script = """
      node.dataset.slotHref = root.querySelector("[data-when]");
      const { code, here } = document.body.dataset;
      Object.assign(button.dataset, { again, first });
    """
    assert written_by(script) == {"slot-href", "when", "code", "here", "again", "first"}


def folder_of(script: Path) -> str:
    return script.relative_to(JS).parts[0]


def imported(script: Path) -> Iterator[Path]:
    """The files a script imports."""
    for found in IMPORT.findall(script.read_text("utf-8")):
        yield Path(os.path.normpath(script.parent / "".join(found)))


def test_each_folder_imports_only_what_it_may() -> None:
    may = {Path(row[0].strip("`")).name: set(re.findall(r"\w+", row[2])) for row in folders()}
    assert {folder_of(script) for script in scripts()} == set(may)
    for script in scripts():
        own = folder_of(script)
        for other in imported(script):
            if other != ROOT / VENDOR:
                assert other.is_file(), f"{script.name} imports {other}"
                assert folder_of(other) in may[own] | {own}, f"{own} imports {other.name}"


def folders() -> list[list[str]]:
    return [row for row in rows("Folders") if len(row) == 3]


def test_one_script_alone_knows_socket_io() -> None:
    knowing = [script.name for script in scripts() if ROOT / VENDOR in imported(script)]
    assert knowing == ["connection.js"]


def test_every_script_is_an_entry_or_imported() -> None:
    entries = {row[0].strip("`") for row in rows("Folders") if len(row) == 2}
    named = {
        name
        for page in TEMPLATES.rglob("*.html")
        for name in re.findall(r"<script[^>]*asset\('js/([\w/]+\.js)'\)", page.read_text("utf-8"))
    }
    assert entries == named
    reached = {JS / name for name in named}.union(*(set(imported(one)) for one in scripts()))
    assert set(scripts()) <= reached


def test_a_phones_page_preloads_every_module_it_runs() -> None:
    page = (TEMPLATES / "participant" / "page.html").read_text("utf-8")
    preloaded = set(re.findall(r'"((?:phone|shared)/\w+)"', page))
    needed, left = set[Path](), [JS / "phone" / "main.js"]
    while left:
        script = left.pop()
        needed.add(script)
        left += [one for one in imported(script) if one not in needed and JS in one.parents]
    assert preloaded == {one.relative_to(JS).with_suffix("").as_posix() for one in needed}


def test_scripts_are_served_without_their_types() -> None:
    compress_static()
    typed = [path for path in scripts() if "@param" in path.read_text("utf-8")]
    assert len(typed) > 20
    for path in typed:
        served = gzip.decompress(path.with_name(path.name + ".gz").read_bytes()).decode()
        assert "@param" not in served, path.name
        assert not re.search(r"^\s*(//|/\*\*\n)", served, re.M), path.name


@pytest.mark.parametrize("script", scripts(), ids=lambda path: str(path.relative_to(JS)))
def test_a_script_is_short_and_says_what_it_is_for(script: Path) -> None:
    text = script.read_text("utf-8")
    assert text.startswith("// ")
    assert len(text.splitlines()) <= 200


def test_the_page_is_short() -> None:
    assert len(PAGE.splitlines()) <= MOST_LINES
