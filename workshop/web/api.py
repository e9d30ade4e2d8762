"""The HTTP API for facilitators and scripts."""

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from workshop.domain.errors import Refusal, UnknownExport, UnknownPage, UnknownSession
from workshop.domain.report import Report
from workshop.domain.voting.slips import HATS
from workshop.export import EXPORTS
from workshop.export.renderers import Renderers
from workshop.export.zipped import file_stem
from workshop.facilitation.service import Facilitation
from workshop.plans.checkers import Checkers
from workshop.presenter.presenter import Presenter
from workshop.protocol.limits import OPENING_BYTES, VERB_BYTES
from workshop.protocol.messages import refusal_payload
from workshop.protocol.verbs import VERBS, perform
from workshop.server.http.idle_connections import CONNECTION
from workshop.server.http.request_slots import release_slot
from workshop.web.access import admitted_facilitator, audience, body, json_body, plan_media
from workshop.web.errors import status_of
from workshop.web.opening_access import OpeningAccess
from workshop.wording.refusals import explain


def api(
    facilitation: Facilitation,
    presenter: Presenter,
    opening: OpeningAccess,
    checkers: Checkers,
    renderers: Renderers,
    retention_days: int,
) -> Blueprint:
    """Everything under /api."""
    calls = Blueprint("api", __name__, url_prefix="/api/sessions")

    @calls.post("")
    @audience("public")
    def open_session() -> ResponseReturnValue:
        opening.check()
        raw = body(OPENING_BYTES)
        release_slot()  # it may wait for a checker
        opened = checkers.opening(raw, plan_media())
        session, key = facilitation.open_session(opened.plan, opened.baseline)
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
            return {
                "ok": True,
                "version": perform(facilitation, session.code, verb, json_body(VERB_BYTES)).version,
            }
        except Refusal as refusal:
            version = facilitation.session(session.code).version
            return refusal_payload(refusal.reason, explain(refusal), version=version), status_of(
                refusal
            )

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

        def report() -> Report:
            kept = facilitation.kept_until(session.code, retention_days)
            return replace(
                facilitation.report(session.code), kept_until=kept, kept_days=retention_days
            )

        release_slot()  # its turn may be long in coming
        try:
            return _download(
                name, *renderers.file(session.code, name, report, _is_there(request.environ))
            )
        except UnknownSession:  # deleted meanwhile
            renderers.forget(session.code)
            raise

    @calls.delete("/<code>")
    @audience("facilitator")
    def delete(code: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        facilitation.delete_session(session.code)
        renderers.forget(session.code)
        return {"ok": True}

    return calls


def _is_there(environ: dict[str, Any]) -> Callable[[], bool]:
    """A check whether the sender of this request still waits for the answer."""
    connection = environ.get(CONNECTION)  # none behind another WSGI server
    wire: Any = getattr(connection, "fd", connection)  # the system's own, below a green one

    def is_there() -> bool:
        try:
            # a second name for the same socket, without its time limit: with one, even a look would
            # wait
            with type(wire)(fileno=os.dup(wire.fileno())) as look:
                return bool(look.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except (BlockingIOError, AttributeError):  # nothing to read; no such flag on Windows
            return True
        except OSError:
            return False

    return is_there


def _download(name: str, report: Report, content: bytes) -> Response:
    """A file as a download, named by its session and kind.

    The name is given twice, as a title may be in any script (RFC 6266).
    """
    response = Response(content, content_type=EXPORTS[name].media_type)
    called = f"{file_stem(report.plan.title, report.opened_on, report.code)}-{name}"
    plain = f"{report.opened_on.isoformat()}-{report.code}-{name}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(called)}"
    response.headers["Content-Disposition"] = named
    return response
