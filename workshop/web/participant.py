"""The phone's pages: join, vote by plain form, read the state; all without scripts."""

import re
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from workshop.domain.errors import MalformedRequest, NotJoined, Refusal, SessionEnded, StaleBallot
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.session import Session, SessionState
from workshop.facilitation.service import JOIN_CODE_LENGTH, Facilitation
from workshop.presenter.presenter import Presenter
from workshop.presenter.qr import qr_svg
from workshop.protocol.cookies import SEATS
from workshop.protocol.limits import BALLOT_BYTES
from workshop.protocol.messages import BallotForm, read
from workshop.server.http.addresses import ServedAddresses
from workshop.web.access import audience, body, form_fields, json_body
from workshop.web.errors import status_of
from workshop.web.joining import JOINED, Joining
from workshop.web.languages import phone_language, remember_language
from workshop.web.reachability import Reachability
from workshop.wording import promise as words_of_promise
from workshop.wording import say
from workshop.wording.languages import speak, spoken
from workshop.wording.refusals import explain, met_by_phones
from workshop.wording.translated import translated

MOST_SPARES = 256


def participant_pages(
    facilitation: Facilitation,
    presenter: Presenter,
    joining: Joining,
    addresses: ServedAddresses,
    reached: Reachability,
) -> Blueprint:
    """The pages of participants. `reached` learns by which of our addresses phones came."""
    pages = Blueprint("participant", __name__)

    @pages.get("/j/<code>", defaults={"seat": 1})
    @pages.get("/j/<code>/seat/<int:seat>")
    @pages.get("/J/<code>", defaults={"seat": 1})
    @pages.get("/J/<code>/<slip>", defaults={"seat": 1})
    @audience("public")
    def phone(code: str, seat: int, slip: str = "") -> ResponseReturnValue:
        session = _session(code)
        reached.note(session.code)
        wished = joining.wishes(session.code, seat)
        try:
            token = joining.admitted(session.code, seat)
        except NotJoined:
            return _invited(session, seat, slip or _typed(request.args.get("slip", "")))
        except Refusal as refusal:
            if not wished:
                raise
            page = make_response(
                _join_page(session, seat, problem=explain(refusal)), status_of(refusal)
            )
            return joining.with_proof(page, session.code, seat, refusal)
        if slip:  # somebody else's, on a phone that is shared; or one's own once more
            return redirect(f"/j/{session.code}/seats?slip={_typed(slip)}", 303)
        if JOINED in request.args:
            return joining.with_proof(
                make_response(redirect(_here(session.code, seat), 303)), session.code, seat
            )
        page = make_response(_page(session, seat, token))
        return joining.with_proof(page, session.code, seat) if wished else page

    @pages.get("/j/<code>/seats")
    @audience("public")
    def seats(code: str) -> str:
        session = _session(code)
        taken = [seat for seat in range(1, SEATS + 1) if joining.token(session, seat)]
        free = len(taken) + 1
        return render_template(
            "participant/seats.html",
            title=translated(session.plan).title,
            seats=[(seat, _here(session.code, seat)) for seat in taken],
            new=(free, _here(session.code, free)) if free <= SEATS else None,
            most=SEATS,
            slip=_typed(request.args.get("slip", "")),
        )

    @pages.get("/j/<code>/qr.svg")
    @audience("public")
    def join_qr(code: str) -> Response:
        """The QR code for this address, made without looking whether the session exists.

        So it tells nobody. What is longer than a join code is none: a picture of two thousand
        letters keeps everyone waiting.
        """
        base = (
            addresses.base_at(request.args.get("at", "")) if len(code) == JOIN_CODE_LENGTH else None
        )
        named = presenter.join_qr_at(base, code) if base else presenter.join_qr(_session(code))
        return Response(qr_svg(named), mimetype="image/svg+xml")

    @pages.get("/j/<code>/present.json", defaults={"seat": 1})
    @pages.get("/j/<code>/seat/<int:seat>/present.json")
    @audience("participant")
    def present(code: str, seat: int) -> Response:
        """What a phone whose socket is down asks for: what the socket would say, in every language.

        Were it in the phone's own, as its page is, its length would tell which, every few seconds.
        """
        session = joining.session(code)
        mark = facilitation.mark_of(session, joining.admitted(session.code, seat))
        revealed = facilitation.revealed(session)
        told = presenter.present_text_for_participant(session, mark, revealed)
        return Response(told, mimetype="application/json")

    @pages.get("/j/<code>/promise", defaults={"seat": 1})
    @pages.get("/j/<code>/seat/<int:seat>/promise")
    @audience("public")
    def promise(code: str, seat: int) -> str:
        session = _session(code)
        back = _here(session.code, seat)
        return render_template("participant/promise_page.html", **_promised(session), here=back)

    @pages.post("/j/<code>/join", defaults={"seat": 1})
    @pages.post("/j/<code>/seat/<int:seat>/join")
    @audience("public")
    def join(code: str, seat: int) -> ResponseReturnValue:
        session = _session(code)
        body(BALLOT_BYTES)
        joining.check_seat(session, seat)
        slip = _typed(request.form.get("slip", ""))
        try:
            return joining.join(
                session, seat, _group(request.form.get("group")), slip, _here(session.code, seat)
            )
        except Refusal as refusal:
            return _join_page(session, seat, slip, explain(refusal)), status_of(refusal)

    @pages.post("/j/<code>/ballots", defaults={"seat": 1})
    @pages.post("/j/<code>/seat/<int:seat>/ballots")
    @audience("participant")
    def ballots(code: str, seat: int) -> ResponseReturnValue:
        """The address names the seat of the ballot's page: another tab may be another seat."""
        token = joining.admitted(_session(code).code, seat)
        return (
            _cast_json(code.upper(), token)
            if request.is_json
            else _cast_form(code.upper(), seat, token)
        )

    @pages.post("/j/<code>/language", defaults={"seat": 1})
    @pages.post("/j/<code>/seat/<int:seat>/language")
    @audience("public")
    def language(code: str, seat: int) -> ResponseReturnValue:
        body(BALLOT_BYTES)
        slip = _typed(request.form.get("slip", ""))
        there = redirect(_here(code.upper(), seat) + (f"?slip={slip}" if slip else ""), 303)
        return remember_language(make_response(there), request.form.get("language", ""))

    def _session(code: str) -> Session:
        """The session; from here on its pages are in the language of this phone."""
        session = joining.session(code)
        speak(phone_language(session.plan.language))
        return session

    def _invited(session: Session, seat: int, slip: str) -> Response:
        """The page on which one joins. A browser that kept no cookie is told so."""
        if session.state is SessionState.ENDED:
            raise SessionEnded()
        joining.check_seat(session, seat)
        problem = _keeps_none() if joining.keeps_none(session.code, seat) else None
        return joining.with_proof(
            make_response(_join_page(session, seat, slip, problem)), session.code, seat
        )

    def _cast(code: str, token: str, form: BallotForm) -> None:
        facilitation.votes.check(token)
        facilitation.cast_ballot(code, token, form.place, form.choices, form.number, form.text)

    def _cast_json(code: str, token: str) -> ResponseReturnValue:
        form = read(BallotForm, json_body(BALLOT_BYTES))
        _cast(code, token, form)
        return {"ok": True, "number": form.number}

    def _cast_form(code: str, seat: int, token: str) -> ResponseReturnValue:
        try:
            form = read(BallotForm, form_fields("round", "number", every=("choices",)))
            _check_fresh(facilitation.session(code), token, form)
            _cast(code, token, form)
        except Refusal as refusal:
            return _page(facilitation.session(code), seat, token, explain(refusal)), status_of(
                refusal
            )
        return redirect(_here(code, seat), 303)

    def _check_fresh(session: Session, token: str, form: BallotForm) -> None:
        """Refuse a page sent again after the back button: it may hold another choice.

        It must not pass for a repeat of the same ballot.
        """
        mark = facilitation.mark_of(session, token)
        if mark and form.place == session.place and form.number <= mark.last_number:
            raise StaleBallot()

    def _page(session: Session, seat: int, token: str, problem: str | None = None) -> str:
        mark = facilitation.mark_of(session, token)
        present = presenter.present_on_phone(session, mark, facilitation.revealed(session))
        counted = mark is not None and "change" not in request.args
        return render_template(
            "participant/page.html",
            **_seated(session, seat),
            code=session.code,
            present=present,
            counted=counted,
            problem=problem,
            spare=lambda here, live: _spare(spoken(), here, live),
        )

    @lru_cache(MOST_SPARES)
    def _spare(_language: str, here: str, live: bool) -> Markup:
        """The part of a phone's page that its script may show; cached per session and language."""
        spare = render_template(
            "participant/spare.html", here=here, live=live, refusals=met_by_phones()
        )
        return Markup(spare)  # noqa: S704  made by a template

    def _seated(session: Session, seat: int) -> dict[str, Any]:
        """The links of this seat's pages, and its name on a phone that is shared."""
        return {
            "seat": seat,
            "here": _here(session.code, seat),
            "shared": seat > 1 or bool(joining.token(session, 2)),
        }

    def _join_page(session: Session, seat: int, slip: str = "", problem: str | None = None) -> str:
        plan = translated(session.plan)
        return render_template(
            "participant/join.html",
            **_promised(session),
            **_seated(session, seat),
            frame=plan.frame,
            groups={group.value: label for group, label in plan.labels.items()},
            rehearsal=session.is_rehearsal,
            needs_slips=session.needs_slips,
            slip=slip,
            door="locked" if session.door_locked else "open",
            problem=problem,
        )

    def _promised(session: Session) -> dict[str, Any]:
        """The values of the promise."""
        return {
            "code": session.code,
            "title": translated(session.plan).title,
            "threshold": session.policy.threshold,
            "promise": words_of_promise.lines(session.policy.threshold),
            "live": session.plan.results is Showing.LIVE,
        }

    return pages


def _here(code: str, seat: int) -> str:
    return f"/j/{code}" + (f"/seat/{seat}" if seat > 1 else "")


def _keeps_none() -> str:
    return say(
        "You have not joined yet, because this browser keeps no cookies: "
        "allow cookies for this page, or open it in another browser, and join again."
    )


def _typed(slip: str) -> str:
    """The code on a slip in its stored form, however it was typed."""
    return re.sub(r"[^0-9A-Z]", "", slip.upper())


def _group(name: str | None) -> PartnerGroup:
    try:
        return PartnerGroup(name or "")
    except ValueError:
        raise MalformedRequest(at="group", problem="choose one of the three groups") from None
