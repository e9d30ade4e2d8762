"""The mapping between sessions and database rows."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from workshop.domain.insight.picture import ChartType
from workshop.domain.report import baseline_document
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.disclosure import Mode, Policy
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import counts_from
from workshop.domain.voting.session import (
    Asking,
    AskingState,
    Place,
    Session,
    SessionState,
    Theme,
    Wall,
)
from workshop.domain.voting.written_answer import WrittenAnswer
from workshop.plans.form import read_plan
from workshop.plans.results_file import read_baseline

Row = Mapping[Any, Any]
_WALL = [
    field.name for field in fields(Wall)
]  # what an older version did not know is not on its wall


def session_row(session: Session, opened_on: date) -> dict[str, Any]:
    """The row of a new session."""
    policy = session.policy
    return {
        "code": session.code,
        "opened_on": opened_on,
        "policy": {
            "threshold": policy.threshold,
            "reserve": policy.reserve,
            "tick_seconds": policy.tick_seconds,
        },
        "screen_key": session.screen_key,
        "baseline": baseline_document(session.baseline) if session.baseline else None,
        **progress_row(session),
    }


def progress_row(session: Session) -> dict[str, Any]:
    """The columns of a session that change."""
    place = session.place
    return {
        "version": session.version,
        "state": session.state.value,
        "plan": session.plan.as_document(),
        "progress": {
            "place": [place.question, place.passing.value, place.round] if place else None,
            "door_locked": session.door_locked,
            "needs_slips": session.needs_slips,
            "is_rehearsal": session.is_rehearsal,
            "address": session.address,
            "phones_paused": session.phones_paused,
            "theme": session.theme.value,
            "form": session.form.value,
            "text_size": session.text_size,
            "timer_ends": session.timer_ends,
            "blank": session.wall.blank,
            "code_shown": session.wall.code_shown,
            "map_shown": session.wall.map_shown,
            "agreements_shown": session.wall.agreements_shown,
            "on_paper": session.on_paper.as_numbers(),
        },
    }


def asking_row(session: Session, asking: Asking) -> dict[str, Any]:
    """The row of an asking, except whether it is forgotten."""
    return {
        "id": asking.id,
        "session": session.code,
        "position": session.askings.index(asking),
        "question": asking.question,
        "pass": asking.passing.value,
        "round": asking.round,
        "mode": asking.mode.value,
        "joined": asking.joined.as_numbers() if asking.joined else {},
        "state": asking.state.value,
        "was_revealed": asking.was_revealed,
        "paper": {group.value: counts.as_payload() for group, counts in asking.paper.items()},
    }


def agreement_rows(session: Session) -> list[dict[str, Any]]:
    """The rows of a session's agreements."""
    return [
        {"session": session.code, "id": agreement_id, "position": position, **asdict(agreement)}
        for position, (agreement_id, agreement) in enumerate(session.agreements.items())
    ]


def agreements_from(rows: Iterable[Row]) -> dict[str, Agreement]:
    """The agreements of rows in order, by id."""
    return {
        row["id"]: Agreement(row["question"], row["what"], row["who"], row["by"]) for row in rows
    }


def written_rows(session: Session) -> list[dict[str, Any]]:
    """The rows of a session's written answers."""
    return [
        {"session": session.code, "id": text_id, **asdict(text)}
        for text_id, text in session.written.items()
    ]


def written_from(rows: Iterable[Row]) -> dict[str, WrittenAnswer]:
    """The written answers, by id, of rows in the order of the ids."""
    return {
        row["id"]: WrittenAnswer(row["asking"], row["text"], row["is_shown"], row["question"])
        for row in rows
    }


def session_from(
    row: Row,
    askings: tuple[Asking, ...],
    agreements: Mapping[str, Agreement],
    written: Mapping[str, WrittenAnswer],
) -> Session:
    """The session of a row, with its askings, agreements and written answers in order."""
    progress = row["progress"]
    place = progress["place"]
    return Session(
        row["code"],
        row["screen_key"],
        read_plan(row["plan"]),
        Policy(**row["policy"]),
        SessionState(row["state"]),
        row["version"],
        progress["door_locked"],
        progress.get("needs_slips", False),
        progress.get("is_rehearsal", False),
        progress.get("address", ""),
        progress.get("phones_paused", False),
        Theme(progress.get("theme", Theme.OWN)),
        progress.get("timer_ends"),
        Wall(**{name: progress.get(name, False) for name in _WALL}),
        Place(place[0], Pass(place[1]), place[2]) if place else None,
        askings,
        agreements,
        written,
        Joined.counted(progress.get("on_paper", {})),
        read_baseline(row["baseline"]) if row["baseline"] else None,
        ChartType(progress.get("form", ChartType.BARS)),
        progress.get("text_size", 0),
    )


def asking_from(row: Row) -> Asking:
    """The asking of a row."""
    return Asking(
        row["id"],
        row["question"],
        Pass(row["pass"]),
        row["round"],
        Mode(row["mode"]),
        Joined.counted(row["joined"]) if row["joined"] else None,
        AskingState(row["state"]),
        row["was_revealed"],
        {PartnerGroup(group): counts_from(counts) for group, counts in row["paper"].items()},
    )
