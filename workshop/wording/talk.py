"""The words of the discussion guide: gap, wishes, who speaks first, a prompt to read aloud."""

from collections.abc import Iterator, Mapping

from workshop.domain.insight.finding import SIDES
from workshop.domain.insight.talk import SOUTHERN_FIRST, Talk
from workshop.domain.insight.wishes import Move, move
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.question import OWN_WORDS, Kind, Pass, Question
from workshop.domain.voting.release import Counts
from workshop.wording import begun, questions, say, tenths
from workshop.wording.findings import no_answer
from workshop.wording.groups import Labels, group_name, sides_in_a_sentence

NEAR, FAR = 0.5, 1.5  # steps: below one, from the other on

_CARDS = {
    "gap": (
        "The two groups see this differently. What happens in practice that one group sees and the"
        " other does not?"
    ),
    "no_gap": "We see this alike. Is it also how we want it, and what keeps it so?",
    "no_common_view": (
        "There is no one view in this room, inside the groups as little as between them. Think of"
        " the last time: what did you see happen?"
    ),
    "cannot_see": (
        "Many of us cannot see how this is decided. Who could tell us, and where could everyone"
        " look it up?"
    ),
    "rather_not_say": (
        "Many of us would rather not say, and nobody has to. What would make this easy to answer?"
    ),
    "together": "This is all of us in one picture. What do you recognise, and what surprises you?",
    "one_withheld": (
        "Only a part of the picture is shown, so that nobody can be picked out. Let us talk about"
        " the question itself: what comes to mind from the last time?"
    ),
    "kept_back": (
        "This result is kept back, so that nobody can be picked out. Let us talk about the question"
        " itself: what comes to mind from the last time?"
    ),
    "withheld": (
        "Too few answered to show a picture, and nobody has to say why. What would make a question"
        " like this easier to answer?"
    ),
    "void": (
        "This vote is void: nobody can read its answers, and nobody did anything wrong. Shall we"
        " ask again, or talk without a picture?"
    ),
}
_WISH_CARDS = {
    "gap": (
        "Here our wishes differ. What would each side need in order to say yes to the other's wish?"
    ),
    "no_gap": "We wish for the same. What is the first small step there, and who can take it?",
}
_CHOICE_CARDS = {
    "gap": (
        "The two groups choose differently. What speaks for each choice, and could one lead to the"
        " other?"
    ),
    "no_gap": (
        "Both groups chose the same most often. What makes it the first choice, and what would we"
        " do next?"
    ),
    "no_common_view": (
        "No choice stands out. What would have to be true for one of them to be the right one?"
    ),
}
_WRITTEN_CARDS = {
    Kind.GATHER: (
        "Let us read these aloud, one after the other. Which of them do we want to look at"
        " together?"
    ),
    Kind.REFLECTION: "Let us read some of these aloud, slowly. What do you hear in them?",
}
_NO_GAP = {
    "written": "No number: what people wrote lies on no scale.",
    "no_scale": "No number: own choices lie on no scale.",
    "void": "No number: this vote is void.",
    "withheld": "No number: a group is not shown.",
    "veiled": "No number: a group answered all or nearly all alike, and its numbers are kept back.",
    "off_scale": "No number: a group gave no answer on the scale.",
    TOGETHER: "No number: everyone is shown as one group.",
}
_TOWARDS = {
    (Kind.WHO_DECIDES, Move.UP): "more say for {southern}",
    (Kind.WHO_DECIDES, Move.DOWN): "more say for {northern}",
    (Kind.AGREE, Move.UP): "“yes”",
    (Kind.AGREE, Move.DOWN): "“no”",
    (Kind.SAFE, Move.UP): "“completely”",
    (Kind.SAFE, Move.DOWN): "“not at all”",
}


def prompt(talk: Talk, question: Question) -> str:
    """The prompt card: one or two sentences to read aloud.

    Wishes and own choices have cards of their own.
    """
    special: dict[str, str] = {}
    if question.kind in _WRITTEN_CARDS:
        special = {"written": _WRITTEN_CARDS[question.kind]}
    elif question.kind in OWN_WORDS:
        special = _CHOICE_CARDS
    elif talk.finding.parameters["pass"] == Pass.SHOULD_BE:
        special = _WISH_CARDS
    return say({**_CARDS, **special}[talk.card])


def first(talk: Talk, labels: Labels) -> str:
    """Who might speak first."""
    if talk.first == SOUTHERN_FIRST:
        names = sides_in_a_sentence(labels)
        return begun(
            say("{southern} first, then {northern}. Nobody is asked to explain an answer.", **names)
        )
    return say("Two minutes in pairs, then whoever wishes. No group is called on here.")


def gap(talk: Talk) -> str:
    """How far apart the two groups are, in words and in steps, or why there is no number."""
    if talk.gap is None:
        return say(_NO_GAP[talk.why_no_gap])
    steps = tenths(talk.gap.distance)
    if talk.gap.distance < NEAR:
        return say("The two groups are close: {steps} steps apart on average.", steps=steps)
    if talk.gap.distance < FAR:
        return say("The two groups are some way apart: {steps} steps on average.", steps=steps)
    return say("The two groups are far apart: {steps} steps on average.", steps=steps)


def wishes(talk: Talk, question: Question, labels: Labels) -> Iterator[str]:
    """What each group wishes, a sentence each."""
    for group, wish in talk.wishes.items():
        name = group_name(group, labels)
        if move(wish) is Move.STAY:
            yield say("{group}: about as it is today.", group=name)
        else:
            steps, where = tenths(abs(wish)), towards(move(wish), question, labels)
            yield say(
                "{group}: {steps} steps towards {towards}.", group=name, steps=steps, towards=where
            )


def common(talk: Talk, question: Question, labels: Labels) -> str:
    """The move that both groups wish for, or that there is none; empty without a known wish."""
    match talk.common:
        case None if all(side in talk.wishes for side in SIDES):
            return say("No common ground yet: the two groups wish for different moves.")
        case None:
            return ""
        case Move.STAY:
            return say("Common ground: both groups wish it to stay about as it is.")
        case _:
            where = towards(talk.common, question, labels)
            return say("Common ground: both groups wish to move towards {towards}.", towards=where)


def balance(
    question: Question, labels: Labels, counts: Mapping[str, Counts] | None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each choice with its share in percent, balanced and plain; choices of nobody are left out.

    Without counts there is nothing.
    """
    if counts is None:
        return
    words = [*questions.short_labels(question, labels), no_answer()]
    for cell, word in enumerate(words):
        shares = {name: (*one.counts, one.no_answer)[cell] for name, one in counts.items()}
        if any(shares.values()):
            yield word, {name: say("{share}%", share=share) for name, share in shares.items()}


def towards(direction: Move, question: Question, labels: Labels) -> str:
    """The meaning of the end of the scale that a move leads to."""
    return say(_TOWARDS[question.kind, direction], **sides_in_a_sentence(labels))
