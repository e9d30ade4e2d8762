"""The pages and calls of desks: who else leads a session, and by which link."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from workshop.domain.errors import Refusal
from workshop.domain.voting.desk import DESK_NAME_MOST, Desk
from workshop.domain.voting.session import Session
from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter
from workshop.presenter.qr import qr_inline
from workshop.protocol.limits import VERB_BYTES
from workshop.protocol.messages import DeskForm, read
from workshop.web.access import (
    admitted_facilitator,
    audience,
    facilitator_key,
    form_fields,
    json_body,
)
from workshop.web.errors import status_of
from workshop.wording.refusals import explain


def desks_pages(facilitation: Facilitation, presenter: Presenter) -> Blueprint:
    """The page and the calls about desks.

    A new desk's key is in one answer, and kept as a hash only.
    """
    pages = Blueprint("desks", __name__)

    @pages.get("/f/<code>/desks")
    @audience("facilitator")
    def desks(code: str) -> str:
        return _desks(admitted_facilitator(facilitation, code.upper()))

    @pages.post("/f/<code>/desks")
    @audience("facilitator")
    def open_desk(code: str) -> ResponseReturnValue:
        """Answers with the page itself: no address may carry the key, so no redirect can."""
        session = admitted_facilitator(facilitation, code.upper())
        try:
            desk, key = facilitation.desks.open_desk(
                session.code, read(DeskForm, form_fields()).name
            )
        except Refusal as refusal:
            return _desks(session, problem=explain(refusal)), status_of(refusal)
        return _desks(session, new=desk, link=presenter.facilitator_url(session, key))

    @pages.post("/f/<code>/desks/<desk>/close")
    @audience("facilitator")
    def close_desk(code: str, desk: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        try:
            facilitation.desks.close_desk(session.code, desk, _own(session))
        except Refusal as refusal:
            return _desks(session, problem=explain(refusal)), status_of(refusal)
        return redirect(f"/f/{session.code}/desks", 303)

    @pages.get("/api/sessions/<code>/desks")
    @audience("facilitator")
    def list_desks(code: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        return {"desks": [_listed(session, desk) for desk in facilitation.desks.of(session.code)]}

    @pages.post("/api/sessions/<code>/desks")
    @audience("facilitator")
    def make_desk(code: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        desk, key = facilitation.desks.open_desk(
            session.code, read(DeskForm, json_body(VERB_BYTES)).name
        )
        link = {"facilitator_url": presenter.facilitator_url(session, key), "facilitator_key": key}
        return _listed(session, desk) | link, 201

    @pages.delete("/api/sessions/<code>/desks/<desk>")
    @audience("facilitator")
    def drop_desk(code: str, desk: str) -> ResponseReturnValue:
        session = admitted_facilitator(facilitation, code.upper())
        facilitation.desks.close_desk(session.code, desk, _own(session))
        return {"ok": True}

    def _own(session: Session) -> Desk:
        return facilitation.desks.desk_of(session.code, facilitator_key(session.code))

    def _listed(session: Session, desk: Desk) -> dict[str, str | bool]:
        return {"id": desk.id, "name": desk.name, "own": desk == _own(session)}

    def _desks(
        session: Session, new: Desk | None = None, link: str = "", problem: str | None = None
    ) -> str:
        return render_template(
            "facilitator/desks.html",
            code=session.code,
            title=session.plan.title,
            desks=[_listed(session, desk) for desk in facilitation.desks.of(session.code)],
            new=new,
            link=link,
            link_qr=qr_inline(link) if link else None,
            longest=DESK_NAME_MOST,
            problem=problem,
        )

    return pages
