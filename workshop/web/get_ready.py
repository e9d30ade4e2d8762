"""The pages before a session: the checklist, the join sheet, a rehearsal."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from workshop.domain.errors import MalformedRequest, Refusal, Unavailable
from workshop.domain.voting.session import Session
from workshop.facilitation.rehearsal import Rehearsals
from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter
from workshop.presenter.qr import qr_inline, wifi_text
from workshop.protocol.messages import RehearsalForm, WifiForm, read
from workshop.server.http.addresses import ServedAddresses
from workshop.web.access import (
    FACILITATOR_DAYS,
    admitted_facilitator,
    audience,
    cookie_names,
    form_fields,
    give_cookie,
)
from workshop.web.errors import status_of
from workshop.web.languages import WallWords
from workshop.web.reachability import Reachability
from workshop.wording.plans import repetitions_said
from workshop.wording.refusals import explain


def ready_pages(
    facilitation: Facilitation,
    rehearsals: Rehearsals,
    presenter: Presenter,
    addresses: ServedAddresses,
    reached: Reachability,
) -> Blueprint:
    """The pages for getting ready."""
    pages = Blueprint("ready", __name__)

    @pages.get("/f/<code>/ready")
    @audience("facilitator")
    def ready(code: str) -> str:
        return _ready(admitted_facilitator(facilitation, code.upper()))

    @pages.post("/f/<code>/address")
    @audience("facilitator")
    def choose_address(code: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        address = form_fields().get("address", "")
        try:
            if address not in addresses.choices():
                raise MalformedRequest(
                    at="address", problem="it is not one of this computer's addresses any more"
                )
            facilitation.walls.choose_address(session.code, address)
        except Refusal as refusal:
            return _ready(session, explain(refusal)), status_of(refusal)
        return redirect(f"/f/{session.code}/ready", 303)

    @pages.post("/f/<code>/rehearse")
    @audience("facilitator")
    def rehearse(code: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        try:
            rehearsal, key = rehearsals.start(
                session.code, read(RehearsalForm, form_fields("phones")).phones
            )
        except Refusal as refusal:
            return _ready(session, explain(refusal)), status_of(refusal)
        there = make_response(redirect(f"/f/{rehearsal.code}", 303))
        return give_cookie(there, cookie_names().facilitator(rehearsal.code), key, FACILITATOR_DAYS)

    @pages.get("/f/<code>/sheet")
    @audience("facilitator")
    def sheet(code: str) -> str:
        return _sheet(admitted_facilitator(facilitation, code.upper()))

    @pages.post("/f/<code>/sheet")
    @audience("facilitator")
    def sheet_with_wifi(code: str) -> ResponseReturnValue:
        """By POST and kept nowhere: the password would otherwise be in the browser's history."""
        session = admitted_facilitator(facilitation, code.upper())
        try:
            return _sheet(session, read(WifiForm, form_fields()))
        except Refusal as refusal:
            return _sheet(session, problem=explain(refusal)), status_of(refusal)

    def _ready(session: Session, problem: str | None = None) -> str:
        return render_template(
            "facilitator/ready.html",
            code=session.code,
            title=session.plan.title,
            rehearsal=session.is_rehearsal,
            problem=problem,
            addresses=[_address(session, address) for address in addresses.choices()],
            known=presenter.base(session) in addresses.choices(),
            join_qr=qr_inline(presenter.join_qr(session)),
            screen_url=presenter.screen_url(session),
            walls=facilitation.connected_walls(session.code),
            writable=_is_writable(),
            repetitions=repetitions_said(session.plan),
        )

    def _address(session: Session, address: str) -> dict[str, Any]:
        return {
            "url": address,
            "chosen": address == presenter.base(session),
            "reached": reached.by(session.code, urlsplit(address).netloc),
        }

    def _is_writable() -> bool:
        try:
            facilitation.check_ready()
        except Unavailable:
            return False
        return True

    def _sheet(session: Session, wifi: WifiForm | None = None, problem: str | None = None) -> str:
        return render_template(
            "facilitator/sheet.html",
            code=session.code,
            wall=WallWords(session.plan),
            title=session.plan.title,
            threshold=session.policy.threshold,
            join_address=presenter.base(session).split("://", 1)[-1],
            join_qr=qr_inline(presenter.join_qr(session)),
            wifi=wifi,
            wifi_qr=qr_inline(wifi_text(wifi.name, wifi.password)) if wifi else None,
            needs_slips=session.needs_slips,
            problem=problem,
        )

    return pages
