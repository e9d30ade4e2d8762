"""The verbs: everything a facilitator can do to a session, by its name in the contract.

Sockets and HTTP share them.
"""

from collections.abc import Callable
from typing import Any

from workshop.domain.voting.session import Session
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.service import Facilitation
from workshop.facilitation.wall import WallControls
from workshop.plans.form import read_question
from workshop.protocol.messages import (
    AddQuestionForm,
    AgreementEditForm,
    AgreementForm,
    AgreementIdForm,
    ChartTypeForm,
    EnterPaperForm,
    ExpectPaperForm,
    PlaceForm,
    RejectTextsForm,
    RemoveQuestionForm,
    SessionForm,
    SlipsForm,
    TextsForm,
    TextSizeForm,
    TimerForm,
    read,
)

Do = Callable[[Facilitation, str, Any], Session]

_PLACE_VERBS = (
    *(Facilitation.show_question, Facilitation.open_question, Facilitation.close_question),
    *(Facilitation.reveal_results, Facilitation.hide_results, Facilitation.ask_again),
)
_SESSION_VERBS = (Facilitation.end_session, Facilitation.undo)
_WALL_VERBS = (
    *(
        WallControls.lock_door,
        WallControls.unlock_door,
        WallControls.blank_screen,
        WallControls.unblank_screen,
        WallControls.show_code,
        WallControls.hide_code,
    ),
    *(
        WallControls.pause_phones,
        WallControls.resume_phones,
        WallControls.darken_screen,
        WallControls.lighten_screen,
        WallControls.stop_timer,
    ),
    *(
        WallControls.show_map,
        WallControls.hide_map,
        WallControls.show_agreements,
        WallControls.hide_agreements,
    ),
)


def _at_place(verb: Callable[[Facilitation, str, PlaceNamed, int | None], Session]) -> Do:
    return lambda house, code, form: verb(house, code, form.at, form.version)


def _of_session(verb: Callable[[Facilitation, str, int | None], Session]) -> Do:
    return lambda house, code, form: verb(house, code, form.version)


def _of_wall(verb: Callable[[WallControls, str, int | None], Session]) -> Do:
    return lambda house, code, form: verb(house.walls, code, form.version)


_VERBS: dict[str, tuple[type[SessionForm], Do]] = {
    **{verb.__name__: (PlaceForm, _at_place(verb)) for verb in _PLACE_VERBS},
    **{verb.__name__: (SessionForm, _of_session(verb)) for verb in _SESSION_VERBS},
    **{verb.__name__: (SessionForm, _of_wall(verb)) for verb in _WALL_VERBS},
    "start_timer": (
        TimerForm,
        lambda house, code, form: house.walls.start_timer(code, form.seconds, form.version),
    ),
    "choose_form": (
        ChartTypeForm,
        lambda house, code, form: house.walls.choose_form(code, form.form, form.version),
    ),
    "choose_text_size": (
        TextSizeForm,
        lambda house, code, form: house.walls.choose_text_size(code, form.size, form.version),
    ),
    "add_question": (
        AddQuestionForm,
        lambda house, code, form: house.questions.add_question(
            code, read_question(form.question), form.texts, form.version
        ),
    ),
    "remove_question": (
        RemoveQuestionForm,
        lambda house, code, form: house.questions.remove_question(
            code, form.question, form.version
        ),
    ),
    "add_agreement": (
        AgreementForm,
        lambda house, code, form: house.agreements.add_agreement(
            code, form.agreement, form.version
        ),
    ),
    "edit_agreement": (
        AgreementEditForm,
        lambda house, code, form: house.agreements.edit_agreement(
            code, form.id, form.agreement, form.version
        ),
    ),
    "remove_agreement": (
        AgreementIdForm,
        lambda house, code, form: house.agreements.remove_agreement(code, form.id, form.version),
    ),
    "expect_paper": (
        ExpectPaperForm,
        lambda house, code, form: house.papers.expect_paper(code, form.people, form.version),
    ),
    "enter_paper": (
        EnterPaperForm,
        lambda house, code, form: house.papers.enter_paper(
            code, form.group, form.voters, form.counts, form.no_answer, form.version
        ),
    ),
    "show_texts": (
        TextsForm,
        lambda house, code, form: house.texts.show_texts(code, form.texts, form.version),
    ),
    "hide_texts": (
        TextsForm,
        lambda house, code, form: house.texts.hide_texts(code, form.texts, form.version),
    ),
    "reject_texts": (
        RejectTextsForm,
        lambda house, code, form: house.texts.reject_texts(code, form.texts, form.version),
    ),
    "make_slips": (
        SlipsForm,
        lambda house, code, form: house.slips.make_slips(
            code, form.northern, form.southern, form.version
        ),
    ),
    "drop_slips": (
        SessionForm,
        lambda house, code, form: house.slips.drop_slips(code, form.version),
    ),
}
FORMS = {verb: form for verb, (form, _) in _VERBS.items()}
VERBS = tuple(_VERBS)


def perform(facilitation: Facilitation, code: str, verb: str, body: object) -> Session:
    """Do one of VERBS.

    Raises MalformedRequest with the path of the first error, or the verb's refusals.
    """
    form, do = _VERBS[verb]
    return do(facilitation, code, read(form, body))
