"""The phone's pages: join, vote by plain form, read the state; all of it works without any script."""

import re
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from workshop.cookies import participant_cookie
from workshop.domain.errors import MalformedRequest, Refusal, SessionEnded, StaleBallot
from workshop.domain.participant import PartnerGroup
from workshop.domain.plan import Showing
from workshop.domain.session import Session, SessionState
from workshop.facilitation import Facilitation
from workshop.present import Presenter
from workshop.requests import BallotForm, read
from workshop.web.access import (
    BALLOT_BYTES,
    admitted_participant,
    audience,
    body,
    form_fields,
    give_cookie,
    json_body,
    participant_token,
)
from workshop.web.errors import status_of
from workshop.web.reached import Reached
from workshop.wording.refusals import explain

_DAYS = 7


def participant_pages(facilitation: Facilitation, presenter: Presenter, reached: Reached) -> Blueprint:
    """The pages of whoever votes. `reached` learns by which of our addresses phones came."""
    pages = Blueprint("participant", __name__)

    @pages.get("/j/<code>")
    @pages.get("/J/<code>")
    @pages.get("/J/<code>/<slip>")
    @audience("public")
    def phone(code: str, slip: str = "") -> ResponseReturnValue:
        session = facilitation.session(code.upper())
        reached.note(session.code)
        token = participant_token(session.code)
        if token and facilitation.has_joined(session.code, token):
            return _page(session, token)
        if session.state is SessionState.ENDED:
            raise SessionEnded()
        return _with_token(_join_page(session, slip), session.code, token)

    @pages.get("/j/<code>/promise")
    @audience("public")
    def promise(code: str) -> str:
        return render_template("participant/promise_page.html", **_promised(facilitation.session(code.upper())))

    @pages.post("/j/<code>/join")
    @audience("public")
    def join(code: str) -> ResponseReturnValue:
        session = facilitation.session(code.upper())
        body(BALLOT_BYTES)
        slip = _typed(request.form.get("slip", ""))
        try:
            group = _group(request.form.get("group"))
            token = facilitation.join(session.code, participant_token(session.code), group, slip)
        except Refusal as refusal:
            return _join_page(session, slip, explain(refusal)), status_of(refusal)
        there = make_response(redirect(f"/j/{session.code}", 303))
        return give_cookie(there, participant_cookie(session.code), token, _DAYS)

    @pages.post("/j/<code>/ballots")
    @audience("participant")
    def ballots(code: str) -> ResponseReturnValue:
        token = admitted_participant(facilitation, code.upper())
        return _cast_json(code.upper(), token) if request.is_json else _cast_form(code.upper(), token)

    def _cast(code: str, token: str, form: BallotForm) -> None:
        facilitation.votes.check(token)
        facilitation.cast_ballot(code, token, form.place, form.choices, form.number, form.text)

    def _cast_json(code: str, token: str) -> ResponseReturnValue:
        form = read(BallotForm, json_body(BALLOT_BYTES))
        _cast(code, token, form)
        return {"ok": True, "number": form.number}

    def _cast_form(code: str, token: str) -> ResponseReturnValue:
        try:
            form = read(BallotForm, form_fields("round", "number", every=("choices",)))
            _check_fresh(facilitation.session(code), token, form)
            _cast(code, token, form)
        except Refusal as refusal:
            return _page(facilitation.session(code), token, explain(refusal)), status_of(refusal)
        return redirect(f"/j/{code}", 303)

    def _check_fresh(session: Session, token: str, form: BallotForm) -> None:
        """A page sent again, after the back button, may hold another choice: it must not pass for a repeat."""
        mark = facilitation.mark_of(session, token)
        if mark and form.place == session.place and form.number <= mark.last_number:
            raise StaleBallot()

    def _page(session: Session, token: str, problem: str | None = None) -> str:
        mark = facilitation.mark_of(session, token)
        present = presenter.present_for_participant(session, mark, facilitation.revealed(session))
        counted = mark is not None and "change" not in request.args
        return render_template(
            "participant/page.html", code=session.code, present=present, counted=counted, problem=problem
        )

    def _with_token(page: str, code: str, token: str | None) -> Response:
        """Its token comes with the first page: a phone whose answer to "join" is lost joins again as the same one."""
        return give_cookie(make_response(page), participant_cookie(code), token or facilitation.new_token(), _DAYS)

    def _join_page(session: Session, slip: str = "", problem: str | None = None) -> str:
        return render_template(
            "participant/join.html",
            **_promised(session),
            frame=session.plan.frame,
            groups={group.value: label for group, label in session.plan.labels.items()},
            rehearsal=session.is_rehearsal,
            needs_slips=session.needs_slips,
            slip=slip,
            door="locked" if session.door_locked else "open",
            problem=problem,
        )

    def _promised(session: Session) -> dict[str, Any]:
        """What the promise is made of."""
        return {
            "code": session.code,
            "title": session.plan.title,
            "threshold": session.policy.threshold,
            "live": session.plan.results is Showing.LIVE,
        }

    return pages


def _typed(slip: str) -> str:
    """The code on a slip as it is kept, however it was typed."""
    return re.sub(r"[\s-]", "", slip).upper()


def _group(name: str | None) -> PartnerGroup:
    try:
        return PartnerGroup(name or "")
    except ValueError:
        raise MalformedRequest(at="group", problem="choose one of the three groups") from None
