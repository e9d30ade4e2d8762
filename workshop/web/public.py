"""The public pages: home, QR code, health checks."""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from workshop.domain.errors import RateLimited, Refusal, Unavailable, UnknownSession, WrongPassword
from workshop.domain.voting.session import Session, SessionState
from workshop.facilitation.service import Facilitation
from workshop.plans.starters import starters
from workshop.protocol.limits import BALLOT_BYTES
from workshop.protocol.messages import refusal_payload
from workshop.web.access import audience, body, cookie_names
from workshop.web.errors import status_of
from workshop.web.joining import Joining
from workshop.web.languages import remember_language, spoken_at_desks
from workshop.web.opening_access import OpeningAccess
from workshop.wording.refusals import explain

MOST_RESUMED = 20


def public_pages(
    facilitation: Facilitation,
    opening: OpeningAccess,
    joining: Joining,
    lag: Callable[[], float],
    hears_others: Callable[[], bool] | None,
) -> Blueprint:
    """The pages without proof.

    `joining` checks codes. `lag` tells how many seconds green threads have lately waited for their
    turn; `hears_others`, where several workers serve, whether Redis answers. Without it votes are
    taken all the same, so the worker is ready.
    """
    pages = Blueprint("public", __name__)

    @pages.get("/")
    @audience("public")
    def home() -> str:
        return _home(opening, _resumable())

    @pages.post("/opening")
    @audience("public")
    def enter() -> ResponseReturnValue:
        """Exchange the password for a cookie; a wrong one is reported where it was typed."""
        body(BALLOT_BYTES)
        try:
            opening.check_password(request.form.get("password", ""))
        except (WrongPassword, RateLimited) as refusal:
            return _home(opening, _resumable(), opening_problem=explain(refusal)), status_of(
                refusal
            )
        return opening.give_pass(make_response(redirect("/", 303)))

    @pages.post("/language")
    @audience("public")
    def language() -> ResponseReturnValue:
        body(BALLOT_BYTES)
        return remember_language(
            make_response(redirect("/", 303)), request.form.get("language", "")
        )

    @pages.get("/j")
    @pages.get("/j/")
    @audience("public")
    def typed_code() -> ResponseReturnValue:
        typed = request.args.get("code", "")
        try:
            code = joining.session(_normal(typed)).code
        except (UnknownSession, RateLimited) as refusal:
            told = _home(
                opening, _resumable(), code_problem=explain(refusal), code_typed=typed[:20]
            )
            return told, status_of(refusal)
        return redirect(f"/j/{code}", 303)

    @pages.get("/healthz")
    @audience("public")
    def healthz() -> ResponseReturnValue:
        return {"ok": True}

    @pages.get("/readyz")
    @audience("public")
    def readyz() -> ResponseReturnValue:
        lag_ms = round(lag() * 1000)
        try:
            facilitation.check_ready()
        except Unavailable as refusal:
            return refusal_payload(refusal.reason, explain(refusal), lag_ms=lag_ms), 503
        line = {"hears_others": hears_others()} if hears_others else {}
        return {"ok": True, "lag_ms": lag_ms, **line}

    def _resumable() -> list[dict[str, str]]:
        """The sessions whose desk this browser has opened; nobody learns of any other."""
        codes = cookie_names().led(request.cookies)
        return [
            {"code": session.code, "title": session.plan.title}
            for session in map(_led_here, codes[:MOST_RESUMED])
            if session and session.state is not SessionState.ENDED
        ]

    def _led_here(code: str) -> Session | None:
        try:
            return facilitation.admit_facilitator(
                code, request.cookies[cookie_names().facilitator(code)]
            )
        except Refusal:
            return None

    return pages


def _home(opening: OpeningAccess, resumable: list[dict[str, str]], **typed: str) -> str:
    """The home page; `typed` holds a wrong entry and what to say about it."""
    gallery = [
        {
            "id": starter.id,
            "title": starter.title,
            "summary": starter.summary,
            "minutes": starter.minutes,
            "questions": len(starter.plan.questions),
        }
        for starter in starters(spoken_at_desks())
    ]
    return render_template(
        "home.html",
        opening=opening,
        starters=gallery,
        resumable=resumable,
        **typed,
    )


def _normal(typed: str) -> str:
    """A join code in its stored form, however it was typed: any case, with spaces or dashes."""
    return "".join(character for character in typed.upper() if character.isalnum())
