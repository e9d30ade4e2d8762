"""Every text of the program, found where it is said: what the catalogues must hold, no less and no
more.

`python -m tests.unit.wording.texts` writes it into them: new texts come in without a translation,
old ones go.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.support.servers import ROOT
from workshop.domain.voting.plan import DEFAULT_LABELS
from workshop.wording import WITHIN
from workshop.wording.languages import DESK_LANGUAGES, ENGLISH, LANGUAGES

CALLS = ("say", "say_many", "_of_both")
# A text may stand in parts, one below the other, which Jinja joins.
IN_TEMPLATES = re.compile(
    r"""\b(?:_|wall|wall\.said|wall\.also)\(\s*((?:"[^"]*"\s*)+|(?:'[^']*'\s*)+)[,)]"""
)
_PART = re.compile(r""""([^"]*)"|'([^']*)'""")

# What only desks, scripts and files say; everything else may be read on a phone or a wall, or is
# read aloud there.
AT_THE_DESK = (
    *("templates/facilitator", "templates/plan", "templates/report", "templates/home.html"),
    *("templates/partials/open_session.html", "templates/partials/opening.html"),
    *(f"workshop/wording/{name}.py" for name in ("next_step", "files", "plans", "rehearsal")),
    *("workshop/export", "workshop/plans", "workshop/web/api.py", "workshop/web/get_ready.py"),
)
DESK_TABLE = "_AT_THE_DESK"  # the name of a table of texts that only desks say
HEADERS = (
    "POT-Creation",
    "PO-Revision",
    "Last-T",
    "Language-Team",
    "Project",
    "Report",
    "Generated",
)
PASSING = tuple(f'"{name}'.encode() for name in HEADERS)  # lines that change by themselves
IN_ENGLISH = ("start.py",)  # what a terminal prints
NO_TEXTS = ("__init__.py", "languages.py", "catalogue.py")


class Text(NamedTuple):
    """A text; `many` is the second English form of one that counts something."""

    one: str
    many: str = ""
    context: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        """As catalogues name it."""
        return (self.one, self.many) if self.many else self.one


@cache
def texts_for(language: str) -> frozenset[Text]:
    """What a catalogue must hold: everything where desks, too, speak the language."""
    return every_text() if language in DESK_LANGUAGES else frozenset(phone_and_wall_texts())


@cache
def every_text() -> frozenset[Text]:
    """What is said anywhere."""
    return frozenset(phone_and_wall_texts()) | frozenset(desk_texts())


def phone_and_wall_texts() -> Iterator[Text]:
    """What people may read on a phone or a wall."""
    for label in DEFAULT_LABELS.values():
        yield from (Text(label), Text(label, context=WITHIN))
    for path in sources():
        if not path.startswith(AT_THE_DESK):
            yield from texts_of(path, lambda table: table != DESK_TABLE)


def desk_texts() -> Iterator[Text]:
    """What only desks, scripts and files say."""
    for path in sources():
        yield from texts_of(path, partial(_at_a_desk, path.startswith(AT_THE_DESK)))


def _at_a_desk(is_all: bool, table: str) -> bool:
    return is_all or table == DESK_TABLE


def sources() -> Iterator[str]:
    """The files in which texts may stand."""
    for folder, kind in (("templates", "*.html"), ("workshop", "*.py")):
        for path in sorted((ROOT / folder).rglob(kind)):
            if path.name not in IN_ENGLISH:
                yield path.relative_to(ROOT).as_posix()


def texts_of(path: str, wanted: Callable[[str], bool]) -> Iterator[Text]:
    """The texts of a file, those in tables that are wanted by their name."""
    source = (ROOT / path).read_text("utf-8")
    if path.endswith(".html"):
        yield from (Text(joined(parts)) for parts in IN_TEMPLATES.findall(source) if wanted(""))
        return
    tree = parsed(source)
    yield from (text for text in called(tree) if wanted(""))
    if path.startswith(("workshop/wording/", "workshop/presenter/table")) and not path.endswith(
        NO_TEXTS
    ):
        for statement in tree.body:
            if (
                isinstance(statement, ast.Assign | ast.AnnAssign)
                and statement.value
                and wanted(name_of(statement))
            ):
                yield from map(Text, constants(statement.value))


def joined(parts: str) -> str:
    """One text of its quoted parts."""
    return "".join(double or single for double, single in _PART.findall(parts))


@cache
def parsed(source: str) -> ast.Module:
    """Once, though every source is searched for texts of two kinds."""
    return ast.parse(source)


def called(tree: ast.AST) -> Iterator[Text]:
    """What `say` and its like are given word for word."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in CALLS
        ):
            if getattr(node.func, "id", "") == "say_many":
                yield Text(*(next(constants(part)) for part in node.args[:2]))
            elif node.args:
                yield from map(Text, constants(node.args[0]))


def constants(node: ast.AST) -> Iterator[str]:
    """The texts in an expression; the keys of tables are none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from constants(value)
    elif isinstance(node, ast.Tuple | ast.List | ast.BinOp | ast.IfExp):
        for part in ast.iter_child_nodes(node):
            yield from constants(part)


def name_of(statement: ast.Assign | ast.AnnAssign) -> str:
    """What a table is called."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    return getattr(target, "id", "")


def path_of(language: str) -> Path:
    """Where a catalogue is."""
    return ROOT / "workshop" / "wording" / "locale" / language / "LC_MESSAGES" / "workshop.po"


@cache
def catalogue_of(language: str) -> Catalog:
    """The catalogue as it is in the repository; an empty one where there is none yet."""
    path = path_of(language)
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=language)


def brought_up_to_date(language: str) -> bytes:
    """The catalogue with every text it must hold and no other, in the order of the English."""
    known, fresh = catalogue_of(language), Catalog(language, fuzzy=False, header_comment="")
    for text in sorted(texts_for(language), key=lambda text: (text.one, text.context or "")):
        message = known.get(text.one, text.context)
        fresh.add(text.id, message.string if message else "", context=text.context)
    written = BytesIO()
    write_po(written, fresh, width=0, omit_header=False, no_location=True)
    return stripped(written.getvalue())


def stripped(written: bytes) -> bytes:
    """Without the lines of the header that change by themselves."""
    kept = (line for line in written.split(b"\n") if not line.startswith(PASSING))
    return b"\n".join(kept)


if __name__ == "__main__":
    for each in LANGUAGES:
        if each != ENGLISH:
            path_of(each).parent.mkdir(parents=True, exist_ok=True)
            path_of(each).write_bytes(brought_up_to_date(each))
