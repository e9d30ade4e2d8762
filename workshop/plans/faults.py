"""Translates pydantic's errors into our own words, each at its place in the document."""

from collections.abc import Iterator

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workshop.domain.errors import Fault
from workshop.plans import fields
from workshop.plans.schema import GroupsTable, PlanTable, QuestionTable
from workshop.wording import say
from workshop.wording.plans import MISREAD, MISREAD_OTHERWISE, MISSING

WHOLE = "plan"  # the place of what concerns the whole document

_TABLES: dict[int | str, type[BaseModel]] = {"questions": QuestionTable, "groups": GroupsTable}


def faults_of(error: ValidationError) -> Iterator[Fault]:
    """Every error, in the order of the document's keys."""
    return (
        Fault(place(found["loc"]), _sentence(found)) for found in error.errors(include_url=False)
    )


def place(location: tuple[int | str, ...]) -> str:
    """The path of a value, as in `questions[2].kind`."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step != "[key]":
            path += f".{fields.showable(step)}"
    return path.removeprefix(".") or WHOLE


def _sentence(found: ErrorDetails) -> str:
    key = found["loc"][-1] if found["loc"] else WHOLE
    if found["type"] == "value_error":
        return str(found["ctx"]["error"])
    if found["type"] == "missing":
        return say(MISSING[str(key)])
    if found["type"] == "extra_forbidden":
        return _unknown_key(str(key), found["loc"])
    return say(MISREAD.get(found["type"], MISREAD_OTHERWISE))


def _unknown_key(key: str, location: tuple[int | str, ...]) -> str:
    table = _TABLES[location[0]] if location[1:] else PlanTable
    keys = list(table.model_fields)
    hint = fields.nearest(key, keys) or f" {say('Use {keys}.', keys=fields.listed(keys))}"
    return say("“{key}” means nothing here.", key=fields.showable(key)) + hint
