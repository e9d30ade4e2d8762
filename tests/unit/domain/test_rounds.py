"""The same question again is a round: what a session knows of its rounds. I13 over random sessions:
tests/proofs/invariants.
"""

import pytest

from workshop.domain.errors import AskedInTwoWays
from workshop.domain.voting.disclosure import Mode, Policy
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Place, Session

ONE, OTHER = (
    Question("one", Kind.AGREE, "Is the budget fair?"),
    Question("other", Kind.SAFE, "Is it safe here?"),
)
FULL, FEW = Joined(8, 8, 2), Joined(8, 2, 2)


def at(question: str, round_number: int = 1) -> Place:
    return Place(question, Pass.TODAY, round_number)


def led(*questions: Question, results: Showing = Showing.LIVE) -> Session:
    return Session("ABC234", "screen", Plan("T", questions, results=results), Policy())


def asked_once(on: Session, question: str, joined: Joined = FULL) -> Session:
    return on.open(question, Pass.TODAY, f"a{len(on.askings)}", joined).close(at(question))


def copy_of(question: Question, kind: Kind = Kind.AGREE) -> Question:
    return Question("copy", kind, f"And now: {question.text}")


@pytest.mark.parametrize("kind", [Kind.AGREE, Kind.WHO_DECIDES, Kind.SAFE])
def test_a_copy_of_any_kind_does_not_stream_and_another_question_does(kind: Kind) -> None:
    on = asked_once(led(ONE, copy_of(ONE, kind), OTHER), "one")
    assert not on.streams_at(at("copy"))
    assert not on.streams_at(at("one", 2))
    assert on.streams_at(at("other"))
    assert not led(ONE, OTHER, results=Showing.REVEAL).streams_at(at("other"))


def test_the_first_of_two_that_are_alike_streams_whichever_it_is() -> None:
    on = led(ONE, copy_of(ONE))
    assert on.streams_at(at("one"))
    assert on.streams_at(at("copy"))
    later = asked_once(on, "copy")
    assert later.streams_at(at("copy"))  # what has moved did so rightly
    assert not later.streams_at(at("one"))


def test_the_other_pass_of_a_copy_is_no_repetition_and_is_shown_in_the_same_way() -> None:
    wish = Question("wish", Kind.WHO_DECIDES, "Is the budget fair?", (Pass.SHOULD_BE,))
    place = Place("wish", Pass.SHOULD_BE)
    on = asked_once(led(ONE, wish), "one", FEW)
    assert on.streams_at(place)
    opened = on.open("wish", Pass.SHOULD_BE, "b", FULL)
    assert opened.open_asking
    assert opened.open_asking.mode is Mode.TOGETHER


@pytest.mark.parametrize(
    ("first", "then", "mode"), [(FEW, FULL, Mode.TOGETHER), (FULL, FEW, Mode.SPLIT)]
)
def test_a_copy_is_shown_in_the_way_its_first_asking_was(
    first: Joined, then: Joined, mode: Mode
) -> None:
    on = asked_once(led(ONE, OTHER), "one", first).add_question(copy_of(ONE))
    opened = on.open("added-1", Pass.TODAY, "b", then)
    assert opened.open_asking
    assert opened.open_asking.mode is mode


def test_what_repeats_two_questions_shown_in_two_ways_is_refused() -> None:
    both = Question("both", Kind.AGREE, f"{ONE.text} {OTHER.text}")
    on = asked_once(asked_once(led(ONE, OTHER, both), "one", FEW), "other", FULL)
    with pytest.raises(AskedInTwoWays):
        on.open("both", Pass.TODAY, "b", FULL)
    assert on.ask_again("one", Pass.TODAY, "b", FULL).open_asking


def test_answers_in_words_do_not_stand_in_the_way_of_choosing_again() -> None:
    words = Question("words", Kind.GATHER, ONE.text)
    on = asked_once(asked_once(led(ONE, words), "one"), "words")
    again = on.ask_again("one", Pass.TODAY, "b", FEW).open_asking
    assert again
    assert again.mode is Mode.SPLIT
    first = asked_once(led(ONE, words), "words").open("one", Pass.TODAY, "b", FULL).open_asking
    assert first
    assert first.mode is Mode.TOGETHER
