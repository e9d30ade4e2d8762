"""The OpenAPI document, made of what is served: routes, verbs, forms and refusals.

A route that `openapi_calls` does not know stops the document, and so the test that reads it.
"""

import re
from functools import cache
from typing import Any

from flask import Blueprint, Flask, Response, current_app
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from workshop.export import SCHEMA, results_schema
from workshop.plans.schema import PlanTable
from workshop.protocol.messages import DeskForm
from workshop.protocol.verbs import FORMS
from workshop.web.access import audience
from workshop.web.errors import reasons
from workshop.web.openapi_calls import (
    CALLS,
    DONE,
    FOR_WHO_OPENS,
    PARTS,
    PROOFS,
    WHO,
    WHO_OPENS,
    Call,
    Schema,
    as_json,
    form_schema,
    refusal,
)

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_REFUSING = (400, 403, 404, 409, 413, 422, 429, 503)
_ABOUT = (
    "What facilitators' pages and scripts can do. Refusals carry a stable `reason` and a `message`"
    " for people. Beside those listed, an unexpected failure is answered 500 with the reason"
    " `Incident` and a number from the server's log."
)


def openapi_pages() -> Blueprint:
    """The OpenAPI document, and the JSON Schema of results.json."""
    pages = Blueprint("openapi", __name__)

    @pages.get(f"/api/{SCHEMA}")
    @audience("public")
    def results() -> ResponseReturnValue:
        return Response(results_schema.document(), content_type="application/schema+json")

    @pages.get("/api/openapi.json")
    @audience("public")
    def document() -> ResponseReturnValue:
        return openapi(current_app)

    return pages


def openapi(app: Flask) -> Schema:
    """The document of everything that this app serves under /api.

    Raises KeyError for a route it cannot describe.
    """
    paths: dict[str, Schema] = {}
    for method, route, who in _routes(app):
        for path, call in _calls(method, route):
            paths.setdefault(path, {})[method.lower()] = _operation(method, path, call, who)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Power Workshop", "version": "1", "description": _ABOUT},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": _schemas(),
            "responses": {str(status): _refused(status) for status in _REFUSING},
            "securitySchemes": PROOFS,
        },
    }


def _routes(app: Flask) -> list[tuple[str, str, str]]:
    """(method, path, audience) of each."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    views: dict[str, Any] = app.view_functions
    return [
        (method, _PART.sub(r"{\1}", rule.rule), views[rule.endpoint].audience)
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]


def _calls(method: str, route: str) -> list[tuple[str, Call]]:
    """The calls of a route, each at its path: those of the verbs are one route."""
    if not route.endswith("/{verb}"):
        return [(route, CALLS[f"{method} {route}"])]
    return [
        (
            route.replace("{verb}", verb),
            Call(
                _said(verb),
                as_json(DONE),
                (400, 403, 404, 409, 413, 503),
                as_json(form_schema(form)),
            ),
        )
        for verb, form in FORMS.items()
    ]


def _said(verb: str) -> str:
    return verb.replace("_", " ").capitalize()


def _operation(method: str, path: str, call: Call, who: str) -> Schema:
    refused = {str(status): {"$ref": f"#/components/responses/{status}"} for status in call.refuses}
    operation: Schema = {
        "operationId": "_".join([method.lower(), *re.findall(r"\w+", path)[1:]]),
        "summary": call.summary,
        "security": WHO_OPENS if path in FOR_WHO_OPENS else WHO[who],
        "responses": {
            str(call.status): {"description": "Done", "content": call.answers},
            **refused,
        },
    }
    if call.takes:
        operation["requestBody"] = {"content": call.takes}
    names = re.findall(r"{(\w+)}", path)
    if names:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": PARTS[name]} for name in names
        ]
    return operation


def _refused(status: int) -> Schema:
    return {"description": "Refused", "content": as_json(refusal(reasons(status)))}


@cache
def _schemas() -> Schema:
    forms: list[type[BaseModel]] = [PlanTable, DeskForm, *dict.fromkeys(FORMS.values())]
    _, said = models_json_schema(
        [(form, "validation") for form in forms], ref_template="#/components/schemas/{model}"
    )
    schemas: Schema = said["$defs"]
    return schemas
