"""The wall's page."""

from flask import Blueprint, render_template

from workshop.facilitation import Facilitation
from workshop.present import Presenter
from workshop.web.access import audience


def screen_pages(facilitation: Facilitation, presenter: Presenter) -> Blueprint:
    """The page of whoever holds the screen key."""
    pages = Blueprint("screen", __name__)

    @pages.get("/s/<key>")
    @audience("screen")
    def wall(key: str) -> str:
        session = facilitation.session_of_screen(key)
        present = presenter.present_for_screen(facilitation.present(session))
        return render_template("screen/wall.html", code=session.code, key=key, present=present)

    return pages
