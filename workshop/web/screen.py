"""The wall's page, and the present state for a wall without a socket."""

from flask import Blueprint, Response, render_template

from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter
from workshop.web.access import as_json, audience
from workshop.web.languages import WallWords
from workshop.wording.languages import speak


def screen_pages(facilitation: Facilitation, presenter: Presenter) -> Blueprint:
    """The page of screens."""
    pages = Blueprint("screen", __name__)

    @pages.get("/s/<key>")
    @audience("screen")
    def screen(key: str) -> str:
        session = facilitation.session_of_screen(key)
        speak(session.plan.language)
        present = presenter.present_for_screen(facilitation.present(session))
        wall = WallWords(session.plan)
        return render_template(
            "screen/wall.html", code=session.code, key=key, present=present, wall=wall
        )

    @pages.get("/s/<key>/present.json")
    @audience("screen")
    def present(key: str) -> Response:
        """What a wall whose socket is down asks for."""
        session = facilitation.session_of_screen(key)
        return as_json(presenter.present_for_screen(facilitation.present(session)))

    return pages
