"""The desk's page, its present state without a socket, and the exchange of the key for a cookie."""

from flask import Blueprint, Response, jsonify, render_template

from workshop.domain.errors import WrongKey
from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter
from workshop.protocol.limits import BALLOT_BYTES
from workshop.protocol.messages import KeyForm, read
from workshop.web.access import (
    FACILITATOR_DAYS,
    admitted_facilitator,
    as_json,
    audience,
    cookie_names,
    give_cookie,
    json_body,
)
from workshop.web.languages import WallWords
from workshop.wording import files


def facilitator_pages(
    facilitation: Facilitation, presenter: Presenter, retention_days: int
) -> Blueprint:
    """The pages of facilitators."""
    pages = Blueprint("facilitator", __name__)

    @pages.get("/f/<code>")
    @audience("facilitator")
    def desk(code: str) -> str:
        try:
            session = admitted_facilitator(facilitation, code.upper())
        except WrongKey:  # the key is in the fragment, which only the page's script can read
            return render_template("facilitator/enter.html", code=code.upper())
        present = presenter.present_for_facilitator(facilitation.present(session))
        return render_template(
            "facilitator/desk.html",
            code=session.code,
            present=present,
            wall=WallWords(session.plan),
            kept=files.kept_until(
                facilitation.kept_until(session.code, retention_days), retention_days
            ),
        )

    @pages.get("/f/<code>/present.json")
    @audience("facilitator")
    def present(code: str) -> Response:
        """What a desk whose socket is down asks for."""
        session = admitted_facilitator(facilitation, code.upper())
        return as_json(presenter.present_for_facilitator(facilitation.present(session)))

    @pages.post("/f/<code>/enter")
    @audience("facilitator")
    def enter(code: str) -> Response:
        form = read(KeyForm, json_body(BALLOT_BYTES))
        session = facilitation.admit_facilitator(code.upper(), form.key)
        return give_cookie(
            jsonify({"ok": True}),
            cookie_names().facilitator(session.code),
            form.key,
            FACILITATOR_DAYS,
        )

    return pages
