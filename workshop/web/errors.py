"""Error handling: translates refusals and exceptions into JSON or a page, in one place."""

import logging
import secrets

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from workshop.domain import errors
from workshop.protocol.messages import refusal_payload
from workshop.wording import say
from workshop.wording.refusals import explain

log = logging.getLogger(__name__)

_STATUS = {
    errors.FaultyPlan: 422,
    errors.TooLongToRead: 422,
    errors.TooLargeToDraw: 422,
    errors.TooLarge: 413,
    errors.Malformed: 400,
    errors.NotFound: 404,
    errors.NotAdmitted: 403,
    errors.Conflict: 409,
    errors.TooOften: 429,
    errors.Unavailable: 503,
}


def status_of(refusal: errors.Refusal) -> int:
    """The HTTP status that fits a refusal."""
    return _status(type(refusal))


def reasons(status: int) -> list[str]:
    """Every reason that is answered with this status."""
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.Refusal)
    ]
    return [
        kind.__name__ for kind in kinds if not kind.__subclasses__() and _status(kind) == status
    ]


def _status(refused: type[errors.Refusal]) -> int:
    return next(status for kind, status in _STATUS.items() if issubclass(refused, kind))


def payload_of(refusal: errors.Refusal) -> dict[str, object]:
    """A refusal in the form of the contract, with every error of a plan."""
    return refusal_payload(refusal.reason, explain(refusal), **_more(refusal, None))


def add_error_pages(app: Flask) -> None:
    """Translate every refusal, HTTP error and unknown exception of the app."""

    @app.errorhandler(errors.Refusal)
    def refused(refusal: errors.Refusal) -> ResponseReturnValue:
        return _answer(status_of(refusal), refusal.reason, explain(refusal), refusal)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        refusal = {404: errors.UnknownPage(), 413: errors.TooLarge()}.get(error.code or 500)
        if refusal:
            return refused(refusal)
        return _answer(
            error.code or 500, error.name.replace(" ", ""), error.description or error.name
        )

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> ResponseReturnValue:
        incident = secrets.token_hex(4)
        log.error("incident %s: %s", incident, error.__class__.__name__, exc_info=app.debug)
        message = say("Something went wrong on our side. Votes that were confirmed are safe.")
        return _answer(500, "Incident", message, incident=incident)


def _answer(
    status: int,
    reason: str,
    message: str,
    refusal: errors.Refusal | None = None,
    incident: str | None = None,
) -> ResponseReturnValue:
    if request.path.startswith("/api/") or request.path.endswith(".json") or request.is_json:
        return jsonify(refusal_payload(reason, message, **_more(refusal, incident))), status
    title = say("Something went wrong") if status >= 500 else say("That did not work")
    page = render_template(
        "errors/error.html", status=status, title=title, message=message, incident=incident
    )
    return page, status


def _more(refusal: errors.Refusal | None, incident: str | None) -> dict[str, object]:
    more: dict[str, object] = {"incident": incident} if incident else {}
    if isinstance(refusal, errors.FaultyPlan):
        more["faults"] = [{"at": fault.at, "message": fault.message} for fault in refusal.faults]
    return more
