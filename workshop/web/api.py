"""The API for facilitators and scripts, as the contract has it."""

import json
import subprocess
import sys
from pathlib import Path

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from workshop.domain.errors import Refusal, UnknownExport, UnknownPage
from workshop.domain.plan import Plan
from workshop.domain.slips import HATS
from workshop.export import EXPORTS
from workshop.facilitation import Facilitation
from workshop.plans.form import parse_plan
from workshop.plans.starters import starter
from workshop.present import Presenter
from workshop.requests import refusal_payload
from workshop.verbs import VERBS, perform
from workshop.web.access import PLAN_BYTES, VERB_BYTES, admitted_facilitator, audience, body, json_body
from workshop.web.errors import status_of
from workshop.web.opening import Opening
from workshop.wording.refusals import explain

_RENDERING_SECONDS = 60
_ROOT = Path(__file__).resolve().parent.parent.parent


def api(facilitation: Facilitation, presenter: Presenter, opening: Opening) -> Blueprint:
    """Everything under /api."""
    calls = Blueprint("api", __name__, url_prefix="/api/sessions")

    @calls.post("")
    @audience("public")
    def open_session() -> ResponseReturnValue:
        opening.check()
        session, key = facilitation.open_session(_plan())
        return {
            "code": session.code,
            "join_url": presenter.join_url(session),
            "screen_url": presenter.screen_url(session),
            "screen_key": session.screen_key,
            "facilitator_url": presenter.facilitator_url(session, key),
            "facilitator_key": key,
        }, 201

    @calls.get("/<code>")
    @audience("facilitator")
    def state(code: str) -> ResponseReturnValue:
        present = facilitation.present(admitted_facilitator(facilitation, code.upper()))
        return presenter.for_facilitator(present.session, present.undoable, present.revealed)

    @calls.post("/<code>/<verb>")
    @audience("facilitator")
    def do(code: str, verb: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        if verb not in VERBS:
            raise UnknownPage()
        try:
            return {"ok": True, "version": perform(facilitation, session.code, verb, json_body(VERB_BYTES)).version}
        except Refusal as refusal:
            version = facilitation.session(session.code).version
            return refusal_payload(refusal.reason, explain(refusal), version=version), status_of(refusal)

    @calls.get("/<code>/slips")
    @audience("facilitator")
    def slips(code: str) -> ResponseReturnValue:
        made = facilitation.slips.of(admitted_facilitator(facilitation, code.upper()).code)
        return {hat.value: [slip.code for slip in made if slip.hat is hat] for hat in HATS}

    @calls.get("/<code>/exports/<name>")
    @audience("facilitator")
    def export(code: str, name: str) -> Response:
        session = admitted_facilitator(facilitation, code.upper())
        if name not in EXPORTS:
            raise UnknownExport()
        report = facilitation.report(session.code)
        return _download(name, _rendered(name, json.dumps(report.as_document()).encode()))

    @calls.delete("/<code>")
    @audience("facilitator")
    def delete(code: str) -> ResponseReturnValue:
        facilitation.delete_session(admitted_facilitator(facilitation, code.upper()).code)
        return {"ok": True}

    return calls


def _plan() -> Plan:
    raw = body(PLAN_BYTES)
    if request.mimetype == "application/toml":
        return parse_plan(raw, "toml")
    starter_id = _starter_id(raw)
    return parse_plan(raw, "json") if starter_id is None else starter(starter_id)


def _starter_id(raw: bytes) -> str | None:
    """The id in `{"plan": "<id>"}`; None for anything else, which the plan's reader judges."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    is_choice = isinstance(document, dict) and document.keys() == {"plan"} and isinstance(document["plan"], str)
    return document["plan"] if is_choice else None


def _rendered(name: str, document: bytes) -> bytes:
    """The file, made in another process: drawing a spreadsheet here would hold up every phone in the room."""
    command = [sys.executable, "-m", "workshop.export", name]
    done = subprocess.run(  # noqa: S603  our own module, and a name from our own list
        command, cwd=_ROOT, input=document, capture_output=True, timeout=_RENDERING_SECONDS, check=True
    )
    return done.stdout


def _download(name: str, content: bytes) -> Response:
    response = Response(content, content_type=EXPORTS[name].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
