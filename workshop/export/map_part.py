"""The report's part on the whole session: power map, order of discussion, balanced results."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from workshop.domain.insight.balance import BALANCED, PLAIN, balance
from workshop.domain.insight.map_picture import map_picture
from workshop.domain.insight.picture import picture_of
from workshop.domain.insight.power_map import power_map
from workshop.domain.insight.result import Result
from workshop.domain.report import Report
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import Counts
from workshop.export import map_svg, svg
from workshop.export.prose import question_in_prose
from workshop.wording import power_map as map_words
from workshop.wording import questions, say
from workshop.wording.groups import group_name


@dataclass(frozen=True)
class Key:
    """An entry of a legend: a mark and its meaning."""

    mark: Markup
    word: str


@dataclass(frozen=True)
class DiscussionItem:
    """A question to talk about: its text, how far apart the groups are, and where they stand."""

    text: str
    apart: str
    places: str


@dataclass(frozen=True)
class MapPart:
    """The map on the page; `first` holds the rows' texts, in the order of discussion."""

    title: str
    drawing: Markup
    keys: tuple[Key, ...]
    first: tuple[DiscussionItem, ...]


@dataclass(frozen=True)
class BalancedPart:
    """One question with both groups weighing the same, beside every answer weighing the same."""

    text: str
    passing: str
    drawing: Markup
    keys: tuple[Key, ...]


def map_part(report: Report) -> MapPart | None:
    """The power map; None while none of it was shown."""
    labels = report.plan.labels
    rows = power_map(report.plan, [result.release for result in report.results])
    if not rows:
        return None
    groups = dict.fromkeys(group for row in rows for group in row.spots)
    keys = [
        Key(
            map_svg.key(group, passing),
            f"{group_name(group, labels)}, {questions.pass_name(passing)}",
        )
        for group in groups
        for passing in Pass
    ]
    drawing = map_svg.draw(map_picture(rows), labels, "map")
    first = [
        DiscussionItem(row.question.text, map_words.apart(row), map_words.places(row, labels))
        for row in rows
    ]
    return MapPart(map_words.title(), drawing, tuple(keys), tuple(first))


def balanced_parts(report: Report) -> Iterator[BalancedPart]:
    """The balanced form of every result that shows both groups."""
    for number, result in enumerate(report.results, start=1):
        counts = balance(result.question, result.release)
        if counts:
            yield _balanced(result, counts, report, f"balanced-{number}")


def _balanced(
    result: Result, counts: Mapping[str, Counts], report: Report, name: str
) -> BalancedPart:
    question = question_in_prose(result.question)
    short = questions.short_labels(question, report.plan.labels)
    names = {BALANCED: say("Each group the same"), PLAIN: say("Each answer the same")}
    weights = {BALANCED: say("half and half"), PLAIN: say("as many as came")}
    words = svg.Words(
        finding=say("{question} In percent.", question=question.text),
        sentences=[_sentence(names[which], one, short) for which, one in counts.items()],
        groups=names,
        answers=weights,
        choices=dict(enumerate(short)),
        notes={},
        voters={which: one.voters for which, one in counts.items()},
    )
    keys = tuple(
        Key(svg.swatch(tone), word)
        for tone, word in zip(questions.tones(question), short, strict=True)
    )
    drawing = svg.draw(picture_of(question, counts), words, name)
    return BalancedPart(question.text, questions.pass_name(result.passing), drawing, keys)


def _sentence(name: str, counts: Counts, short: tuple[str, ...]) -> str:
    shares = [
        say("{share}% “{choice}”", share=share, choice=choice)
        for choice, share in zip(short, counts.counts, strict=True)
        if share
    ]
    return say("{name}: {shares}.", name=name, shares=", ".join(shares))
