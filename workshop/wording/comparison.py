"""The words of a comparison: last time's result, and how far each group's median has moved."""

from collections.abc import Iterator
from datetime import date

from workshop.domain.insight.comparison import Comparison
from workshop.domain.insight.finding import SIDES, speakers
from workshop.domain.insight.wishes import Move, move
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Release
from workshop.wording import day as written
from workshop.wording import findings, say, tenths
from workshop.wording.groups import Labels, group_name
from workshop.wording.talk import towards


def day(held_on: date) -> str:
    """A day as people write it."""
    return written(held_on)


def short_day(held_on: date) -> str:
    """The same beside a bar, where there is little room."""
    return written(held_on, "d MMM y")


def line(
    compared: Comparison, held_on: date, question: Question, labels: Labels, threshold: int
) -> str:
    """One sentence for the wall. `labels` and `threshold` are those of last time."""
    when = day(held_on)
    if compared.why == "other_question":
        return say("On {day} this was another question, so it is not compared.", day=when)
    if compared.why == "other_mode":
        return say(
            "On {day} the groups were not shown in the same way, so nothing is compared.", day=when
        )
    if compared.why == "too_near":
        return say(
            "On {day} almost as many people answered as now. To protect them, nothing is compared.",
            day=when,
        )
    if not compared.near.isdisjoint(SIDES):
        return say(
            "On {day} almost as many people answered in one group. To protect them, it is not"
            " compared.",
            day=when,
        )
    moves = {move(compared.shifts[side]) for side in SIDES if side in compared.shifts}
    if compared.shifts.keys() >= set(SIDES) and len(moves) == 1 and moves != {Move.STAY}:
        where = towards(moves.pop(), question, labels)
        return say("Since {day} both groups have moved towards {where}.", day=when, where=where)
    if compared.gap and compared.gap_then:
        then, now = (tenths(gap.distance) for gap in (compared.gap_then, compared.gap))
        return say(
            "On {day} the two groups lay {then} steps apart; now it is {now}.",
            day=when,
            then=then,
            now=now,
        )
    told = findings.sentence(compared.earlier.finding, question, labels, threshold)
    return say("On {day}: {finding}", day=when, finding=told)


def sentences(
    compared: Comparison, question: Question, release: Release, labels: Labels
) -> Iterator[str]:
    """How far each group has moved, where there is a number, and what else to know."""
    if compared.earlier.question.text != question.text:
        yield say("Last time it was worded: “{text}”.", text=compared.earlier.question.text)
    if compared.why or question.scale is None:
        return
    for group in speakers(release):
        yield _shift(compared, group, question, labels)


def caution() -> str:
    """The caution beside every comparison."""
    return say("The people in the room may differ from last time.")


def _shift(compared: Comparison, group: str, question: Question, labels: Labels) -> str:
    name = group_name(group, labels)
    if group in compared.near:
        return say("{group}: not compared, for almost as many people answered then.", group=name)
    shift = compared.shifts.get(group)
    if shift is None:
        return say("{group}: not compared, for there is no number then or now.", group=name)
    if move(shift) is Move.STAY:
        return say("{group}: about where it was.", group=name)
    steps, where = tenths(abs(shift)), towards(move(shift), question, labels)
    return say(
        "{group}: {steps} steps towards {where} since then.", group=name, steps=steps, where=where
    )
