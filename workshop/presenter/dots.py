"""The payload of dots: one question's row of the power map, large, today → should be per group.

It is made of revealed releases only.
"""

from collections.abc import Sequence
from typing import Any

from workshop.domain.insight.map_picture import Path, map_picture
from workshop.domain.insight.picture import ChartType
from workshop.domain.insight.power_map import MapRow, both_passes, newest_rounds
from workshop.domain.insight.talk import talk
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Session
from workshop.presenter.state import is_revealed
from workshop.wording import power_map as map_words
from workshop.wording import questions, say
from workshop.wording import talk as words
from workshop.wording.groups import Labels, group_name


def dots_payload(session: Session, revealed: Sequence[Release]) -> dict[str, Any] | None:
    """The dots of the question on the wall; None unless chosen, and where passes do not compare."""
    if session.form is not ChartType.DOTS or session.place is None or not is_revealed(session):
        return None
    question = session.plan.question(session.place.question)
    row = both_passes(question, revealed)
    if row is None:
        return None
    [section] = map_picture([row])
    labels = session.plan.labels
    ticks = zip(section.ticks, map_words.ticks(section.kind, row, labels), strict=True)
    return {
        "question": question.id,
        "ticks": [{"x": x, "label": label} for x, label in ticks],
        "rows": [_line(path, row, labels) for path in section.lines[0].paths],
        "places": map_words.places(row, labels),
        **_words(session, question, revealed),
    }


def _line(path: Path, row: MapRow, labels: Labels) -> dict[str, Any]:
    missing = [why for group, why in map_words.missing(row) if group == path.group]
    return {
        "group": path.group,
        "label": group_name(path.group, labels),
        "today": path.today,
        "should_be": path.should_be,
        "missing": " · ".join(missing),
    }


def _words(session: Session, question: Question, revealed: Sequence[Release]) -> dict[str, str]:
    """The title, the names of the passes, and the wishes of both groups in one or two sentences."""
    names = {passing.value: questions.pass_name(passing) for passing in Pass}
    return {
        "title": say("{today} → {should_be}", **names),
        **names,
        "finding": _finding(session, question, revealed),
    }


def _finding(session: Session, question: Question, revealed: Sequence[Release]) -> str:
    """The move that both wish for; where there is none, the wish of each."""
    newest = newest_rounds(revealed)
    today, should_be = (newest[question.id, passing] for passing in Pass)
    told, labels = talk(question, should_be, today, should_be), session.plan.labels
    return (
        words.common(told, question, labels)
        if told.common
        else " ".join(words.wishes(told, question, labels))
    )
