"""The desk's page, and the exchange of the link's key for a cookie."""

from flask import Blueprint, Response, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue

from workshop.cookies import facilitator_cookie
from workshop.domain.errors import Refusal, UnknownPage, WrongKey
from workshop.domain.session import Session
from workshop.domain.slips import HATS, MOST_SLIPS
from workshop.facilitation import Facilitation
from workshop.present import Presenter
from workshop.requests import KeyForm, perform, read
from workshop.web.access import (
    BALLOT_BYTES,
    admitted_facilitator,
    audience,
    form_fields,
    give_cookie,
    json_body,
)
from workshop.web.errors import status_of
from workshop.web.qr import qr_svg
from workshop.wording.refusals import explain

_DAYS = 30


def facilitator_pages(facilitation: Facilitation, presenter: Presenter) -> Blueprint:
    """The pages of whoever leads."""
    pages = Blueprint("facilitator", __name__)

    @pages.get("/f/<code>")
    @audience("facilitator")
    def desk(code: str) -> str:
        try:
            session = admitted_facilitator(facilitation, code.upper())
        except WrongKey:  # the key is in the fragment, which only the page's script can read
            return render_template("facilitator/enter.html", code=code.upper())
        present = presenter.present_for_facilitator(facilitation.present(session))
        return render_template("facilitator/desk.html", code=session.code, present=present)

    @pages.get("/f/<code>/slips")
    @audience("facilitator")
    def slips(code: str) -> str:
        return _slips(admitted_facilitator(facilitation, code.upper()))

    @pages.get("/f/<code>/slips/<slip>.svg")
    @audience("facilitator")
    def slip_qr(code: str, slip: str) -> Response:
        session = admitted_facilitator(facilitation, code.upper())
        if all(slip != one.code for one in facilitation.slips(session.code)):
            raise UnknownPage()
        return Response(qr_svg(presenter.slip_qr(session.code, slip)), mimetype="image/svg+xml")

    @pages.post("/f/<code>/make_slips", defaults={"verb": "make_slips"})
    @pages.post("/f/<code>/drop_slips", defaults={"verb": "drop_slips"})
    @audience("facilitator")
    def change_slips(code: str, verb: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        try:
            perform(facilitation, session.code, verb, form_fields("northern", "southern"))
        except Refusal as refusal:
            return _slips(session, explain(refusal)), status_of(refusal)
        return redirect(f"/f/{session.code}/slips", 303)

    @pages.post("/f/<code>/enter")
    @audience("facilitator")
    def enter(code: str) -> Response:
        form = read(KeyForm, json_body(BALLOT_BYTES))
        session = facilitation.admit_facilitator(code.upper(), form.key)
        return give_cookie(jsonify({"ok": True}), facilitator_cookie(session.code), form.key, _DAYS)

    def _slips(session: Session, problem: str | None = None) -> str:
        made = facilitation.slips(session.code)
        nobody_is_in = facilitation.present(session).turnout.joined == 0
        hats = [
            {
                "name": hat.value,
                "label": session.plan.labels[hat],
                "slips": [slip.code for slip in made if slip.hat is hat],
            }
            for hat in HATS
        ]
        return render_template(
            "facilitator/slips.html",
            code=session.code,
            title=session.plan.title,
            labels={group.value: label for group, label in session.plan.labels.items()},
            hats=hats,
            made=len(made),
            most=MOST_SLIPS,
            may_make=nobody_is_in or session.needs_slips,
            may_drop=nobody_is_in,
            join_address=presenter.join_address(session.code),
            problem=problem,
        )

    return pages
