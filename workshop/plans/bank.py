"""The question library: suggested questions, grouped by the stages of a partnership."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat

from workshop.domain.voting.question import Kind
from workshop.wording.languages import ENGLISH


@dataclass(frozen=True)
class Stage:
    """A stage of a partnership, with suggested questions: the kind and text of each."""

    name: str
    questions: tuple[tuple[Kind, str], ...]


@cache
def stages(language: str = ENGLISH) -> tuple[Stage, ...]:
    """Every stage in one of the languages of desks, in the order of a partnership's life."""
    document = tomllib.loads((files(__package__) / "bank.toml").read_text("utf-8"))
    return tuple(_stage(stage.get("kinds"), **stage[language]) for stage in document["stages"])


def _stage(kinds: list[str] | None, name: str, questions: list[str]) -> Stage:
    every = map(Kind, kinds) if kinds else repeat(Kind.WHO_DECIDES)
    return Stage(name, tuple(zip(every, questions, strict=kinds is not None)))
