"""Every form that the veil can publish, and all that may lie behind it (I16)."""

from itertools import product

import pytest

from tests.proofs.invariants.checks import veiled as veiled_by_hand
from tests.proofs.invariants.watched import Answer
from tests.unit.domain.questions import ONE_OF_THREE, SOME_OF_THREE
from tests.unit.domain.veils import all_known, old_veil
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import NEARLY_ALL, NEARLY_NONE
from workshop.domain.voting.tally import count
from workshop.domain.voting.veil import veil

UP_TO_EIGHT = range(3, 9)


def test_no_veiled_cell_has_one_possible_value_left() -> None:
    """Not even to somebody who knows how many gave no answer; and where all is too alike, of no
    cell at all.
    """
    assert all_known(UP_TO_EIGHT) == {}


def test_the_veil_as_it_was_let_whoever_added_up_know_what_nobody_chose() -> None:
    found = all_known(UP_TO_EIGHT, old_veil)
    assert found[NEARLY_NONE, 0] > 500
    assert sum(forms for (said, _), forms in found.items() if said == NEARLY_ALL) > 100


@pytest.mark.parametrize("question", [ONE_OF_THREE, SOME_OF_THREE], ids=["one", "several"])
@pytest.mark.parametrize("voters", range(3, 7))
def test_the_veil_is_what_the_specification_says_for_every_handful_of_ballots(
    question: Question, voters: int
) -> None:
    papers = [(), (0,), (1,), (2,), *([(0, 1), (0, 1, 2)] if question.max_choices > 1 else [])]
    for chosen in product(papers, repeat=voters):
        if list(chosen) == sorted(chosen):
            by_hand = veiled_by_hand(
                question, [Answer("southern", 1, choices) for choices in chosen]
            )
            assert veil(question, count(question, [Ballot(one) for one in chosen])) == by_hand
