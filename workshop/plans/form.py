"""The parser of plans: from a file or document to a sound Plan, or all its errors at once."""

import json
import re
import tomllib
from itertools import chain, islice
from typing import Any, Literal

from pydantic import ValidationError

from workshop.domain.errors import Fault, FaultyPlan, FaultyQuestion, TooLarge
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Question
from workshop.plans import fields
from workshop.plans.across import faults_across
from workshop.plans.faults import WHOLE, faults_of
from workshop.plans.schema import PlanTable
from workshop.wording import say

BYTES_MOST = 256 * 1024
FAULTS_MOST = (
    500  # more help nobody, and a file made of faults must not become an answer of megabytes
)

_KEY_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_ENDLESS_KEY = re.compile(rf"(?<![\w-])(?:{_KEY_PART}){{16}}")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def parse_plan(raw: bytes, media: Literal["toml", "json"]) -> Plan:
    """The plan in a file. Raises TooLarge over 256 KiB, FaultyPlan otherwise."""
    if len(raw) > BYTES_MOST:
        raise TooLarge(most_kib=BYTES_MOST // 1024)
    source = _decoded(raw)
    return read_plan(_toml(source) if media == "toml" else _json(source))


def read_plan(document: object) -> Plan:
    """The plan in a parsed document. Raises FaultyPlan with every error."""
    fields.hint_afresh()
    across = list(islice(faults_across(document), FAULTS_MOST))
    try:
        table = PlanTable.model_validate(document)
    except ValidationError as error:
        raise FaultyPlan(islice(chain(faults_of(error), across), FAULTS_MOST)) from None
    if across:
        raise FaultyPlan(across)
    return table.as_plan()


def read_question(document: object) -> Question:
    """One question in a parsed document, without an id.

    Raises FaultyQuestion with its first error.
    """
    question = {"id": "added", **document} if isinstance(document, dict) else document
    try:
        return read_plan({"title": "-", "questions": [question]}).questions[0]
    except FaultyPlan as faulty:
        fault = faulty.faults[0]
        raise FaultyQuestion(
            problem=f"{fault.at.removeprefix('questions[0].')}: {fault.message}"
        ) from None


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        raise _unreadable(
            say("Save the file as UTF-8: this is not."), *_place_after(before)
        ) from None


def _toml(source: str) -> Any:
    if _ENDLESS_KEY.search(source):  # tomllib needs minutes for a key of thousands of parts
        raise _beyond_reading()
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise _faulty_toml(str(error), source) from None
    except (ValueError, RecursionError):
        raise _beyond_reading() from None


def _json(source: str) -> Any:
    try:
        return json.loads(source, object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        raise _unreadable(
            say("This is not JSON: {problem}.", problem=error.msg), error.lineno, error.colno
        ) from None
    except _KeyTwice as error:
        message = say(
            "Write the key “{key}” only once in a table.", key=fields.showable(str(error))
        )
        raise FaultyPlan([Fault(WHOLE, message)]) from None
    except (ValueError, RecursionError):
        raise _beyond_reading() from None


class _KeyTwice(ValueError):
    pass


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object. Raises _KeyTwice: JSON keeps the last of two equal keys, and loses the other."""
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise _KeyTwice(key)
        table[key] = value
    return table


def _faulty_toml(message: str, source: str) -> FaultyPlan:
    found = _TOML_PLACE.search(message)
    said = say("This is not TOML: {problem}.", problem=_TOML_PLACE.sub("", message))
    if found and found[1]:
        return _unreadable(said, int(found[1]), int(found[2]))
    return _unreadable(said, *_place_after(source))


def _place_after(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows this text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _unreadable(message: str, line: int, column: int) -> FaultyPlan:
    return FaultyPlan(
        [Fault(say("line {line}, column {column}", line=line, column=column), message)]
    )


def _beyond_reading() -> FaultyPlan:
    message = say(
        "Write this plan more simply: a number in it is too long, or its tables are nested too"
        " deep."
    )
    return FaultyPlan([Fault(WHOLE, message)])
