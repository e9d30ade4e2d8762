"""The words of results: the finding as a sentence, the chart in words, a row without bars.

Plain and kind, never statistics, and never more than what is shown.
"""

from collections.abc import Iterator, Sequence

from workshop.domain.insight.finding import Finding, Gap
from workshop.domain.insight.picture import has_row
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NO_ANSWER,
    Counts,
    Release,
    Shown,
    Suppressed,
    Veiled,
    Waiting,
    paper_of,
    voters_of,
)
from workshop.wording import begun, questions, say, say_many, tenths, withheld
from workshop.wording.groups import Labels, group_name
from workshop.wording.statements import FindingText, listed, void


def sentence(finding: Finding, question: Question, labels: Labels, threshold: int) -> str:
    """The finding in one or two short sentences. `threshold` is the plan's k, people."""
    text = FindingText(finding, question, labels, threshold).text()
    if finding.parameters["final"] or finding.key == "waiting":
        return text
    return say("So far: {finding}", finding=text)


def sentences(question: Question, release: Release, labels: Labels) -> list[str]:
    """The chart in words, a line per group, for screen readers and phones."""
    words = questions.short_labels(question, labels)
    return [
        _line(group_name(group, labels), shown, words, question)
        for group, shown in release.groups.items()
        if has_row(group, shown)
    ]


def note(shown: Shown, question: Question, labels: Labels, threshold: int) -> str:
    """Why a group's row lacks some or all of its bars; empty where it has them all."""
    match shown:
        case Counts():
            return ""
        case Veiled():
            words = questions.short_labels(question, labels)
            return begun(say("{cells}.", cells=say("; ").join(_veiled_cells(shown, words))))
        case Waiting():
            return say("Not shown yet: waiting for enough answers.")
        case Suppressed(is_void=True):
            return void()
        case Suppressed():
            return withheld.note(shown, question, threshold)


def answers(shown: Shown) -> str:
    """How many answered, and how many of them on paper; empty where that is not told."""
    voters, paper = voters_of(shown), paper_of(shown)
    if voters is None:
        return ""
    if paper:
        return say_many(
            "{voters} answer, {paper} of them on paper",
            "{voters} answers, {paper} of them on paper",
            voters,
            voters=voters,
            paper=paper,
        )
    return say_many("{voters} answer", "{voters} answers", voters, voters=voters)


def no_answer() -> str:
    """The label of the bar of those who gave no answer."""
    return say("No answer")


def distance(gap: Gap) -> str:
    """How far apart the two groups see it, in steps of the scale."""
    steps = tenths(gap.distance)
    return say("On average the answers of the two groups lie {steps} steps apart.", steps=steps)


def _line(group: str, shown: Shown, words: Sequence[str], question: Question) -> str:
    match shown:
        case Waiting():
            return say("{group}: not shown yet.", group=group)
        case Suppressed(is_void=True):
            return say("{group}: void.", group=group)
        case Suppressed():
            return withheld.line(group, shown, question)
        case _:
            cells = _cells(shown, words)
            if not cells:
                return say("{group}, {answers}.", group=group, answers=answers(shown))
            return say(
                "{group}, {answers}: {cells}.", group=group, answers=answers(shown), cells=cells
            )


def _cells(shown: Counts | Veiled, words: Sequence[str]) -> str:
    """What was chosen, the most chosen first; what nobody chose is left out."""
    known = {choice: votes for choice, votes in enumerate(shown.counts or ()) if votes}
    counted = [
        say("{votes} “{choice}”", votes=known[choice], choice=words[choice])
        for choice in sorted(known, key=lambda choice: -known[choice])
    ]
    if isinstance(shown, Veiled):
        return say("; ").join(
            [*([say(", ").join(counted)] if counted else []), *_veiled_cells(shown, words)]
        )
    silent = [say("{votes} gave no answer", votes=shown.no_answer)] if shown.no_answer else []
    return say(", ").join(counted + silent)


def _veiled_cells(shown: Veiled, words: Sequence[str]) -> Iterator[str]:
    if shown.veiled.get(NO_ANSWER) == NEARLY_ALL:
        yield say("all or nearly all gave no answer")
    alike = [
        words[int(cell)]
        for cell, nearly in shown.veiled.items()
        if nearly == NEARLY_ALL and cell != NO_ANSWER
    ]
    rare = [words[int(cell)] for cell, nearly in shown.veiled.items() if nearly != NEARLY_ALL]
    if alike:
        yield say("all or nearly all chose {choices}", choices=listed(alike))
    if rare:
        yield say("none or nearly none chose {choices}", choices=listed(rare))
    back = [words[cell] for cell in shown.kept_back()]
    if back:
        yield say("how many chose {choices} is kept back", choices=listed(back))
