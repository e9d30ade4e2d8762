"""The plan editor's pages and checks.

The plan stays in the browser until a session is opened with it; here it is only read.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from workshop.domain.errors import FaultyPlan
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Place, Session, SessionState
from workshop.domain.voting.turnout import in_between
from workshop.facilitation.announcer import Present
from workshop.plans.bank import stages
from workshop.plans.check_messages import CheckedPlan
from workshop.plans.checkers import Checkers
from workshop.plans.fields import TEXT_MOST
from workshop.plans.starters import starter
from workshop.presenter.presenter import Presenter
from workshop.protocol.limits import PLAN_BYTES
from workshop.server.http.request_slots import release_slot
from workshop.web.access import audience, body, plan_media
from workshop.web.errors import payload_of
from workshop.web.languages import WallWords, spoken_at_desks
from workshop.web.opening_access import OpeningAccess
from workshop.wording.languages import spoken
from workshop.wording.plans import first_question, kind_forms, own_title, repetitions_said


def plan_pages(presenter: Presenter, opening: OpeningAccess, checkers: Checkers) -> Blueprint:
    """The editor, and what it asks the server."""
    pages = Blueprint("plans", __name__)

    @pages.get("/plans/new")
    @audience("public")
    def editor() -> str:
        """A starter plan to change, or a plan that begins with one's own question."""
        chosen = request.args.get("starter")
        plan = (
            starter(chosen, spoken_at_desks()) if chosen else _own(request.args.get("question", ""))
        )
        present = {
            **_preview(plan),
            "plan": plan.as_document(),
            "kinds": [asdict(form) for form in kind_forms()],
        }
        return render_template(
            "plan/editor.html",
            code="",
            present=present,
            wall=WallWords(plan),
            stages=stages(spoken_at_desks()),
            opening=opening,
        )

    @pages.post("/api/plans/check")
    @audience("public")
    def check() -> ResponseReturnValue:
        return _answer(_checked)

    @pages.post("/api/plans/preview")
    @audience("public")
    def preview() -> ResponseReturnValue:
        return _answer(lambda sound: _preview(sound.plan))

    def _answer(told: Callable[[CheckedPlan], dict[str, Any]]) -> dict[str, Any]:
        """The check of a plan, for whoever may open sessions.

        Errors in a plan are no failure of the call: the editor asks at every pause in typing.
        """
        opening.check()
        raw = body(PLAN_BYTES)
        release_slot()  # it may wait for a checker
        try:
            checked = checkers.plan(raw, plan_media())
        except FaultyPlan as faulty:
            return payload_of(faulty)
        return {"ok": True, **told(checked)}

    def _preview(plan: Plan) -> dict[str, Any]:
        """The first question on a wall and on a phone, from a session that nobody ever joins."""
        first = plan.questions[0]
        session = Session(
            code="",
            screen_key="",
            plan=plan,
            policy=Policy.for_threshold(plan.threshold),
            state=SessionState.RUNNING,
            place=Place(first.id, first.passes[0]),
            door_locked=True,
        )
        return presenter.present_for_screen(
            Present(session, None, in_between(0, comparison=True), release=None, revealed=())
        )

    return pages


def _checked(sound: CheckedPlan) -> dict[str, Any]:
    return {"plan": sound.plan.as_document(), "toml": sound.toml, "notes": _notes(sound.plan)}


def _notes(plan: Plan) -> list[dict[str, str]]:
    """Hints about a sound plan, each at its place: which questions repeat earlier ones."""
    return [
        {
            "at": f"questions[{note.at}]",
            "same_as": f"questions[{note.first}]",
            "message": note.message,
        }
        for note in repetitions_said(plan)
    ]


def _own(typed: str) -> Plan:
    text = first_question(" ".join(typed.split()))[:TEXT_MOST]
    return Plan(
        own_title(), (Question("q1", Kind.WHO_DECIDES, text, tuple(Pass)),), language=spoken()
    )
