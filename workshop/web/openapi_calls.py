"""Requests and answers of each API call, in JSON Schema; forms are referred to."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from workshop.domain.voting.session import AskingState, SessionState
from workshop.export import EXPORTS
from workshop.plans.schema import PlanTable
from workshop.plans.starters import IDS
from workshop.protocol.messages import DeskForm

Schema = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """`takes` and `answers` by media type, `refuses` by status."""

    summary: str
    answers: Schema
    refuses: tuple[int, ...]
    takes: Schema | None = None
    status: int = 200


def table(required: Schema, **optional: Schema) -> Schema:
    """An object with these keys; later versions may add more."""
    return {"type": "object", "required": list(required), "properties": required | optional}


def listed(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def either(*schemas: Schema) -> Schema:
    """One of these."""
    return {"anyOf": list(schemas)}


def form_schema(form: type[BaseModel]) -> Schema:
    """The schema of a form."""
    return {"$ref": f"#/components/schemas/{form.__name__}"}


def as_json(schema: Schema) -> Schema:
    """The content of a JSON body."""
    return {"application/json": {"schema": schema}}


TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": "integer", "minimum": 0}
OBJECT: Schema = {"type": "object"}
NOTHING: Schema = {"type": "null"}
YES: Schema = {"const": True}
TRUTH: Schema = {"type": "boolean"}

_FAULT = table({"at": WORDS, "message": WORDS})


def refusal(reasons: list[str]) -> Schema:
    """A refusal with one of these reasons."""
    said = {"ok": {"const": False}, "reason": {"enum": reasons}, "message": WORDS}
    return table(said, version=NUMBER, faults=listed(_FAULT))


DONE = table({"ok": YES, "version": NUMBER})

_PLAN = as_json(form_schema(PlanTable)) | {"application/toml": {"schema": TEXT}}
_TO_OPEN = either(
    form_schema(PlanTable),
    table({"plan": either({"enum": list(IDS)}, form_schema(PlanTable))}, baseline=OBJECT)
    | {"additionalProperties": False},
    table({"baseline": OBJECT}) | {"additionalProperties": False},
)
_FAULTY = refusal(["FaultyPlan"])
_DESK = table({"id": WORDS, "name": TEXT, "own": TRUTH})
_LINKS = {"code": WORDS, "join_url": WORDS, "screen_url": WORDS, "screen_key": WORDS}
_KEY = {"facilitator_url": WORDS, "facilitator_key": WORDS}
_STANDING = ["shown", *(state for state in AskingState if state is not AskingState.TAKEN_BACK)]
_STATE = table(
    {
        "version": NUMBER,
        "session": table({"code": WORDS, "title": WORDS, "state": {"enum": list(SessionState)}}),
        "question": either(
            NOTHING, table({"id": WORDS, "text": WORDS, "state": {"enum": _STANDING}})
        ),
        "plan": listed(OBJECT),
        "agreements": listed(OBJECT),
    }
)

_NOTE = table({"at": WORDS, "same_as": WORDS, "message": WORDS})

CALLS = {
    "GET /api/openapi.json": Call("This document", as_json(OBJECT), ()),
    "POST /api/plans/check": Call(
        "Read a plan; nothing is kept",
        as_json(
            either(
                table(
                    {
                        "ok": YES,
                        "plan": form_schema(PlanTable),
                        "toml": WORDS,
                        "notes": listed(_NOTE),
                    }
                ),
                _FAULTY,
            )
        ),
        (403, 413, 422, 429, 503),
        _PLAN,
    ),
    "POST /api/plans/preview": Call(
        "A plan's first question, as a wall shows it",
        as_json(
            either(
                table({"ok": YES, "state": OBJECT, "turnout": OBJECT, "release": NOTHING}), _FAULTY
            )
        ),
        (403, 413, 422, 429, 503),
        _PLAN,
    ),
    "POST /api/sessions": Call(
        "Open a session",
        as_json(table(_LINKS | _KEY)),
        (400, 403, 404, 413, 422, 429, 503),
        as_json(_TO_OPEN) | {"application/toml": {"schema": TEXT}},
        201,
    ),
    "GET /api/sessions/{code}": Call(
        "The state as facilitators see it", as_json(_STATE), (403, 503)
    ),
    "DELETE /api/sessions/{code}": Call(
        "Forget everything about the session", as_json(table({"ok": YES})), (403, 503)
    ),
    "GET /api/sessions/{code}/desks": Call(
        "The desks", as_json(table({"desks": listed(_DESK)})), (403, 503)
    ),
    "POST /api/sessions/{code}/desks": Call(
        "Make another desk",
        as_json(table({"id": WORDS, "name": WORDS, "own": TRUTH} | _KEY)),
        (400, 403, 409, 413, 503),
        as_json(form_schema(DeskForm)),
        201,
    ),
    "DELETE /api/sessions/{code}/desks/{desk}": Call(
        "Close another desk", as_json(table({"ok": YES})), (403, 404, 409, 503)
    ),
    "GET /api/sessions/{code}/slips": Call(
        "The codes of the slips",
        as_json(table({"northern": listed(WORDS), "southern": listed(WORDS)})),
        (403, 503),
    ),
    "GET /api/results.schema.json": Call(
        "The form of results.json", {"application/schema+json": {"schema": OBJECT}}, ()
    ),
    "GET /api/sessions/{code}/exports/{name}": Call(
        "A file to take home",
        {
            export.media_type: {"schema": OBJECT if "json" in export.media_type else TEXT}
            for export in EXPORTS.values()
        },
        (403, 404, 409, 422, 503),
    ),
}

PARTS = {
    "code": {"type": "string", "pattern": "^[0-9A-Za-z]{6}$"},
    "desk": {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"},
    "name": {"enum": list(EXPORTS)},
}

_AS_COOKIE = "The same; where the public address is https, the name begins with __Host-."
PROOFS = {
    "facilitator_key": {
        "type": "http",
        "scheme": "bearer",
        "description": "Told once, when the session is opened.",
    },
    "facilitator_cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "facilitator_<CODE>",
        "description": _AS_COOKIE,
    },
    "opening_key": {
        "type": "http",
        "scheme": "bearer",
        "description": "The opening key or password of this server.",
    },
    "opening_pass": {
        "type": "apiKey",
        "in": "cookie",
        "name": "opening",
        "description": "From the start page.",
    },
}
WHO: dict[str, list[dict[str, list[str]]]] = {
    "public": [{}],
    "facilitator": [{"facilitator_key": []}, {"facilitator_cookie": []}],
}
FOR_WHO_OPENS = ("/api/sessions", "/api/plans/check", "/api/plans/preview")
WHO_OPENS: list[dict[str, list[str]]] = [{"opening_key": []}, {"opening_pass": []}, {}]
