"""The pages of slips: made, printed and cut before anybody joins."""

from flask import Blueprint, Response, redirect, render_template
from flask.typing import ResponseReturnValue

from workshop.domain.errors import Refusal, UnknownPage
from workshop.domain.voting.session import Session
from workshop.domain.voting.slips import HATS, MOST_SLIPS
from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter
from workshop.presenter.qr import qr_svg
from workshop.protocol.verbs import perform
from workshop.web.access import admitted_facilitator, audience, form_fields
from workshop.web.errors import status_of
from workshop.wording.refusals import explain
from workshop.wording.translated import translated


def slips_pages(facilitation: Facilitation, presenter: Presenter) -> Blueprint:
    """The pages about slips."""
    pages = Blueprint("slips", __name__)

    @pages.get("/f/<code>/slips")
    @audience("facilitator")
    def slips(code: str) -> str:
        return _slips(admitted_facilitator(facilitation, code.upper()))

    @pages.get("/f/<code>/slips/<slip>.svg")
    @audience("facilitator")
    def slip_qr(code: str, slip: str) -> Response:
        session = admitted_facilitator(facilitation, code.upper())
        if all(slip != one.code for one in facilitation.slips.of(session.code)):
            raise UnknownPage()
        return Response(qr_svg(presenter.slip_qr(session, slip)), mimetype="image/svg+xml")

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

    def _slips(session: Session, problem: str | None = None) -> str:
        made = facilitation.slips.of(session.code)
        nobody_is_in = facilitation.present(session).turnout.joined == 0
        labels = translated(session.plan).labels
        hats = [
            {
                "name": hat.value,
                "label": labels[hat],
                "slips": [slip.code for slip in made if slip.hat is hat],
            }
            for hat in HATS
        ]
        return render_template(
            "facilitator/slips.html",
            code=session.code,
            title=session.plan.title,
            labels={group.value: label for group, label in labels.items()},
            hats=hats,
            made=len(made),
            most=MOST_SLIPS,
            may_make=nobody_is_in or session.needs_slips,
            may_drop=nobody_is_in,
            join_address=presenter.join_url(session).split("://", 1)[-1],
            problem=problem,
        )

    return pages
