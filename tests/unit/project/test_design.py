"""The visual language is the one of docs/design.md: every token is told there, and no colour is
made anywhere else.
"""

import re
from collections.abc import Iterator

import pytest
from PIL import ImageColor

from tests.support.servers import ROOT

CSS = ROOT / "static" / "css"
PAGE = (ROOT / "docs" / "design.md").read_text("utf-8")
SHEETS = sorted(path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css"))
TEMPLATES = ROOT / "templates"
MOST_LINES = 80
DECLARED = re.compile(r"(--[\w-]+): ([^;]+);")
MADE = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|oklab|oklch|lab|lch|color)\(")
NAMED = re.compile(rf"(?<![\w-])(?:{'|'.join(ImageColor.colormap)})(?![\w-])", re.IGNORECASE)


def style(name: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text("utf-8"), flags=re.DOTALL)


def declared(name: str) -> dict[str, str]:
    """The tokens of a sheet as they stand for everyone."""
    return dict(reversed(DECLARED.findall(style(name))))


def told() -> Iterator[tuple[str, str, str]]:
    """The raw colours of the page: name, by day, by night."""
    for line in PAGE.splitlines():
        if line.startswith("| `--raw-"):
            raw, _, day, night, _ = (cell.strip(" `") for cell in line.strip("|").split("|"))
            yield raw, day, day if night == "the same" else night


def colours_made_in(text: str) -> list[str]:
    """Colours that do not come from a token, in a style sheet."""
    values = re.findall(r":([^:;{}]+)(?=[;}])", text)
    return MADE.findall(text) + [found for value in values for found in NAMED.findall(value)]


def test_every_token_is_told_and_every_token_told_exists() -> None:
    assert set(re.findall(r"`(--[\w-]+)`", PAGE)) == set(declared("shared/tokens.css"))
    assert len(PAGE.splitlines()) <= MOST_LINES


def test_the_colours_told_are_those_of_day_and_night() -> None:
    day = {
        name: value
        for name, value in declared("shared/tokens.css").items()
        if name.startswith("--raw-")
    }
    assert {raw: by_day for raw, by_day, _ in told()} == day
    assert {raw: by_night for raw, _, by_night in told()} == day | declared("shared/dark.css")
    assert f"{declared('shared/tokens.css')['--move'].removesuffix('ms')} ms" in PAGE


@pytest.mark.parametrize("name", SHEETS)
def test_no_sheet_makes_a_colour_and_only_roles_use_raw_ones(name: str) -> None:
    text = style(name)
    if name in ("shared/tokens.css", "shared/dark.css"):
        raw = "".join(
            f"{token}: {value};"
            for token, value in DECLARED.findall(text)
            if token.startswith("--raw-")
        )
        assert colours_made_in(raw)
        text = DECLARED.sub(lambda found: "" if found[1].startswith("--raw-") else found[0], text)
    else:
        assert "--raw-" not in text
    assert colours_made_in(text) == []


def test_a_colour_that_is_made_is_found() -> None:
    assert colours_made_in(
        "a { color: #fff; } b { background: White; } c { fill: rgb(0 0 0); }"
    ) == [
        "#fff",
        "rgb(",
        "White",
    ]
    assert colours_made_in("a { white-space: nowrap; color: var(--ink); inset: 0 }") == []


def classes_styled() -> set[str]:
    """Every class that a selector of a sheet names."""
    rules = "".join(map(style, SHEETS))
    return {
        name
        for selector in re.findall(r"[^{};]*\{", rules)
        for name in re.findall(r"\.([a-z][\w-]*)", selector)
    }


def classes_worn() -> set[str]:
    """Every class that a template gives an element, but for reports, which have a sheet inside."""
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "report"]
    given = " ".join(
        worn for path in pages for worn in re.findall(r'class="([^"]*)"', path.read_text("utf-8"))
    )
    return set(re.sub(r"\{\{.*?\}\}", " ", given).split())


def test_every_class_worn_is_styled() -> None:
    assert classes_worn() - classes_styled() == set()


def test_every_class_styled_is_worn_or_set_by_a_script() -> None:
    """Set: a script or a macro is given its name alone."""
    named_alone = {
        name
        for folder, kind in ((TEMPLATES, "*.html"), (ROOT / "static" / "js", "*.js"))
        for path in folder.rglob(kind)
        for name in re.findall(r"""["']([\w-]+)["']""", path.read_text("utf-8"))
    }
    assert classes_styled() - classes_worn() - named_alone == set()
