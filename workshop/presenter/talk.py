"""The payloads of the discussion guide, the power map and the agreements; see `docs/events.md`.

They are made of revealed releases only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from workshop.domain.insight.finding import SPEAKERS
from workshop.domain.insight.map_picture import Line, Section, map_picture
from workshop.domain.insight.power_map import MapRow, newest_rounds, power_map
from workshop.domain.insight.talk import talk
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import AskingState, Place, Session
from workshop.wording import findings
from workshop.wording import power_map as map_words
from workshop.wording import talk as words
from workshop.wording.groups import group_name

# What a map on a wall has room for, so that its labels can be read from the back; the rest is in
# the report.
ROOM = 9.0
NEEDED = (1.3, 1.0, 0.3)  # by an axis, by a row, by the note below a row
NEEDED_IN_TWO_LANGUAGES = (2.0, 1.4, 0.5)


def talk_payload(session: Session, revealed: Sequence[Release]) -> dict[str, Any] | None:
    """The discussion guide for the release on the wall; None while none is revealed there."""
    release = _on_the_wall(session, revealed)
    if release is None:
        return None
    newest = newest_rounds(revealed)
    question, labels = session.plan.question(release.question), session.plan.labels
    today, should_be = (newest.get((question.id, passing)) for passing in Pass)
    told = talk(question, release, today, should_be)
    return {
        "finding": findings.sentence(told.finding, question, labels, session.policy.threshold),
        "gap": asdict(told.gap) if told.gap else None,
        "gap_text": words.gap(told),
        "wishes": list(words.wishes(told, question, labels)),
        "common": words.common(told, question, labels),
        "card": {"key": told.card, "text": words.prompt(told, question)},
        "first": {"key": told.first, "text": words.first(told, labels)},
        "balance": [
            {"label": label, **shares}
            for label, shares in words.balance(question, labels, told.balance)
        ],
    }


def map_payload(session: Session, revealed: Sequence[Release]) -> dict[str, Any]:
    """The power map: its drawing, and every question in the order in which to talk about them."""
    rows = power_map(session.plan, revealed)
    drawn = _that_fit(rows, NEEDED_IN_TWO_LANGUAGES if session.plan.second_language else NEEDED)
    return {
        "title": map_words.title(),
        "groups": [
            {"group": group, "label": group_name(group, session.plan.labels)}
            for group in _groups(drawn)
        ],
        "sections": [_section(section, session) for section in map_picture(drawn)],
        "more": len(rows) - len(drawn),
        "order": [_ordered(row, session) for row in rows],
    }


def agreements_payload(session: Session) -> list[dict[str, Any]]:
    """The agreements, in the order in which they were made."""
    return list(_agreed(session))


def _on_the_wall(session: Session, revealed: Sequence[Release]) -> Release | None:
    asking = session.asking_at(session.place)
    if asking is None or asking.state is not AskingState.REVEALED:
        return None
    return next(
        (one for one in revealed if Place(one.question, one.passing, one.round) == asking.place),
        None,
    )


def _agreed(session: Session) -> Iterator[dict[str, Any]]:
    for agreement_id, agreement in session.agreements.items():
        about = agreement.question and session.plan.question(agreement.question).text
        yield {"id": agreement_id, **asdict(agreement), "question_text": about or ""}


def _that_fit(rows: Sequence[MapRow], needed: tuple[float, float, float]) -> Sequence[MapRow]:
    """The first rows of the map, as many as can be read from the back."""
    for many in range(len(rows), 0, -1):
        axes = len({row.question.kind for row in rows[:many]})
        notes = sum(any(map_words.missing(row)) for row in rows[:many])
        if (
            sum(each * count for each, count in zip(needed, (axes, many, notes), strict=True))
            <= ROOM
        ):
            return rows[:many]
    return rows[:1]


def _groups(rows: Sequence[MapRow]) -> list[str]:
    return [group for group in SPEAKERS if any(group in row.spots for row in rows)]


def _section(section: Section, session: Session) -> dict[str, Any]:
    labels = map_words.ticks(section.kind, section.lines[0].row, session.plan.labels)
    ticks = [{"x": x, "label": label} for x, label in zip(section.ticks, labels, strict=True)]
    return {
        "kind": section.kind.value,
        "ticks": ticks,
        "rows": [_row(line, session) for line in section.lines],
    }


def _row(line: Line, session: Session) -> dict[str, Any]:
    row = line.row
    return {
        "question": row.question.id,
        "text": row.question.text,
        "steps": map_words.steps_apart(row),
        "reason": map_words.reason(row),
        "missing": [{"group": group, "why": why} for group, why in map_words.missing(row)],
        "places": map_words.places(row, session.plan.labels),
        "paths": [asdict(path) for path in line.paths],
    }


def _ordered(row: MapRow, session: Session) -> dict[str, Any]:
    return {
        "question": row.question.id,
        "text": row.question.text,
        "state": row.state,
        "gap": asdict(row.gap) if row.gap else None,
        "common": row.common.value if row.common else None,
        "apart": map_words.apart(row),
        "places": map_words.places(row, session.plan.labels),
    }
