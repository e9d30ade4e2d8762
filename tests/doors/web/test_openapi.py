"""The OpenAPI document is what is served: every route and verb is in it, and the real server keeps
to it.
"""

import re
from typing import Any

import pytest
import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.clients import BUDGET_TODAY, Phone, Script
from tests.support.in_process import InProcess, in_process
from tests.support.trials import trials
from workshop.config import Config
from workshop.protocol.verbs import VERBS
from workshop.web.access import audience
from workshop.web.openapi import openapi

EXAMPLES = trials(2, 20)
"""For each call."""
CHECKS: Any = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    config = Config(data=tmp_path_factory.mktemp("openapi"), async_mode="threading")
    return in_process(config).app


@pytest.fixture(scope="module")
def document(one_server: InProcess) -> dict[str, Any]:
    answer = requests.get(f"{one_server.base}/api/openapi.json", timeout=60)
    assert answer.status_code == 200
    described: dict[str, Any] = answer.json()
    return described


def test_every_route_and_verb_of_the_api_is_described_and_nothing_else(
    app: Flask, document: dict[str, Any]
) -> None:
    served = set()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        paths = [path.replace("{verb}", verb) for verb in VERBS] if "{verb}" in path else [path]
        methods = {method.lower() for method in rule.methods or ()} & METHODS
        served |= {
            (method, path) for path in paths for method in methods if path.startswith("/api/")
        }
    described = {(method, path) for path, calls in document["paths"].items() for method in calls}
    assert described == served
    assert len(described) > len(VERBS) + 8


def test_a_route_that_is_not_described_stops_the_document(app: Flask) -> None:
    other = Flask("other", static_folder=None)
    other.add_url_rule("/api/new", "new", audience("public")(lambda: "new"))
    with pytest.raises(KeyError, match="GET /api/new"):
        openapi(other)


def test_the_document_is_sound_and_its_names_are_unique(document: dict[str, Any]) -> None:
    schemathesis.openapi.from_dict(document).validate()
    names = [call["operationId"] for calls in document["paths"].values() for call in calls.values()]
    assert len(set(names)) == len(names)


def test_what_a_plan_may_hold_is_in_it(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["PlanTable"]["properties"]["threshold"]["maximum"] == 10
    assert schemas["QuestionTable"]["properties"]["text"]["maxLength"] == 500
    assert "id" not in schemas["AddedQuestionTable"]["required"]
    assert schemas["AgreementForm"]["properties"]["what"]["maxLength"] > 100


def live(base: str) -> Script:
    """A session in which most calls find something to do."""
    session = Script(base)
    phone = Phone(base, session.code, "northern")
    session.do("open_question", **BUDGET_TODAY)
    phone.cast([1])
    session.do("close_question", **BUDGET_TODAY)
    session.do("add_agreement", what="Meet again")
    return session


def requests_for(operation: Any) -> st.SearchStrategy[Any]:
    """Sound ones, and where there is a body, unsound ones too."""
    sound: st.SearchStrategy[Any] = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    return (
        sound | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        if operation.body
        else sound
    )


def tried(session: Script, operation: Any, examples: int) -> set[int]:
    """The statuses that were answered. Raises schemathesis' failures."""
    seen = set()

    @given(case=requests_for(operation))
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def keeps_to_the_document(case: Any) -> None:
        if "code" in case.path_parameters:
            case.path_parameters["code"] = session.code
        answer = case.call(
            base_url=session.base, headers={"Authorization": f"Bearer {session.key}"}, timeout=60
        )
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code < 400 or (answer.json()["reason"] and answer.json()["message"])
        seen.add(answer.status_code)

    keeps_to_the_document()
    return seen


def test_the_server_keeps_to_the_document_whatever_is_sent(
    one_server: InProcess, document: dict[str, Any]
) -> None:
    answered = {}
    session = live(one_server.base)
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        # each of the exports starts a process
        examples = trials(1, 3) if "exports" in operation.path else EXAMPLES
        answered[operation.label] = tried(session, operation, examples)
        if (
            operation.path.endswith("/end_session")
            or operation.label == "DELETE /api/sessions/{code}"
        ):
            session = live(one_server.base)
    assert len(answered) > len(VERBS)
    assert sum(min(statuses) < 300 for statuses in answered.values()) > len(answered) / 2
    assert sum(max(statuses) >= 400 for statuses in answered.values()) > len(answered) / 2
