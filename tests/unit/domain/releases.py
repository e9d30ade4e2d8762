"""Questions and releases for tests, made by hand or by Hypothesis."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from workshop.domain.voting.disclosure import TOGETHER, Mode, pools
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Reason,
    Release,
    Shown,
    Suppressed,
    Veiled,
    Waiting,
)

DECIDES = Question(
    "budget", Kind.WHO_DECIDES, "Who decides on the budget?", (Pass.TODAY, Pass.SHOULD_BE)
)
AGREE = Question("ok", Kind.AGREE, "Are you comfortable with it?")
SAFE = Question("safe", Kind.SAFE, "How safe is it here?")
FOCUS = Question(
    "focus", Kind.CHOICE, "Where do we start?", choices=("Budget", "Reporting", "Hiring")
)
SEVERAL = Question(
    "some", Kind.CHOICE, "Which?", choices=("Budget", "Reporting", "Hiring", "Pay"), max_choices=4
)
FIRST = replace(SEVERAL, id="first", kind=Kind.PRIORITISE, max_choices=3)
QUESTIONS = (DECIDES, AGREE, SAFE, FOCUS, SEVERAL, FIRST)

WITHHELD = Suppressed()
TOO_NEAR = Suppressed(reason=Reason.TOO_NEAR)
TOO_ALIKE = Suppressed.too_alike(7)
WAITING = Waiting()


def counts(*votes: int, no_answer: int = 0, voters: int | None = None) -> Counts:
    """A group's counts; the voters follow where each has one choice."""
    return Counts(sum(votes) + no_answer if voters is None else voters, votes, no_answer)


def nearly_all(choice: int | str, voters: int = 6) -> Veiled:
    """A small group that (nearly) all chose this."""
    return Veiled(voters, {str(choice): NEARLY_ALL})


def release(
    question: Question, passing: Pass = Pass.TODAY, round_number: int = 1, **groups: Shown
) -> Release:
    """A final release; in split mode "neither" is withheld unless given."""
    mode = Mode.TOGETHER if TOGETHER in groups else Mode.SPLIT
    shown = {group: groups.get(group, WITHHELD) for group in pools(mode)}
    return Release(question.id, passing, round_number, 1, True, mode, shown)


_withheld = st.sampled_from([WITHHELD, TOO_NEAR, TOO_ALIKE])


@st.composite
def shown_groups(draw: st.DrawFn, question: Question, waiting: bool = True) -> Shown:
    """Anything a group of this question can be shown as."""
    kinds: list[Any] = [_counted(question), _counted(question), _withheld, _veiled(question)]
    shown: Shown = draw(st.one_of(*kinds, *([st.just(WAITING)] if waiting else [])))
    return shown


@st.composite
def releases(draw: st.DrawFn, question: Question, waiting: bool = True) -> Release:
    """Any release of this question."""
    mode = draw(st.sampled_from(Mode))
    groups = {group: draw(shown_groups(question, waiting)) for group in pools(mode)}
    passing = draw(st.sampled_from(question.passes))
    return Release(question.id, passing, draw(st.integers(1, 3)), 1, not waiting, mode, groups)


@st.composite
def _counted(draw: st.DrawFn, question: Question) -> Counts:
    if question.max_choices == 1:
        votes = draw(
            st.lists(
                st.integers(0, 200), min_size=question.choice_count, max_size=question.choice_count
            )
        )
        no_answer = draw(st.integers(0, 20))
        return counts(*votes, no_answer=no_answer + (5 if sum(votes) + no_answer < 5 else 0))
    voters = draw(st.integers(5, 200))
    votes = draw(
        st.lists(
            st.integers(0, voters), min_size=question.choice_count, max_size=question.choice_count
        )
    )
    return counts(*votes, no_answer=draw(st.integers(0, voters - max(votes))), voters=voters)


@st.composite
def _veiled(draw: st.DrawFn, question: Question) -> Veiled:
    voters = draw(st.integers(5, 14))
    if question.max_choices == 1:
        return nearly_all(draw(st.sampled_from([*range(question.choice_count), NO_ANSWER])), voters)
    cells: list[int | None] = draw(
        st.lists(
            st.one_of(st.integers(2, voters - 2), st.none()),
            min_size=question.choice_count,
            max_size=question.choice_count,
        ).filter(lambda cells: None in cells)
    )
    hidden = [str(choice) for choice, votes in enumerate(cells) if votes is None]
    hidden = draw(
        st.lists(st.sampled_from(hidden), min_size=1, unique=True)
    )  # what is not of these is kept back
    return Veiled(
        voters,
        {cell: draw(st.sampled_from([NEARLY_ALL, NEARLY_NONE])) for cell in hidden},
        tuple(cells),
    )
