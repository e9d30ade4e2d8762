"""Ballots: what may be filled in, and that their paper tells nothing but the choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.errors import TextNotAsked, TextTooLong, TooManyChoices, UnknownChoice
from workshop.domain.voting.ballot_box import (
    PADDED_BYTES,
    WRITTEN_BYTES,
    Ballot,
    fill_in,
    read,
    write,
)
from workshop.domain.voting.question import Kind, Question

DECIDES = Question("q", Kind.WHO_DECIDES, "?")
GATHER = Question("q", Kind.GATHER, "?")
UP_TO_TWO = Question("q", Kind.CHOICE, "?", choices=("a", "b", "c"), max_choices=2)


@pytest.mark.parametrize("choice", range(6))
def test_every_step_and_the_way_out_can_be_chosen(choice: int) -> None:
    assert fill_in(DECIDES, [choice]) == Ballot((choice,))


def test_choosing_nothing_is_a_ballot_too() -> None:
    assert fill_in(DECIDES, []) == Ballot(())


def test_the_order_of_the_taps_is_not_kept() -> None:
    assert fill_in(UP_TO_TWO, [2, 0]) == fill_in(UP_TO_TWO, [0, 2]) == Ballot((0, 2))


@pytest.mark.parametrize(
    ("question", "choices"),
    [(DECIDES, [6]), (DECIDES, [-1]), (UP_TO_TWO, [0, 3]), (UP_TO_TWO, [99])],
)
def test_a_choice_that_is_not_there_is_refused(question: Question, choices: list[int]) -> None:
    with pytest.raises(UnknownChoice):
        fill_in(question, choices)


@pytest.mark.parametrize(
    ("question", "choices"), [(DECIDES, [0, 1]), (UP_TO_TWO, [0, 1, 2]), (UP_TO_TWO, [1, 1])]
)
def test_more_choices_than_allowed_or_one_twice_are_refused(
    question: Question, choices: list[int]
) -> None:
    with pytest.raises(TooManyChoices) as refused:
        fill_in(question, choices)
    assert refused.value.parameters == {"allowed": question.max_choices}


@given(st.sets(st.integers(0, 19)))
def test_every_ballot_is_read_as_it_was_written_and_is_as_long_as_any_other(
    choices: set[int],
) -> None:
    ballot = Ballot(tuple(sorted(choices)))
    paper = write(ballot)
    assert read(paper) == ballot
    assert len(paper) == PADDED_BYTES


@given(st.text(max_size=280).filter(lambda text: len(fill_in(GATHER, [], text).text or "") <= 280))
def test_every_text_is_read_as_it_was_written_and_is_as_long_as_any_other(text: str) -> None:
    ballot = fill_in(GATHER, [], text)
    assert read(write(ballot)) == ballot
    assert len(write(ballot)) == WRITTEN_BYTES == len(write(fill_in(GATHER, [])))


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("  two\nlines\t here ", "two lines here"),
        ("e\u0301tat", "état"),
        ("bell\a and half \ud800", "bell and half"),
        ("\u200b \u200d", ""),
        (
            "\u2800 \u3164\ufe0f\u034f",
            "",
        ),  # letters, signs and marks to Unicode; nothing to whoever reads it
        ("من يقرر؟", "من يقرر؟"),
        ("👩‍🌾", "👩‍🌾"),
    ],
)
def test_a_text_is_one_line_of_what_can_be_shown(typed: str, taken: str) -> None:
    assert fill_in(GATHER, [], typed).text == taken


def test_a_text_has_at_most_280_characters_of_any_script() -> None:
    assert fill_in(GATHER, [], "𝒳" * 280).text == "𝒳" * 280
    with pytest.raises(TextTooLong) as refused:
        fill_in(GATHER, [], "x" * 281)
    assert refused.value.parameters == {"allowed": 280}


def test_words_and_choices_are_not_mixed() -> None:
    with pytest.raises(TextNotAsked):
        fill_in(DECIDES, [0], "because")
    assert fill_in(DECIDES, [0], " ") == Ballot((0,))
    with pytest.raises(UnknownChoice):
        fill_in(GATHER, [0], "because")
