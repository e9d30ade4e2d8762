"""The words of the plan editor."""

from dataclasses import dataclass

from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import OWN_WORDS, WRITTEN, Kind
from workshop.domain.voting.same_question import repetitions
from workshop.wording import say

_KINDS = {
    Kind.WHO_DECIDES: (
        "Who decides",
        "Five steps from one side alone to the other, and “I cannot see”.",
    ),
    Kind.AGREE: ("Agree or not", "A sentence to agree with: no, rather no, rather yes, yes."),
    Kind.SAFE: ("How safe", "From 1, not at all, to 5, completely."),
    Kind.CHOICE: ("Own choices", "Your own answers to choose from: one, or several."),
    Kind.PRIORITISE: ("Set priorities", "Pick up to so many; the wall puts them in order."),
    Kind.GATHER: ("Gather decisions", "Phones write; you read first, and make questions of it."),
    Kind.REFLECTION: ("Reflect in words", "Phones write; shown from twice as many people on."),
}

# What is wrong with a plan: keys that are missing, what pydantic could not read, what no screen
# shows.
MISSING = {
    "title": "Give the plan a title.",
    "questions": "Add at least one question.",
    "id": "Give the question an id, such as “budget”.",
    "kind": "Say what kind of question this is.",
    "text": "Write the question here.",
}
MISREAD = {
    "model_type": "Write a table of keys and values here.",
    "dict_type": "Write a table of keys and values here.",
    "list_type": "Write a list here, in square brackets.",
    "string_unicode": "Take out the key that holds half a character.",
}
MISREAD_OTHERWISE = "This cannot be read; write it as the starter plans do."
UNSHOWABLE = {  # by category of Unicode
    "Cc": "a control character",
    "Cs": "half a character",
    "Zl": "a line break",
    "Zp": "a line break",
}
NONCHARACTER = "no character"


@dataclass(frozen=True)
class KindForm:
    """A kind of question in a form: whether it takes `own_words`, or is answered `in_words`."""

    id: str
    name: str
    hint: str
    own_words: bool
    in_words: bool


def kind_forms() -> tuple[KindForm, ...]:
    """Every kind of question."""
    return tuple(
        KindForm(kind.value, say(name), say(hint), kind in OWN_WORDS, kind in WRITTEN)
        for kind, (name, hint) in _KINDS.items()
    )


@dataclass(frozen=True)
class Repetition:
    """A question that repeats an earlier one: places from 0, and a `message` about it."""

    at: int
    first: int
    message: str


def repetitions_said(plan: Plan) -> tuple[Repetition, ...]:
    """The questions of a plan that repeat earlier ones: no errors, but worth knowing beforehand."""
    return tuple(
        Repetition(
            at,
            first,
            say(
                "Question {at} asks the same as question {first}. Its result does not move while"
                " people vote, and a group is shown only if as many people answer as before, or at"
                " least {k} more or fewer.",
                at=at + 1,
                first=first + 1,
                k=plan.questions[at].shown_from(plan.threshold),
            ),
        )
        for at, first in repetitions(plan).items()
    )


def own_title() -> str:
    """The first title of a new plan."""
    return say("Our own questions")


def first_question(typed: str) -> str:
    """The first question of a new plan: typed whole, or the end of "Who decides on …?"."""
    if typed.endswith(("?", "؟")):
        return typed
    return say("Who decides on {what}?", what=typed or "…")
