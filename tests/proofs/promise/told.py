"""Every sentence that promises something, found where people read it: nothing on these surfaces is
left out.
"""

import re
from collections.abc import Iterator

from tests.support.servers import ROOT
from tests.unit.wording.texts import texts_of

PROMISING = (
    *(
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "templates" / "participant").rglob("*.html"))
    ),
    *(
        f"templates/partials/{name}.html"
        for name in ("wall", "wall_talk", "turnout", "home_foot", "handout")
    ),
    *(
        "templates/facilitator/slips.html",
        "templates/facilitator/beats.html",
        "workshop/wording/promise.py",
    ),
)
"""Whatever stands in these files is a sentence somebody keeps, a sentence about the world, or none
at all.
"""
FILE_PROMISE = "Everyone who took part was promised:"
_END = re.compile(r"(?<=[.!?؟])\s+")


def told() -> set[str]:
    """The sentences, word for word, of every file that promises."""
    return {sentence for path in PROMISING for sentence in told_in(path)}


def told_in(path: str) -> set[str]:
    """The sentences of a file."""
    return {sentence for text in texts_of(path, lambda _: True) for sentence in sentences(text.one)}


def promising_texts() -> set[str]:
    """The texts as catalogues hold them, of one sentence or several."""
    return {text.one for path in PROMISING for text in texts_of(path, lambda _: True)}


def only_at_desks() -> set[str]:
    """Those of the promising texts that nobody reads but whoever leads."""
    desks = [path for path in PROMISING if path.startswith("templates/facilitator")]
    return {text.one for path in desks for text in texts_of(path, lambda _: True)}


def sentences(text: str) -> Iterator[str]:
    """What a text says, one after the other; a line without an end, such as a heading, is one
    too.
    """
    yield from (part for part in _END.split(text.strip()) if part)


def readme_promise() -> str:
    """What the repository's front page promises, on one line."""
    page = (ROOT / "README.md").read_text("utf-8")
    return " ".join(page.split("**The promise to participants**")[1].split("\n\n")[1].split())
