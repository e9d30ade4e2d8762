"""The payloads of `docs/events.md`, for each audience.

Adds the words to values; takes releases, never tallies.
"""

from collections.abc import Callable, Sequence
from typing import Any
from weakref import ref

from workshop.domain.insight.picture import ChartType, forms_of
from workshop.domain.insight.power_map import both_passes
from workshop.domain.voting.next_step import Step, following_step, previous_step
from workshop.domain.voting.release import Release
from workshop.domain.voting.roll import Mark
from workshop.domain.voting.session import Session
from workshop.domain.voting.turnout import Turnout
from workshop.facilitation.announcer import Present
from workshop.facilitation.ports import Clock
from workshop.presenter.comparison import baseline_payload
from workshop.presenter.dots import dots_payload
from workshop.presenter.layout import (
    layout_of_agreements,
    layout_of_finding,
    layout_of_question,
    layout_of_texts,
)
from workshop.presenter.plan import plan_payload
from workshop.presenter.release import release_for_phones, release_for_walls, release_payload
from workshop.presenter.state import (
    in_second,
    in_words,
    phones_beat,
    round_key,
    second_words,
    state_payload,
    words_for_phones,
)
from workshop.presenter.talk import agreements_payload, map_payload, talk_payload
from workshop.presenter.written_answers import texts_at_the_desk, texts_on_the_wall
from workshop.protocol.json_codec import JsonCodec
from workshop.wording import files as file_words
from workshop.wording import next_step, turnout
from workshop.wording.languages import desk_language, speaking


class PhoneCache:
    """A cache of the JSON that phones are sent for a session in its present version."""

    MOST_TEXTS = 16

    def __init__(self, session: ref[Session], state: dict[str, Any]) -> None:
        self.session = session
        self.state = state
        self._texts: dict[Mark | None, str] = {}
        self._shown: tuple[Release, str] | None = None

    def text(self, session: Session, mark: Mark | None) -> str:
        """The state for a phone with this mark, as JSON."""
        text = self._texts.get(mark)
        if text is None:
            text = JsonCodec.dumps(self.state | _mine(session, mark))
            if len(self._texts) < self.MOST_TEXTS:
                self._texts[mark] = text
        return text

    def release_text(self, release: Release, told: Callable[[], dict[str, Any]]) -> str:
        """The release for phones, as JSON; `told` makes it."""
        if self._shown is None or self._shown[0] != release:
            self._shown = (release, JsonCodec.dumps(told()))
        return self._shown[1]


class Presenter:
    """Makes payloads and links.

    `public_url` is the address phones use unless a session has another; `exports` are the names of
    the files.
    """

    def __init__(self, public_url: str, exports: Sequence[str], clock: Clock) -> None:
        self._public_url = public_url
        self._exports = exports
        self._clock = clock
        self._of_phones: dict[str, PhoneCache] = {}

    def base(self, session: Session) -> str:
        """The address phones use for this session, without a slash at its end."""
        return session.address or self._public_url

    def join_url(self, session: Session) -> str:
        """The link to join."""
        return f"{self.base(session)}/j/{session.code}"

    def join_qr(self, session: Session) -> str:
        """The text of the join QR code: the link in capitals, which scans from farther away."""
        return self.join_qr_at(self.base(session), session.code)

    def join_qr_at(self, base: str, code: str) -> str:
        """The same text with another of our addresses."""
        return f"{base}/J/{code}".upper()

    def slip_qr(self, session: Session, slip: str) -> str:
        """The text of a slip's QR code: the join link with the slip's code filled in."""
        return f"{self.join_qr(session)}/{slip}"

    def screen_url(self, session: Session) -> str:
        """The link to the wall."""
        return f"{self._public_url}/s/{session.screen_key}"

    def facilitator_url(self, session: Session, key: str) -> str:
        """The link to a desk; the key is in the fragment, which browsers do not send."""
        return f"{self.base(session)}/f/{session.code}#{key}"

    def for_participants(self, session: Session) -> dict[str, Any]:
        """The phones' state; the same bytes for every phone."""
        return self._for_phones(session).state

    def text_for_participant(self, session: Session, mark: Mark | None) -> str:
        """The state for a phone that connects, as JSON, with its own number to count on from.

        Kept for the next phone with this number: a room that comes back at once asks for the same.
        """
        return self._for_phones(session).text(session, mark)

    def release_text_for_participant(self, session: Session, release: Release) -> str:
        """A revealed result for a phone that connects, as JSON; kept in the same way."""
        return self._for_phones(session).release_text(
            release, lambda: self.results_for_participants(session, release)
        )

    def present_text_for_participant(
        self, session: Session, mark: Mark | None, revealed: Release | None
    ) -> str:
        """Both of these, as JSON, for a phone without a socket: byte for byte what it would get."""
        state = self.text_for_participant(session, mark)
        release = self.release_text_for_participant(session, revealed) if revealed else "null"
        return f'{{"state":{state},"release":{release}}}'

    def for_screen(self, session: Session, revealed: Sequence[Release]) -> dict[str, Any]:
        """The wall's state; the map and the agreements only while they are on the wall."""

        def told() -> dict[str, Any]:
            said = in_words(session)
            return {
                "dots": dots_payload(said, revealed),
                "map": map_payload(said, revealed) if session.wall.map_shown else None,
                "agreements": agreements_payload(said) if session.wall.agreements_shown else [],
                "texts": texts_on_the_wall(said),
            }

        also = in_second(session, told) or {}
        with speaking(session.plan.language):
            state, shown = state_payload(in_words(session)), told()
            return {
                **state,
                "layout": _layout(state, shown, len(session.agreements)),
                "also": second_words(session),
                "wall": self._wall(session, revealed),
                **shown,
                **{f"{name}_also": also.get(name) for name in shown},
            }

    def for_facilitator(
        self, session: Session, undoable: str | None, revealed: Sequence[Release]
    ) -> dict[str, Any]:
        """The desk's state: what the room sees, and what is read aloud, in the plan's language."""
        with speaking(session.plan.language):
            said = in_words(session)
            of_the_room = {
                "talk": talk_payload(said, revealed),
                "map": map_payload(said, revealed),
                "agreements": agreements_payload(said),
                "written": texts_at_the_desk(said),
            }
        with speaking(desk_language(session.plan.language)):
            return {
                **self.for_screen(session, revealed),
                **of_the_room,
                "paper": paper_payload(session),
                "baseline": baseline_payload(session.baseline),
                "beats": {
                    "next": _beat(following_step(session), session),
                    "back": _beat(previous_step(session), session),
                },
                "plan": plan_payload(said),
                "again": next_step.again_label(said),
                "undo": {"label": next_step.undo_label(undoable)} if undoable else None,
                "links": self._links(session),
            }

    def turnout(self, session: Session, told: Turnout) -> dict[str, Any]:
        """The turnout, in the detail that was told."""
        if told.place is None:
            nothing = {"question": None, "pass": None, "round": None, "round_key": None}
            return {**nothing, "joined": told.joined, "comparison": told.comparison}
        place = {
            "question": told.place.question,
            "pass": told.place.passing.value,
            "round": told.place.round,
            "round_key": round_key(told.place),
        }
        groups = told.groups.as_numbers() if told.groups else None
        counted = {"joined": told.joined, "groups": groups, "more": told.more}
        if told.band is None:
            return {**place, **counted, "voted": told.voted}
        return {**place, **counted, "band": told.band, **_band_texts(session, told.band)}

    def results(self, session: Session, release: Release) -> dict[str, Any]:
        """A release with its finding, its chart and its sentences, for walls and desks."""
        with speaking(session.plan.language):
            return release_for_walls(session, release)

    def results_for_participants(self, session: Session, release: Release) -> dict[str, Any]:
        """A release for phones; the same bytes for every phone."""
        with speaking(session.plan.language):
            return {
                **release_payload(session, release),
                "words": release_for_phones(session, release),
            }

    def present_for_screen(self, present: Present) -> dict[str, Any]:
        """Everything a wall needs for its first paint."""
        return self._present(present, self.for_screen(present.session, present.revealed))

    def present_for_facilitator(self, present: Present) -> dict[str, Any]:
        """Everything a desk needs for its first paint."""
        return self._present(
            present, self.for_facilitator(present.session, present.undoable, present.revealed)
        )

    def present_on_phone(
        self, session: Session, mark: Mark | None, revealed: Release | None
    ) -> dict[str, Any]:
        """A phone's page: its state and what is revealed, in the language that is spoken."""
        state = _of_a_phone(session) | _mine(session, mark)
        return {"state": state, "release": release_payload(session, revealed) if revealed else None}

    def _for_phones(self, session: Session) -> "PhoneCache":
        code = session.code  # the session itself must be free to go
        known = self._of_phones.get(code)
        if known is None or known.session() is not session:
            state = {**_shared(session), "words": words_for_phones(session)}
            goes = ref(
                session, lambda _: self._of_phones.pop(code, None)
            )  # with the session as it was
            known = self._of_phones[code] = PhoneCache(goes, state)
        return known

    def _present(self, present: Present, state: dict[str, Any]) -> dict[str, Any]:
        session, release = present.session, present.release
        return {
            "state": state,
            "turnout": self.turnout(session, present.turnout),
            "release": self.results(session, release) if release else None,
        }

    def _wall(self, session: Session, revealed: Sequence[Release]) -> dict[str, Any]:
        return {
            "blank": session.wall.blank,
            "code_shown": session.wall.code_shown,
            "map_shown": session.wall.map_shown,
            "agreements_shown": session.wall.agreements_shown,
            "join_address": self.base(session).split("://", 1)[-1],
            "join_code": session.code,
            "theme": session.theme.value,
            "form": session.form.value,
            "forms": [form.value for form in _forms(session, revealed)],
            "text_size": session.text_size,
            "on_paper": session.on_paper.total,
            "timer": self._timer(session),
        }

    def _timer(self, session: Session) -> dict[str, int] | None:
        """The seconds left as this is sent, not the end: clocks of walls and desks differ."""
        if session.timer_ends is None:
            return None
        return {"left": max(0, session.timer_ends - self._clock.seconds())}

    def _links(self, session: Session) -> dict[str, Any]:
        files = () if session.is_rehearsal else self._exports
        exports = [
            {
                "name": name,
                "label": file_words.label(name),
                "url": f"/api/sessions/{session.code}/exports/{name}",
            }
            for name in files
        ]
        return {
            "join_url": self.join_url(session),
            "screen_url": self.screen_url(session),
            "ready_url": f"/f/{session.code}/ready",
            "exports": exports,
        }


def paper_payload(session: Session) -> dict[str, Any]:
    """Who votes on paper, and what the desk has entered for the open question.

    The desk counted it by hand, so it may see it.
    """
    asking = session.open_asking
    entered = (
        {}
        if asking is None
        else {group.value: counts.as_payload() for group, counts in asking.paper.items()}
    )
    return {"people": session.on_paper.as_numbers(), "entered": entered}


def _shared(session: Session) -> dict[str, Any]:
    with speaking(session.plan.language):
        return _of_a_phone(session)


def _of_a_phone(session: Session) -> dict[str, Any]:
    return {**state_payload(in_words(session)), "beat": phones_beat(session)}


def _mine(session: Session, mark: Mark | None) -> dict[str, Any]:
    if session.open_asking is None:
        return {}
    return {
        "mine": {"number": mark.last_number if mark else 0, "locked": bool(mark and mark.locked)}
    }


def _layout(state: dict[str, Any], shown: dict[str, Any], agreements: int) -> dict[str, Any]:
    """How what a wall shows is laid out; the finding of dots has a length of its own."""
    question, dots = state["question"], shown["dots"]
    return {
        "question": (
            layout_of_question(question["text"], question["choices"]) if question else None
        ),
        "dots": layout_of_finding(dots["finding"]) if dots and dots["finding"] else None,
        "agreements": layout_of_agreements(agreements),
        "texts": layout_of_texts([text["text"] for text in shown["texts"]]),
    }


def _band_texts(session: Session, band: str) -> dict[str, str]:
    texts = {}
    for name, language in (
        ("band_text", session.plan.language),
        ("band_also", session.plan.second_language),
    ):
        with speaking(language):
            texts[name] = turnout.band_text(band) if language else ""
    return texts


def _forms(session: Session, revealed: Sequence[Release]) -> tuple[ChartType, ...]:
    if session.place is None:
        return ()
    question = session.plan.question(session.place.question)
    return forms_of(question, both_passes(question, revealed))


def _beat(beat: Step | None, session: Session) -> dict[str, Any] | None:
    if beat is None:
        return None
    place = beat.place
    body = (
        {"question": place.question, "pass": place.passing.value, "round": place.round}
        if place
        else {}
    )
    if beat.verb != "show_question":
        body.pop("round", None)
    return {"verb": beat.verb, "body": body, "label": next_step.label(beat, session)}
