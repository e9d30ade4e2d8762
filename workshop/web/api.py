"""The API for facilitators and scripts, as the contract has it."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from workshop.domain.baseline import Baseline
from workshop.domain.errors import ExportNotInstalled, Refusal, UnknownExport, UnknownPage
from workshop.domain.plan import Plan
from workshop.domain.report import Report, read_baseline
from workshop.domain.slips import HATS
from workshop.export import EXPORTS
from workshop.export.zipped import file_stem
from workshop.facilitation import Facilitation
from workshop.plans.form import parse_plan, read_plan
from workshop.plans.starters import starter
from workshop.present import Presenter
from workshop.requests import refusal_payload
from workshop.verbs import VERBS, perform
from workshop.web.access import OPENING_BYTES, VERB_BYTES, admitted_facilitator, audience, body, json_body
from workshop.web.errors import status_of
from workshop.web.lanes import leave_lane
from workshop.web.languages import spoken_at_desks
from workshop.web.opening import Opening
from workshop.wording.refusals import explain

_RENDERING_SECONDS = 180  # the pictures of the largest plan, on a slow machine
_ROOT = Path(__file__).resolve().parent.parent.parent


def api(facilitation: Facilitation, presenter: Presenter, opening: Opening, retention_days: int) -> Blueprint:
    """Everything under /api."""
    calls = Blueprint("api", __name__, url_prefix="/api/sessions")

    @calls.post("")
    @audience("public")
    def open_session() -> ResponseReturnValue:
        opening.check()
        session, key = facilitation.open_session(*_opening())
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
        kept = facilitation.kept_until(session.code, retention_days)
        report = replace(facilitation.report(session.code), kept_until=kept, kept_days=retention_days)
        return _download(name, report, _rendered(name, json.dumps(report.as_document()).encode()))

    @calls.delete("/<code>")
    @audience("facilitator")
    def delete(code: str) -> ResponseReturnValue:
        facilitation.delete_session(admitted_facilitator(facilitation, code.upper()).code)
        return {"ok": True}

    return calls


def _opening() -> tuple[Plan, Baseline | None]:
    """What is to be opened: a plan, and what to compare it with."""
    raw = body(OPENING_BYTES)
    if request.mimetype == "application/toml":
        return parse_plan(raw, "toml"), None
    document = _wrapped(raw)
    if document is None:
        return parse_plan(raw, "json"), None
    if "baseline" not in document:
        return _plan(document["plan"]), None
    baseline = read_baseline(document["baseline"], read_plan, "baseline")
    return _plan(document["plan"]) if "plan" in document else baseline.plan, baseline


def _wrapped(raw: bytes) -> dict[str, Any] | None:
    """`{"plan": …, "baseline": …}`, or one of the two; None for anything else, which the plan's reader judges."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    is_wrapped = isinstance(document, dict) and document and document.keys() <= {"plan", "baseline"}
    return document if is_wrapped else None


def _plan(document: object) -> Plan:
    """A starter plan by its id, in the language this request asks for; or a plan, in its own."""
    if isinstance(document, str):
        return starter(document, spoken_at_desks())
    return parse_plan(json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"), "json")


def _rendered(name: str, document: bytes) -> bytes:
    """The file, made in another process: drawing a spreadsheet here would hold up every phone in the room."""
    command = [sys.executable, "-m", "workshop.export", name]
    leave_lane()  # the other process takes its time
    done = subprocess.run(  # noqa: S603  our own module, and a name from our own list
        command, cwd=_ROOT, input=document, capture_output=True, timeout=_RENDERING_SECONDS, check=False
    )
    if done.returncode and done.stderr.startswith(ExportNotInstalled.__name__.encode()):
        raise ExportNotInstalled()
    done.check_returncode()
    return done.stdout


def _download(name: str, report: Report, content: bytes) -> Response:
    """The file, called by its session and what it is; spelled twice, as a title may be in any script (RFC 6266)."""
    response = Response(content, content_type=EXPORTS[name].media_type)
    called = f"{file_stem(report.plan.title, report.opened_on, report.code)}-{name}"
    plain = f"{report.opened_on.isoformat()}-{report.code}-{name}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(called)}"
    response.headers["Content-Disposition"] = named
    return response
