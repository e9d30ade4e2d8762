"""The wall's page."""

from flask import Blueprint, render_template

from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter
from workshop.web.access import audience
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

    return pages
