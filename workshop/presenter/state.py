"""The payload of the state that all audiences share, in one language or several."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from workshop.domain.voting.plan import Showing
from workshop.domain.voting.question import TEXT_MOST
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Asking, AskingState, Place, Session, SessionState
from workshop.wording import questions
from workshop.wording.languages import LANGUAGES, closest, direction, speaking
from workshop.wording.translated import translated

T = TypeVar("T")

WORDS_OF_A_PHONE = ("text", "pass_text", "round_name", "choices")
WORDS_OF_A_WALL = (*WORDS_OF_A_PHONE, "labels")


def in_words(session: Session) -> Session:
    """The session with its plan as people of the spoken language read it."""
    return replace(session, plan=translated(session.plan))


def state_payload(session: Session) -> dict[str, Any]:
    """The state that phones, walls and desks all know. Takes the session in words."""
    plan = session.plan
    return {
        "version": session.version,
        "session": {
            "code": session.code,
            "title": plan.title,
            "frame": plan.frame,
            "language": plan.language,
            "state": session.state.value,
            "threshold": session.policy.threshold,
            "results": plan.results.value,
            "groups": {group.value: label for group, label in plan.labels.items()},
            "door": "locked" if session.door_locked else "open",
            "slips": session.needs_slips,
            "rehearsal": session.is_rehearsal,
            "paused": session.phones_paused,
        },
        "question": _question(session, session.place) if session.place else None,
    }


def round_key(place: Place | Release) -> str:
    """One name for a question in one pass and one round: to compare, never to take apart."""
    return f"{place.question}/{place.passing.value}/{place.round}"


def phones_beat(session: Session) -> str:
    """What phones show now. In `open` each knows for itself whether it is a ballot or "counted"."""
    if session.state is SessionState.ENDED:
        return "ended"
    if session.place is None:
        return "waiting"
    asking = session.asking_at(session.place)
    if asking is not None and asking.state is AskingState.TAKEN_BACK:
        return "taken_back"
    takes_text = session.plan.question(session.place.question).takes_text
    return "collected" if takes_text and state_of(asking) == "closed" else state_of(asking)


def other_languages(session: Session) -> Sequence[str]:
    """The languages a phone may have chosen beside the plan's own."""
    return [language for language in LANGUAGES if language != closest(session.plan.language)]


def words_for_phones(session: Session) -> dict[str, dict[str, Any]]:
    """The words of the state, by language.

    Every phone gets the words of all languages and picks its own: were each sent its own, the
    server would have to know of every connection which language somebody chose, and whoever listens
    could tell them by the length.
    """
    said, looked_at = {}, _looked_at(session)
    for language in other_languages(session):
        with speaking(language):
            said[language] = _words(state_payload(in_words(looked_at)), *WORDS_OF_A_PHONE)
    return said


def second_words(session: Session) -> dict[str, Any] | None:
    """The words of the state in the wall's second language; None where it has none."""
    language = session.plan.second_language
    looked_at = _looked_at(session)
    words = in_second(session, lambda: _words_of_wall(looked_at))
    return {"language": language, "direction": direction(language), **words} if words else None


def in_second(session: Session, told: Callable[[], T | None]) -> T | None:
    """A payload in the second language of a wall: the same lists and names with other texts.

    Empty where both say the same, as they do where a plan is not translated: once is enough. None
    where there is no second language, or no payload.
    """
    if not session.plan.second_language:
        return None
    with speaking(session.plan.language):
        first = told()
    with speaking(session.plan.second_language):
        second: T | None = unlike(told(), first)
    return second


def unlike(text: Any, first: Any) -> Any:
    """Texts, by place or name, without numbers and without those equal to the first language's."""
    if isinstance(text, list):
        return [unlike(one, other) for one, other in zip(text, first, strict=True)]
    if isinstance(text, dict):
        return {
            name: unlike(one, first[name])
            for name, one in text.items()
            if isinstance(one, str | list | dict)
        }
    return "" if text == first else text


def state_of(asking: Asking | None) -> str:
    """The state of a question, from its asking.

    One that was taken back is shown, and can be opened.
    """
    return (
        "shown" if asking is None or asking.state is AskingState.TAKEN_BACK else asking.state.value
    )


def is_revealed(session: Session) -> bool:
    """Whether phones, too, may see the release on the wall."""
    asking = session.asking_at(session.place)
    return asking is not None and asking.state is AskingState.REVEALED


def _looked_at(session: Session) -> Session:
    """The session with only the question on the wall: phones that connect wait for its words."""
    place = session.place
    questions = (session.plan.question(place.question),) if place else ()
    return replace(session, plan=replace(session.plan, questions=questions))


def _words(state: dict[str, Any], *of_question: str) -> dict[str, Any]:
    question = state["question"] or {}
    words = {name: question[name] for name in of_question if name in question}
    return {"title": state["session"]["title"], "frame": state["session"]["frame"], **words}


def _words_of_wall(session: Session) -> dict[str, Any]:
    state = state_payload(in_words(session))
    return {**_words(state, *WORDS_OF_A_WALL), "groups": state["session"]["groups"]}


def _question(session: Session, place: Place) -> dict[str, Any]:
    question = session.plan.question(place.question)
    labels = session.plan.labels
    asking = session.asking_at(place)
    return {
        "id": question.id,
        "text": question.text,
        "kind": question.kind.value,
        "choices": list(questions.choices(question, labels)),
        "labels": list(questions.short_labels(question, labels)),
        "tones": list(questions.tones(question)),
        "max_choices": question.max_choices,
        "way_out": question.scale.way_out if question.scale else None,
        "text_most": TEXT_MOST if question.takes_text else None,
        "pass": place.passing.value,
        "pass_text": "" if question.takes_text else questions.pass_name(place.passing),
        "round": place.round,
        "round_key": round_key(place),
        "state": state_of(asking),
        "taken_back": asking is not None and asking.state is AskingState.TAKEN_BACK,
        "mode": asking.mode.value if asking else None,
        "round_name": session.round_name(place),
        "repeats": bool(session.former_rounds(place)),
        "results": _results(session, place),
        "place": {
            "at": session.plan.questions.index(question) + 1,
            "of": len(session.plan.questions),
        },
    }


def _results(session: Session, place: Place) -> str:
    """When results are shown, which decides until when an answer can be changed.

    Neither the same question again nor words ever stream.
    """
    return Showing.LIVE.value if session.streams_at(place) else Showing.REVEAL.value
