"""The words of the desk's main button, and of undo."""

from workshop.domain.voting.next_step import Step
from workshop.domain.voting.session import Session
from workshop.wording import say
from workshop.wording.questions import pass_and_round

_LABELS = {
    "show_question": "Show question {at} of {of}: {passing}",
    "open_question": "Open voting: {passing}",
    "ask_again": "Open round {round}: {passing}",
    "close_question": "Close voting",
    "reveal_results": "Reveal",
    "end_session": "End the session",
}
_DONE = {
    "show_question": "Undo: show question",
    "open_question": "Undo: open voting",
    "ask_again": "Undo: ask again",
    "reveal_results": "Undo: reveal",
    "hide_results": "Undo: hide",
    "lock_door": "Undo: lock the door",
    "unlock_door": "Undo: unlock the door",
    "blank_screen": "Undo: blank the screen",
    "unblank_screen": "Undo: bring the screen back",
    "pause_phones": "Undo: pause the phones",
    "resume_phones": "Undo: resume the phones",
    "darken_screen": "Undo: dark wall",
    "lighten_screen": "Undo: light wall",
    "start_timer": "Undo: start the timer",
    "stop_timer": "Undo: stop the timer",
    "add_question": "Undo: add a question",
    "remove_question": "Undo: take out a question",
    "choose_address": "Undo: another address",
    "show_code": "Undo: show the code",
    "hide_code": "Undo: hide the code",
    "show_map": "Undo: show the map",
    "hide_map": "Undo: hide the map",
    "show_agreements": "Undo: show agreements",
    "hide_agreements": "Undo: hide agreements",
    "add_agreement": "Undo: add agreement",
    "edit_agreement": "Undo: change agreement",
    "remove_agreement": "Undo: remove agreement",
    "choose_form": "Undo: another picture",
    "choose_text_size": "Undo: size of the letters",
    "expect_paper": "Undo: people on paper",
    "enter_paper": "Undo: paper ballots",
    "show_texts": "Undo: show what was written",
    "hide_texts": "Undo: take it off the wall",
    "reject_texts": "Undo: delete what was written",
}


def label(beat: Step, session: Session) -> str:
    """What this step does, in a few words."""
    if beat.place is None:
        return say(_LABELS[beat.verb])
    is_again = session.nth(beat.place) > 1
    ids = [question.id for question in session.plan.questions]
    return say(
        _LABELS[beat.verb],
        at=ids.index(beat.place.question) + 1,
        of=len(ids),
        passing=pass_and_round(
            beat.place.passing, session.round_name(beat.place) if is_again else ""
        ),
        round=session.nth(beat.place),
    )


def again_label(session: Session) -> str:
    """What "ask again" does on this question: the name of the next round, if it has one."""
    place = session.place
    asked = place and session.latest(place.question, place.passing)
    name = (
        session.round_name(session.next_round(place.question, place.passing))
        if place and asked
        else ""
    )
    return say("Ask again: {round}", round=name) if name else say("Ask again")


def undo_label(verb: str) -> str:
    """What undo takes back."""
    return say(_DONE[verb])
