"""Counting: sums of what was opened, and the veil over small groups of one mind, looked at in every
possible form.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import product

import pytest

from tests.unit.domain.questions import ONE_OF_THREE, SOME_OF_THREE
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Mode, Verdict
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Suppressed, Veiled, Waiting
from workshop.domain.voting.session import Asking
from workshop.domain.voting.tally import count, final_picture, next_picture, voters_shown
from workshop.domain.voting.veil import veil

TWO = Question("q", Kind.CHOICE, "?", choices=("a", "b"), max_choices=2)
SPLIT = Asking("id", "q", Pass.TODAY, 1, Mode.SPLIT, Joined(9, 9, 9))
SIZES = range(3, 16)


def ballots(*choices: tuple[int, ...]) -> list[Ballot]:
    return [Ballot(chosen) for chosen in choices]


def all_counts_of_one(voters: int) -> Iterator[Counts]:
    """Every way so many voters can fall on three choices and no answer."""
    for a, b, c in product(range(voters + 1), repeat=3):
        if a + b + c <= voters:
            yield Counts(voters, (a, b, c), voters - a - b - c)


def all_counts_of_two(voters: int) -> Iterator[Counts]:
    """Every way so many voters can choose one, both or none of two choices."""
    for none in range(voters + 1):
        answered = voters - none
        for a, b in product(range(answered + 1), repeat=2):
            if a + b >= answered:
                yield Counts(voters, (a, b), none)


def worlds_by_picture(question: Question, every: Iterable[Counts]) -> Collection[list[Counts]]:
    """What may have happened, for each picture that an outsider may see."""
    worlds = defaultdict(list)
    for counts in every:
        worlds[repr(veil(question, counts))].append(counts)
    return worlds.values()


@pytest.mark.parametrize("voters", SIZES)
def test_a_picture_without_a_veil_never_shows_all_or_all_but_one_alike(voters: int) -> None:
    shown = [veil(ONE_OF_THREE, counts) for counts in all_counts_of_one(voters)]
    unveiled = [group for group in shown if isinstance(group, Counts)]
    assert unveiled
    assert max(max(*group.counts, group.no_answer) for group in unveiled) == voters - 2


@pytest.mark.parametrize("voters", SIZES)
def test_no_picture_of_one_choice_each_tells_an_outsider_what_anybody_chose(voters: int) -> None:
    for worlds in worlds_by_picture(ONE_OF_THREE, all_counts_of_one(voters)):
        for cell in range(4):
            assert min((*world.counts, world.no_answer)[cell] for world in worlds) < voters


@pytest.mark.parametrize("voters", SIZES)
def test_no_picture_of_several_choices_tells_an_outsider_what_anybody_chose_or_left(
    voters: int,
) -> None:
    for worlds in worlds_by_picture(TWO, all_counts_of_two(voters)):
        for choice in range(2):
            assert min(world.counts[choice] for world in worlds) < voters
            assert max(world.counts[choice] for world in worlds) > 0


def test_counting_adds_to_what_the_group_was_shown() -> None:
    shown = count(SOME_OF_THREE, ballots((0, 1), (), (1,)))
    assert shown == Counts(3, (1, 2, 0), 1)
    assert count(SOME_OF_THREE, ballots((2,), ()), shown) == Counts(5, (1, 2, 1), 2)


def test_the_next_picture_leaves_the_groups_that_nothing_was_drawn_from_as_they_were() -> None:
    first = next_picture(ONE_OF_THREE, SPLIT, None, {"northern": ballots((0,), (1,), (1,))})
    second = next_picture(ONE_OF_THREE, SPLIT, first, {"neither": ballots((2,), (2,), ())})
    assert (first.number, second.number, second.final) == (1, 2, False)
    assert first.groups == {
        "northern": Counts(3, (1, 2, 0), 0),
        "southern": Waiting(),
        "neither": Waiting(),
    }
    assert second.groups == {**first.groups, "neither": Counts(3, (0, 0, 2), 1)}


def test_the_final_picture_withholds_veils_and_counts_as_the_verdicts_say() -> None:
    alike = ballots((0,), (0,), (0,))
    verdicts = {
        "northern": Verdict.PUBLISH,
        "southern": Verdict.VEIL_IF_ALIKE,
        "neither": Verdict.FEWER_THAN_K,
    }
    final = final_picture(
        ONE_OF_THREE, SPLIT, None, verdicts, {"northern": alike, "southern": alike}, {}
    )
    assert (final.number, final.final) == (1, True)
    assert final.groups == {
        "northern": Counts(3, (3, 0, 0), 0),
        "southern": Veiled(3, {"0": "nearly_all"}),
        "neither": Suppressed(),
    }
    assert [voters_shown([final], pool) for pool in final.groups] == [[3], [3], []]
