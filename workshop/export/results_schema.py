"""The JSON Schema (2020-12) of results.json, built from the names the rules themselves use.

It refuses what a session cannot have told: a group below the threshold of its own plan, numbers
beside a group that is withheld, a name nobody knows. What a schema cannot say (that counts add up,
that a question is one of the plan) is checked when a document is read (`plans.results_file`).
"""

import json
from typing import Any

from workshop.domain.insight.result import MOST_PEOPLE, MOST_ROUNDS
from workshop.domain.report import FORMAT
from workshop.domain.voting.disclosure import THRESHOLDS, Mode, pools
from workshop.domain.voting.plan import MOST_QUESTIONS, Showing
from workshop.domain.voting.question import Kind, Pass
from workshop.domain.voting.release import NEARLY_ALL, NEARLY_NONE, NO_ANSWER, Reason

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_WORDS: Schema = {"type": "string", "minLength": 1}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_PEOPLE: Schema = {"type": "integer", "minimum": 0, "maximum": MOST_PEOPLE}
_VOTERS: Schema = _PEOPLE | {"minimum": THRESHOLDS[0]}
_ROUND: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_ROUNDS}
_K: Schema = {"type": "integer", "minimum": THRESHOLDS[0], "maximum": THRESHOLDS[-1]}
_PASS: Schema = {"enum": [passing.value for passing in Pass]}
_YES: Schema = {"const": True}


def document() -> bytes:
    """The file's bytes."""
    return (json.dumps(schema(), indent=2) + "\n").encode()


def schema() -> Schema:
    """The schema. Its id is a URN, so no host has to answer for it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT.replace('/', ':')}:results",
        "title": "results.json of Power Workshop",
        **_object(
            {
                "format": {"const": FORMAT},
                "session": _session(),
                "plan": _ref("plan"),
                "results": _list(_ref("result")),
                "not_revealed": _list(
                    _object({"question": _WORDS, "pass": _PASS, "round": _ROUND})
                ),
                "agreements": _list(_agreement()),
                "written": _list(_object({"question": _WORDS, "round": _ROUND, "text": _WORDS})),
                "baseline": {"anyOf": [{"type": "null"}, _baseline()]},
            }
        ),
        "allOf": _thresholds(),
        "$defs": {
            "plan": _plan(),
            "result": _result(),
            "shown": {"oneOf": [_counts(), _veiled(), _withheld()]},
        },
    }


def _baseline() -> Schema:
    told = {
        "format": {"const": FORMAT},
        "session": _object({"code": _WORDS, "opened_on": _DAY}),
        "plan": _ref("plan"),
    }
    told |= {"results": _list(_ref("result")), "agreements": _list(_agreement())}
    return _object(told) | {"allOf": _thresholds()}


def _session() -> Schema:
    told = {"code": _WORDS, "title": _TEXT, "frame": _TEXT, "language": _WORDS, "threshold": _K}
    told |= {"results": {"enum": [showing.value for showing in Showing]}, "opened_on": _DAY}
    return _object(
        told, kept_until=_DAY, kept_days={"type": "integer", "minimum": 1, "maximum": 3650}
    )


def _plan() -> Schema:
    """The fields of a plan that results are read by.

    docs/api.md tells the whole of a plan, and /api/openapi.json its schema.
    """
    question = {
        "id": _WORDS,
        "kind": {"enum": [kind.value for kind in Kind]},
        "text": _WORDS,
        "passes": _list(_PASS),
    }
    asked = {"type": "object", "required": [*question], "properties": question}
    told = {
        "title": _WORDS,
        "threshold": _K,
        "questions": _list(asked) | {"minItems": 1, "maxItems": MOST_QUESTIONS},
    }
    return {"type": "object", "required": [*told], "properties": told}


def _result() -> Schema:
    finding = _object({"key": _WORDS, "parameters": {"type": "object"}}, text=_WORDS)
    place = {"question": _WORDS, "pass": _PASS, "round": _ROUND}
    return {
        "oneOf": [
            _object(
                {
                    **place,
                    "mode": {"const": mode.value},
                    "groups": _groups(mode),
                    "finding": finding,
                },
                round_name=_WORDS,
            )
            for mode in Mode
        ]
    }


def _groups(mode: Mode) -> Schema:
    return _object({group: _ref("shown") for group in pools(mode)})


def _counts() -> Schema:
    counted = _object(
        {"voters": _VOTERS, "counts": _list(_PEOPLE), "no_answer": _PEOPLE}, paper=_PEOPLE
    )
    written = _object({"voters": _VOTERS, "counts": {"const": []}})
    return {"anyOf": [counted, written]}


def _veiled() -> Schema:
    nearly = {"enum": [NEARLY_ALL, NEARLY_NONE]}
    cells = {"type": "object", "minProperties": 1, "additionalProperties": False}
    cells |= {"patternProperties": {rf"^(\d+|{NO_ANSWER})$": nearly}}
    known = _list({"anyOf": [_PEOPLE, {"type": "null"}]})
    return _object({"voters": _VOTERS, "veiled": cells}, counts=known, paper=_PEOPLE)


def _withheld() -> Schema:
    return _object({"suppressed": _YES}, void=_YES, reason={"enum": [*Reason]}, voters=_VOTERS)


def _agreement() -> Schema:
    return _object(
        {
            "question": {"anyOf": [_WORDS, {"type": "null"}]},
            "what": _WORDS,
            "who": _TEXT,
            "by": _TEXT,
        }
    )


def _thresholds() -> list[Schema]:
    """The rule that no group shown is smaller than the plan's own threshold, whichever it is."""
    return [
        {
            "if": _within("plan", {"properties": {"threshold": {"const": k}}}),
            "then": _within(
                "results",
                {"items": _within("groups", _each({"properties": {"voters": {"minimum": k}}}))},
            ),
        }
        for k in THRESHOLDS
    ]


def _within(name: str, inner: Schema) -> Schema:
    return {"properties": {name: inner}}


def _each(inner: Schema) -> Schema:
    return {"additionalProperties": inner}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(required: Schema, **optional: Schema) -> Schema:
    return {
        "type": "object",
        "required": [*required],
        "properties": required | optional,
        "additionalProperties": False,
    }
