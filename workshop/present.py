"""Values → the payloads of `docs/events.md`, for each audience. Adds the words; takes releases, never tallies."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from workshop.announcing import Present
from workshop.domain.baseline import THEN, then
from workshop.domain.beats import Beat, next_beat, previous_beat
from workshop.domain.dialogue import finding
from workshop.domain.picture import Form, Picture, Row, forms_of, picture_of
from workshop.domain.plan import Showing
from workshop.domain.question import TEXT_MOST, Pass, Question
from workshop.domain.release import Counts, Release, Shown, Veiled
from workshop.domain.roll import Mark
from workshop.domain.session import Asking, AskingState, Place, Session
from workshop.domain.turnout import Turnout
from workshop.ports import Clock
from workshop.present_table import the_table
from workshop.present_talk import the_agreements, the_map, the_talk
from workshop.present_texts import texts_at_the_desk, texts_on_the_wall
from workshop.present_then import in_words, the_baseline, the_then
from workshop.wording import beats, findings, questions, turnout
from workshop.wording.groups import group_name
from workshop.wording.then import short_day


class Presenter:
    """`public_url` is the address phones use unless a session has another; `exports` the names of the files."""

    def __init__(self, public_url: str, exports: Sequence[str], clock: Clock) -> None:
        self._public_url = public_url
        self._exports = exports
        self._clock = clock

    def base(self, session: Session) -> str:
        """The address phones use for this session, without a slash at its end."""
        return session.address or self._public_url

    def join_url(self, session: Session) -> str:
        """The link to join."""
        return f"{self.base(session)}/j/{session.code}"

    def join_qr(self, session: Session) -> str:
        """What the QR says: the same link in capitals, which make a coarser code that scans from farther away."""
        return f"{self.base(session)}/J/{session.code}".upper()

    def slip_qr(self, session: Session, slip: str) -> str:
        """What the QR on a slip says: the link to join with the slip's code filled in."""
        return f"{self.join_qr(session)}/{slip}"

    def screen_url(self, session: Session) -> str:
        """The link to the wall."""
        return f"{self._public_url}/s/{session.screen_key}"

    def facilitator_url(self, session: Session, key: str) -> str:
        """The link to a desk; the key stays in the fragment, which browsers send to nobody."""
        return f"{self.base(session)}/f/{session.code}#{key}"

    def for_participants(self, session: Session) -> dict[str, Any]:
        """The phones' state; the same bytes for every phone."""
        return _shared(session)

    def for_one_participant(self, session: Session, mark: Mark | None) -> dict[str, Any]:
        """The state a phone gets when it connects: with its own number, so that it can go on counting."""
        if session.open_asking is None:
            return _shared(session)
        mine = {"number": mark.last_number if mark else 0, "locked": bool(mark and mark.locked)}
        return {**_shared(session), "mine": mine}

    def for_screen(self, session: Session, revealed: Sequence[Release]) -> dict[str, Any]:
        """The wall's state; the map and the agreements only while they are on the wall."""
        return {
            **_shared(session),
            "wall": self._wall(session),
            "map": the_map(session, revealed) if session.wall.map_shown else None,
            "agreements": the_agreements(session) if session.wall.agreements_shown else [],
            "texts": texts_on_the_wall(session),
        }

    def for_facilitator(self, session: Session, undoable: str | None, revealed: Sequence[Release]) -> dict[str, Any]:
        """The desk's state."""
        return {
            **self.for_screen(session, revealed),
            "talk": the_talk(session, revealed),
            "map": the_map(session, revealed),
            "agreements": the_agreements(session),
            "written": texts_at_the_desk(session),
            "paper": the_paper(session),
            "baseline": the_baseline(session.baseline),
            "beats": {"next": _beat(next_beat(session), session), "back": _beat(previous_beat(session), session)},
            "plan": [_thumbnail(session, question) for question in session.plan.questions],
            "undo": {"label": beats.undo_label(undoable)} if undoable else None,
            "links": self._links(session),
        }

    def turnout(self, session: Session, told: Turnout) -> dict[str, Any]:
        """The turnout, in just the detail that was told."""
        if told.place is None:
            nothing = {"question": None, "pass": None, "round": None}
            return {**nothing, "joined": told.joined, "comparison": told.comparison}
        place = {"question": told.place.question, "pass": told.place.passing.value, "round": told.place.round}
        counted = {"joined": told.joined, "groups": told.groups.as_numbers() if told.groups else None}
        if told.band is None:
            return {**place, **counted, "voted": told.voted}
        return {**place, **counted, "band": told.band, "band_text": turnout.band_text(told.band)}

    def results(self, session: Session, release: Release) -> dict[str, Any]:
        """A release with its finding, its picture and its sentences."""
        question = session.plan.question(release.question)
        found = finding(question, release)
        labels, k = session.plan.labels, session.policy.threshold
        compared = then(session.baseline, question, release)
        groups = compared.beside(release) if compared and question.scale else release.groups
        told = the_then(session, question, release, compared)
        form = session.form if session.form in forms_of(question) else Form.BARS
        return {
            **release.as_payload(),
            "finding": {
                "key": found.key,
                "parameters": dict(found.parameters),
                "text": findings.sentence(found, question, labels, k),
            },
            "picture": _drawn(picture_of(question, groups, form), session, question, groups, release.round),
            "table": the_table(question, release, labels) if form is Form.TABLE else None,
            "sentences": [*findings.sentences(question, release, labels), *(in_words(told) if told else ())],
            "then": told,
        }

    def present_for_screen(self, present: Present) -> dict[str, Any]:
        """Everything a wall needs for its first paint."""
        return self._present(present, self.for_screen(present.session, present.revealed))

    def present_for_facilitator(self, present: Present) -> dict[str, Any]:
        """Everything a desk needs for its first paint."""
        return self._present(present, self.for_facilitator(present.session, present.undoable, present.revealed))

    def present_for_participant(self, session: Session, mark: Mark | None, revealed: Release | None) -> dict[str, Any]:
        """Everything a phone needs: its state, and the picture once it is revealed."""
        state = self.for_one_participant(session, mark)
        return {"state": state, "release": self.results(session, revealed) if revealed else None}

    def _present(self, present: Present, state: dict[str, Any]) -> dict[str, Any]:
        session, release = present.session, present.release
        return {
            "state": state,
            "turnout": self.turnout(session, present.turnout),
            "release": self.results(session, release) if release else None,
        }

    def _wall(self, session: Session) -> dict[str, Any]:
        return {
            "blank": session.wall.blank,
            "code_shown": session.wall.code_shown,
            "map_shown": session.wall.map_shown,
            "agreements_shown": session.wall.agreements_shown,
            "join_address": self.base(session).split("://", 1)[-1],
            "join_code": session.code,
            "theme": session.theme.value,
            "form": session.form.value,
            "forms": [form.value for form in _forms(session)],
            "text_size": session.text_size,
            "timer": self._timer(session),
        }

    def _timer(self, session: Session) -> dict[str, int] | None:
        """How many seconds are left as this is sent: clocks of walls and desks differ."""
        if session.timer_ends is None:
            return None
        return {"left": max(0, session.timer_ends - self._clock.seconds())}

    def _links(self, session: Session) -> dict[str, Any]:
        files = () if session.is_rehearsal else self._exports
        exports = [{"name": name, "url": f"/api/sessions/{session.code}/exports/{name}"} for name in files]
        return {
            "join_url": self.join_url(session),
            "screen_url": self.screen_url(session),
            "ready_url": f"/f/{session.code}/ready",
            "exports": exports,
        }


def the_paper(session: Session) -> dict[str, Any]:
    """Who votes on paper, and what the desk has entered for the open question: it counted it by hand."""
    asking = session.open_asking
    entered = {} if asking is None else {group.value: counts.as_payload() for group, counts in asking.paper.items()}
    return {"people": session.on_paper.as_numbers(), "entered": entered}


def _forms(session: Session) -> tuple[Form, ...]:
    return forms_of(session.plan.question(session.place.question)) if session.place else ()


def is_revealed(session: Session) -> bool:
    """Whether phones, too, may see the picture on the wall."""
    asking = session.asking_at(session.place)
    return asking is not None and asking.state is AskingState.REVEALED


def _shared(session: Session) -> dict[str, Any]:
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


def _question(session: Session, place: Place) -> dict[str, Any]:
    question = session.plan.question(place.question)
    asking = session.asking_at(place)
    labels = session.plan.labels
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
        "state": _state(asking),
        "results": _results(session, place),
        "place": {"at": session.plan.questions.index(question) + 1, "of": len(session.plan.questions)},
    }


def _results(session: Session, place: Place) -> str:
    """Until when an answer can be changed depends on this: neither a repeated round nor words ever stream."""
    is_live = place.round == 1 and session.reveals_at_close(place.question)
    return Showing.LIVE.value if is_live else Showing.REVEAL.value


def _state(asking: Asking | None) -> str:
    return asking.state.value if asking else "shown"


def _beat(beat: Beat | None, session: Session) -> dict[str, Any] | None:
    if beat is None:
        return None
    place = beat.place
    body = {"question": place.question, "pass": place.passing.value, "round": place.round} if place else {}
    if beat.verb != "show_question":
        body.pop("round", None)
    return {"verb": beat.verb, "body": body, "label": beats.label(beat, session)}


def _thumbnail(session: Session, question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "kind": question.kind.value,
        "passes": [_pass(session, question, passing) for passing in question.passes],
    }


def _pass(session: Session, question: Question, passing: Pass) -> dict[str, Any]:
    asking = session.latest(question.id, passing)
    is_current = session.place is not None and session.place == Place(question.id, passing, session.place.round)
    state = _state(asking) if asking or is_current else "waiting"
    return {
        "pass": passing.value,
        "pass_text": questions.pass_name(passing),
        "state": state,
        "round": asking.round if asking else 1,
        "current": is_current,
    }


def _drawn(
    drawn: Picture, session: Session, question: Question, groups: Mapping[str, Shown], round_number: int
) -> dict[str, Any]:
    rows = [_row(row, session, question, groups, round_number) for row in drawn.rows]
    return {"form": drawn.form, "zero": drawn.zero, "rows": rows}


def _row(
    row: Row, session: Session, question: Question, groups: Mapping[str, Shown], round_number: int
) -> dict[str, Any]:
    bars = [asdict(bar) for bar in row.bars]
    labels = session.plan.labels
    if row.group is None:
        words = questions.short_labels(question, labels)
        label = words[row.choice] if isinstance(row.choice, int) else findings.no_answer()
        return {"label": label, "choice": row.choice, "voters": None, "paper": 0, "bars": bars, "note": ""}
    shown = groups[row.group]
    paper = shown.paper if isinstance(shown, Counts | Veiled) else 0
    drawn = {"group": row.group.removesuffix(THEN), "voters": row.voters, "paper": paper, "bars": bars}
    if session.baseline and row.group.endswith(THEN):
        note = findings.note(shown, question, labels, session.baseline.plan.threshold, 1)
        return drawn | {"label": short_day(session.baseline.held_on), "note": note, "then": True}
    note = findings.note(shown, question, labels, session.policy.threshold, round_number)
    return drawn | {"label": group_name(row.group, labels), "note": note}
