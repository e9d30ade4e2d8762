"""The words of questions: steps of the scales, short labels for the wall, names of passes."""

from workshop.domain.voting.question import Kind, Pass, Question
from workshop.wording import begun, say
from workshop.wording.groups import Labels, sides_in_a_sentence

_CHOICES = {
    Kind.WHO_DECIDES: (
        "{northern} decide; {southern} are not told in time",
        "{northern} decide, then tell {southern}",
        "{northern} decide after asking {southern}",
        "Both decide; neither can go ahead alone",
        "{southern} decide",
        "I cannot see how this is decided",
    ),
    Kind.AGREE: ("No", "Rather no", "Rather yes", "Yes", "Rather not say"),
    Kind.SAFE: ("1 – not at all", "2", "3", "4", "5 – completely", "Rather not say"),
}
_LABELS = {
    Kind.WHO_DECIDES: (
        "{northern} alone",
        "{northern}, then tell",
        "{northern}, after asking",
        "Both together",
        "{southern}",
        "Cannot see how",
    ),
    Kind.SAFE: ("Not at all", "2", "3", "4", "Completely", "Rather not say"),
}
_PASSES = {Pass.TODAY: "today", Pass.SHOULD_BE: "should be"}


def choices(question: Question, labels: Labels) -> tuple[str, ...]:
    """The choices in full, as phones show them; `labels` are the plan's group names."""
    return question.choices or _begun(filled(_CHOICES.get(question.kind, ()), labels))


def short_labels(question: Question, labels: Labels) -> tuple[str, ...]:
    """The choices in a few words each, for legends."""
    return question.choices or _begun(
        filled(_LABELS.get(question.kind) or _CHOICES.get(question.kind, ()), labels)
    )


def tones(question: Question) -> tuple[str, ...]:
    """The colour role of each choice; own choices have no order and share one."""
    return question.scale.tones if question.scale else ("plain",) * len(question.choices)


def pass_name(passing: Pass) -> str:
    """The name of a pass."""
    return say(_PASSES[passing])


def round_said(name: str, number: int) -> str:
    """The name of a round, or its number from the second on."""
    return name or (say("round {round}", round=number) if number > 1 else "")


def round_in_a_cell(name: str, number: int) -> int | str:
    """The number of a round in a table, with its name where it has one."""
    return f"{number} · {name}" if name else number


def pass_and_round(passing: Pass, round_name: str) -> str:
    """The name of a pass, with that of the round where it has one."""
    return " · ".join(filter(None, (pass_name(passing), round_name)))


def filled(texts: tuple[str, ...], labels: Labels) -> tuple[str, ...]:
    """Texts with the plan's names of the two groups filled in."""
    names = sides_in_a_sentence(labels)
    return tuple(say(text, **names) for text in texts)


def _begun(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(begun(text) for text in texts)
