"""The words for a withheld group, by reason: "too few answered" only where that is true."""

from collections.abc import Mapping

from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Reason, Suppressed
from workshop.wording import begun, say, say_many

_NOTES = {
    Reason.TOO_NEAR: (
        "Almost the same number answered before. The difference would tell about a few people."
    ),
    Reason.TOO_ALIKE: "Answers too much alike to show: any number would tell about single people.",
}
_LINES = {
    Reason.FEWER_THAN_K: "{group}: not shown, because too few answered.",
    Reason.TOO_NEAR: (
        "{group}: not shown, because almost the same number answered before. The difference would"
        " tell about a few people."
    ),
}
_STATEMENTS = {
    Reason.FEWER_THAN_K: "Fewer than {threshold} {group} answered, so they are not shown.",
    Reason.TOO_NEAR: (
        "{group} are not shown: almost the same number of them answered before, and the difference"
        " would tell about a few people."
    ),
    Reason.TOO_ALIKE: (
        "{group} are not shown: their answers are too much alike, and any number would tell about"
        " single people."
    ),
}
_OF_EVERYONE = {
    Reason.FEWER_THAN_K: "Fewer than {threshold} people answered, so nothing is shown.",
    Reason.TOO_NEAR: (
        "Nothing is shown: almost the same number of people answered before, and the difference"
        " would tell about a few people."
    ),
    Reason.TOO_ALIKE: (
        "Nothing is shown: the answers are too much alike, and any number would tell about single "
        "people."
    ),
}
_TOO_FEW_WROTE = (
    "Fewer than {threshold} people wrote something. What they wrote was deleted, and nobody has"
    " read it."
)
_NEITHER_SIDE = (
    "Fewer than {threshold} answered in each of the two groups, so they are not compared."
)


def note(shown: Suppressed, question: Question, threshold: int) -> str:
    """The text in place of a group's bars. `threshold` is the plan's k, people."""
    if shown.reason is not Reason.FEWER_THAN_K:
        return say(_NOTES[shown.reason])
    least = question.shown_from(threshold)
    if question.takes_text:
        return say(_TOO_FEW_WROTE, threshold=least)
    return say(
        "Fewer than {threshold} answered in this group, so it is not shown.", threshold=least
    )


def line(group: str, shown: Suppressed, question: Question) -> str:
    """The group's line among the sentences."""
    if shown.voters is not None:
        answers = say_many("{voters} answer", "{voters} answers", shown.voters, voters=shown.voters)
        return say("{group}, {answers}: too much alike to show.", group=group, answers=answers)
    if question.takes_text and shown.reason is Reason.FEWER_THAN_K:
        return say("{group}: not shown, because too few wrote something.", group=group)
    return say(_LINES[shown.reason], group=group)


def statement(name: str, why: str, least: int) -> str:
    """The finding's words about one withheld group; `name` as it stands within a sentence."""
    return begun(say(_STATEMENTS[Reason(why)], group=name, threshold=least))


def of_everyone(why: str, question: Question, least: int) -> str:
    """The finding where everyone is one group, and it is withheld."""
    if question.takes_text and why == Reason.FEWER_THAN_K:
        return say(_TOO_FEW_WROTE, threshold=least)
    return say(_OF_EVERYONE[Reason(why)], threshold=least)


def of_both(names: Mapping[str, str], whys: Mapping[str, str], least: int) -> str:
    """The finding where both sides are withheld; a third group may be shown beside them."""
    if set(whys.values()) == {Reason.FEWER_THAN_K}:
        return say(_NEITHER_SIDE, threshold=least)
    return " ".join(statement(names[group], why, least) for group, why in whys.items())
