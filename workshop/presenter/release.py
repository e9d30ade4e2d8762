"""The payload of a release: its finding, its chart and its sentences; see `docs/events.md`.

It never holds a tally.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from workshop.domain.insight.comparison import EARLIER, Comparison, compare
from workshop.domain.insight.finding import Finding, finding
from workshop.domain.insight.picture import BY_CHOICE, ChartType, Picture, Row, forms_of, picture_of
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Release, Shown, paper_of
from workshop.domain.voting.session import Session
from workshop.presenter.comparison import comparison_lines, comparison_payload
from workshop.presenter.layout import (
    IN_ONE_COLUMN,
    IN_TWO_COLUMNS,
    LONGEST_NOTE,
    layout_of_finding,
    layout_of_rows,
)
from workshop.presenter.state import in_second, in_words, other_languages, round_key
from workshop.presenter.table import table_payload
from workshop.wording import findings, questions
from workshop.wording.comparison import short_day
from workshop.wording.groups import group_name
from workshop.wording.languages import speaking


def release_payload(session: Session, release: Release) -> dict[str, Any]:
    """A release in the spoken language.

    Takes the session as it is: last time's words are compared with today's own.
    """
    asked = session.plan.question(release.question)
    found, compared = finding(asked, release), _then(session, asked, release)
    said = in_words(session)
    question, labels = said.plan.question(release.question), said.plan.labels
    drawn = _picture(session, release)
    return {
        **release.as_payload(),
        "round_key": round_key(release),
        "finding": {
            "key": found.key,
            "parameters": dict(found.parameters),
            "text": _finding(found, said, question),
        },
        "picture": drawn,
        "table": table_payload(question, release, labels)
        if drawn["form"] == ChartType.TABLE
        else None,
        "answers": {group: findings.answers(shown) for group, shown in release.groups.items()},
        "sentences": _sentences(session, release, compared),
        "then": comparison_payload(said, asked, release, compared),
    }


def release_for_walls(session: Session, release: Release) -> dict[str, Any]:
    """The same for walls and desks: how it is laid out, and what is said in a second language."""
    told = release_payload(session, release)
    rows, columns = told["picture"]["rows"], told["picture"]["columns"]
    layout = {
        "finding": layout_of_finding(told["finding"]["text"]),
        "rows": layout_of_rows(rows, columns),
    }
    return {**told, "layout": layout, "also": second_words_of(session, release)}


def release_for_phones(session: Session, release: Release) -> dict[str, dict[str, Any]]:
    """A release in words, by language: every phone gets all languages, as with the state."""
    said = {}
    for language in other_languages(session):
        with speaking(language):
            said[language] = _words(session, release)
    return said


def second_words_of(session: Session, release: Release) -> dict[str, Any] | None:
    """The words of a release in the wall's second language; None where it has none."""
    return in_second(session, lambda: _words_of_wall(session, release))


def _words_of_wall(session: Session, release: Release) -> dict[str, Any]:
    told = release_payload(session, release)
    parts = {name: told[name] for name in ("picture", "table", "answers", "then")}
    return {"finding": told["finding"]["text"], **parts}


def _words(session: Session, release: Release) -> dict[str, Any]:
    asked = session.plan.question(release.question)
    said = in_words(session)
    return {
        "finding": _finding(finding(asked, release), said, said.plan.question(release.question)),
        "sentences": _sentences(session, release, _then(session, asked, release)),
    }


def _then(session: Session, asked: Question, release: Release) -> Comparison | None:
    return compare(session.baseline, asked, release, session.policy.threshold)


def _finding(found: Finding, said: Session, question: Question) -> str:
    return findings.sentence(found, question, said.plan.labels, said.policy.threshold)


def _sentences(session: Session, release: Release, compared: Comparison | None) -> list[str]:
    said = in_words(session)
    told = comparison_payload(said, session.plan.question(release.question), release, compared)
    question = said.plan.question(release.question)
    return [
        *findings.sentences(question, release, said.plan.labels),
        *(comparison_lines(told) if told else ()),
    ]


def _picture(session: Session, release: Release) -> dict[str, Any]:
    """The chart in the chosen form; a table where the wall has no room for its words."""
    fits = []
    for language in (session.plan.language, session.plan.second_language):
        with speaking(language):
            fits.append(not language or _has_room(_drawn_as(session.form, session, release)))
    return _drawn_as(session.form if all(fits) else ChartType.TABLE, session, release)


def _drawn_as(form: ChartType, session: Session, release: Release) -> dict[str, Any]:
    asked, said = session.plan.question(release.question), in_words(session)
    compared, question = _then(session, asked, release), said.plan.question(release.question)
    groups = compared.beside(release) if compared and question.scale else release.groups
    drawn = picture_of(question, groups, form if form in forms_of(question) else ChartType.BARS)
    return _drawn(drawn, said, question, groups)


def _drawn(
    drawn: Picture, session: Session, question: Question, groups: Mapping[str, Shown]
) -> dict[str, Any]:
    rows = [_row(row, session, question, groups) for row in drawn.rows]
    columns = 2 if drawn.form == BY_CHOICE and _bars(rows) > IN_ONE_COLUMN else 1
    return {"form": drawn.form, "zero": drawn.zero, "columns": columns, "rows": rows}


def _has_room(drawn: dict[str, Any]) -> bool:
    """Whether the wall has room for bars by choice.

    Other forms have as many rows as there are groups.
    """
    rows = drawn["rows"]
    fits = _bars(rows) <= IN_TWO_COLUMNS and all(len(row["note"]) <= LONGEST_NOTE for row in rows)
    return drawn["form"] != BY_CHOICE or fits


def _bars(rows: Sequence[dict[str, Any]]) -> int:
    return sum(len(row["bars"]) for row in rows)


def _row(
    row: Row, session: Session, question: Question, groups: Mapping[str, Shown]
) -> dict[str, Any]:
    bars = [asdict(bar) for bar in row.bars]
    labels = session.plan.labels
    if row.group is None:
        words = questions.short_labels(question, labels)
        label = words[row.choice] if isinstance(row.choice, int) else findings.no_answer()
        return {
            "label": label,
            "choice": row.choice,
            "voters": None,
            "answers": "",
            "bars": bars,
            "note": "",
        }
    shown = groups[row.group]
    paper = paper_of(shown)
    group = row.group.removesuffix(EARLIER)
    drawn = {
        "group": group,
        "voters": row.voters,
        "paper": paper,
        "answers": findings.answers(shown),
        "bars": bars,
    }
    if session.baseline and row.group.endswith(EARLIER):
        note = findings.note(shown, question, labels, session.baseline.plan.threshold)
        return drawn | {"label": short_day(session.baseline.held_on), "note": note, "then": True}
    note = findings.note(shown, question, labels, session.policy.threshold)
    return drawn | {"label": group_name(row.group, labels), "note": note}
