"""A result for pages and pictures: its drawing, its legend, and all of it in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from workshop.domain.insight.comparison import EARLIER, Comparison, compare
from workshop.domain.insight.picture import BY_CHOICE, Cell, Picture, picture_of
from workshop.domain.insight.result import Result
from workshop.domain.report import Report
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.release import NO_ANSWER, Shown, voters_of
from workshop.export import svg
from workshop.export.map_part import Key
from workshop.export.prose import question_in_prose
from workshop.wording import comparison as then_words
from workshop.wording import findings, questions, say
from workshop.wording.groups import group_name


@dataclass(frozen=True)
class Part:
    """One result.

    `round` is its number for people (`Report.nth`); `answers` tells how many answered in each
    group. `drawing` is empty where people answered in words.
    """

    passing: str
    round: int
    round_name: str
    finding: str
    drawing: Markup
    keys: tuple[Key, ...]
    sentences: tuple[str, ...]
    distance: str
    texts: tuple[str, ...]
    then: tuple[str, ...]
    answers: tuple[str, ...]


def part(result: Result, report: Report, name: str) -> Part:
    """The part of a result; `name` keeps the ids of its drawing apart from those of others."""
    compared = _then(result, report)
    groups = (
        compared.beside(result.release) if compared and result.question.scale else result.groups
    )
    drawn = picture_of(result.question, groups)
    words = _words(result, report, groups)
    return Part(
        questions.pass_name(result.passing),
        report.nth(result),
        report.round_name(result),
        words.finding,
        Markup() if result.question.takes_text else svg.draw(drawn, words, name),
        tuple(_keys(result, drawn, words)),
        tuple(words.sentences),
        findings.distance(result.gap) if result.gap else "",
        report.written_in(result),
        (*then_and_now(result, report), then_words.caution()) if compared else (),
        tuple(_answers(words)),
    )


def then_and_now(result: Result, report: Report) -> Iterator[str]:
    """What has moved since the earlier session, in words; nothing where they do not compare."""
    compared = _then(result, report)
    if compared and report.baseline:
        old = report.baseline.plan
        yield then_words.line(
            compared, report.baseline.held_on, result.question, old.labels, old.threshold
        )
        yield from then_words.sentences(
            compared, result.question, result.release, report.plan.labels
        )


def _then(result: Result, report: Report) -> Comparison | None:
    return compare(report.baseline, result.question, result.release, report.plan.threshold)


def _words(result: Result, report: Report, groups: Mapping[str, Shown]) -> svg.Words:
    """The words of a drawing.

    For a group of last time (`comparison.EARLIER`) the day is in place of its name.
    """
    question, labels, threshold = (
        question_in_prose(result.question),
        report.plan.labels,
        report.plan.threshold,
    )
    choices: dict[Cell, str] = dict(enumerate(questions.short_labels(question, labels)))
    voters = {
        group: told for group, part in groups.items() if (told := voters_of(part)) is not None
    }
    notes = {
        group: findings.note(part, question, labels, threshold) for group, part in groups.items()
    }
    return svg.Words(
        finding=findings.sentence(result.finding, question, labels, threshold),
        sentences=findings.sentences(question, result.release, labels),
        groups={group: _name(group, report) for group in groups},
        answers={group: findings.answers(groups[group]) for group in voters},
        choices=choices | {NO_ANSWER: findings.no_answer()},
        notes=notes,
        voters=voters,
    )


def _name(group: str, report: Report) -> str:
    if report.baseline and group.endswith(EARLIER):
        return then_words.day(report.baseline.held_on)
    return group_name(group, report.plan.labels)


def _keys(result: Result, drawn: Picture, words: svg.Words) -> Iterator[Key]:
    """The legend: what the tones mean, or, where rows are choices, the groups' marks."""
    if drawn.form == BY_CHOICE:
        yield from _group_keys(words)
        return
    tones: dict[Cell, str] = dict(enumerate(questions.tones(result.question)))
    if any(bar.choice == NO_ANSWER and bar.count for row in drawn.rows for bar in row.bars):
        tones[NO_ANSWER] = "none"
    for cell, tone in tones.items():
        yield Key(svg.swatch(tone), words.choices[cell])


def _group_keys(words: svg.Words) -> Iterator[Key]:
    for group, answers in words.answers.items():
        if group != TOGETHER:
            yield Key(
                svg.group_mark(group),
                say("{group}, {answers}", group=words.groups[group], answers=answers),
            )


def _answers(words: svg.Words) -> Iterator[str]:
    for group, answers in words.answers.items():
        yield say("{group}, {answers}", group=words.groups[group], answers=answers)
