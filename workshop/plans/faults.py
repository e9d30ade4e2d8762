"""From what pydantic found to faults in our own words, each at its place in the document."""

from collections.abc import Iterator

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workshop.domain.errors import Fault
from workshop.plans import fields
from workshop.plans.schema import GroupsTable, PlanTable, QuestionTable

WHOLE = "plan"  # the place of what concerns the whole document

_MISSING = {
    "title": "Give the plan a title.",
    "questions": "Add at least one question.",
    "id": "Give the question an id, such as “budget”.",
    "kind": "Say what kind of question this is.",
    "text": "Write the question here.",
}
_SAID = {
    "model_type": "Write a table of keys and values here.",
    "dict_type": "Write a table of keys and values here.",
    "list_type": "Write a list here, in square brackets.",
    "string_unicode": "Take out the key that holds half a character.",
}
_OTHERWISE = "This cannot be read; write it as the starter plans do."
_TABLES: dict[int | str, type[BaseModel]] = {"questions": QuestionTable, "groups": GroupsTable}


def faults_of(error: ValidationError) -> Iterator[Fault]:
    """Every fault, in the order of the document's keys."""
    return (Fault(place(found["loc"]), _sentence(found)) for found in error.errors(include_url=False))


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
        return _MISSING[str(key)]
    if found["type"] == "extra_forbidden":
        return _unknown_key(str(key), found["loc"])
    return _SAID.get(found["type"], _OTHERWISE)


def _unknown_key(key: str, location: tuple[int | str, ...]) -> str:
    table = _TABLES[location[0]] if location[1:] else PlanTable
    keys = list(table.model_fields)
    hint = fields.nearest(key, keys) or f" Use {fields.listed(keys)}."
    return f"“{fields.showable(key)}” means nothing here.{hint}"
