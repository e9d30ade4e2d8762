"""Paper ballots: what can be entered, and when they are added to what the phones say."""

import pytest

from tests.unit.domain.questions import ONE_OF_THREE, SOME_OF_THREE
from tests.unit.domain.veils import pick, worlds
from workshop.domain.errors import FaultyPaper
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Mode, Policy, Verdict, pools, takes_paper
from workshop.domain.voting.paper_ballots import added, count_by_hand, paper_in
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Release, Shown, Suppressed, Veiled
from workshop.domain.voting.session import Asking
from workshop.domain.voting.tally import _with_paper, final_picture, paper_shown, voters_shown
from workshop.domain.voting.veil import veil

FIVE = Policy.for_threshold(5)
PUBLISH, VEIL, FEW, NEAR = (
    Verdict.PUBLISH,
    Verdict.VEIL_IF_ALIKE,
    Verdict.FEWER_THAN_K,
    Verdict.TOO_NEAR,
)


@pytest.mark.parametrize(
    ("alone", "paper", "verdict", "earlier", "is_added"),
    [
        (True, 4, FEW, [], False),
        (True, 5, FEW, [], True),
        (False, 5, FEW, [], False),
        (False, 9, FEW, [], False),
        (False, 5, VEIL, [], True),
        (True, 5, VEIL, [], True),
        (False, 4, VEIL, [], False),
        (False, 5, PUBLISH, [], True),
        (True, 5, NEAR, [], False),
        (
            False,
            5,
            NEAR,
            [],
            False,
        ),  # the phones are withheld for their own reason: a repeated round
        (False, 5, VEIL, [5], True),
        (False, 5, VEIL, [6], False),
        (False, 5, VEIL, [9], False),
        (False, 5, VEIL, [10], True),
        (False, 5, VEIL, [20, 6], False),
    ],
)
def test_paper_is_added_where_neither_part_can_be_told_from_the_other(
    alone: bool, paper: int, verdict: Verdict, earlier: list[int], is_added: bool
) -> None:
    assert takes_paper(paper, verdict, FIVE, earlier, alone=alone) is is_added


def counted(*counts: int, no_answer: int = 0) -> Counts:
    voters = sum(counts) + no_answer
    return Counts(voters, counts, no_answer, voters)


def final(phones: tuple[int, ...], paper: Counts, verdict: Verdict, together: Verdict) -> Shown:
    """The group's part of a final release, of ballots by phone and counts on paper."""
    asking = Asking("id", "q", Pass.TODAY, 1, Mode.TOGETHER, Joined(9, 9, 9))
    ballots = [Ballot((choice,)) for choice, many in enumerate(phones) for _ in range(many)]
    papers = {"together": (paper, together)}
    release = final_picture(
        ONE_OF_THREE, asking, None, {"together": verdict}, {"together": ballots}, papers
    )
    return release.groups["together"]


def test_both_are_added_up_and_the_paper_is_named() -> None:
    assert final((3, 2, 1), counted(1, 1, 3), VEIL, PUBLISH) == Counts(11, (4, 3, 4), 0, 5)


def test_paper_alone_is_shown_and_veiled_like_any_small_group() -> None:
    assert final((), counted(2, 3, 0), FEW, VEIL) == Counts(5, (2, 3, 0), 0, 5)
    assert final((), counted(4, 1, 0), FEW, VEIL) == Veiled(5, {"0": "nearly_all"}, paper=5)


def test_a_veil_over_the_phones_is_not_lifted_by_paper() -> None:
    assert final((5, 1, 0), counted(0, 0, 5), VEIL, VEIL) == Veiled(6, {"0": "nearly_all"})
    assert final((5, 1, 0), counted(0, 2, 13), VEIL, PUBLISH) == Veiled(6, {"0": "nearly_all"})


def test_whoever_takes_the_paper_off_a_sum_looks_below_no_veil() -> None:
    """Where the phones need no veil the sum needs none; where they do, paper changes nothing of
    what is told.
    """
    question = pick(3, 2)
    papers = [
        Counts(one.voters, one.counts, one.no_answer, one.voters)
        for n in (3, 4)
        for one in worlds(question, n)
    ]
    for phones in (one for n in (4, 5) for one in worlds(question, n)):
        shown = veil(question, phones)
        assert any(isinstance(shown, kind) for kind in (Counts, Veiled, Suppressed))
        for paper in papers:
            told = _with_paper(question, shown, paper, VEIL)
            assert told == (added([phones, paper]) if isinstance(shown, Counts) else shown)


def test_where_there_is_no_paper_nothing_changes() -> None:
    asking = Asking("id", "q", Pass.TODAY, 1, Mode.SPLIT, Joined(9, 9, 9))
    release = final_picture(
        ONE_OF_THREE, asking, None, dict.fromkeys(pools(Mode.SPLIT), FEW), {}, {}
    )
    assert set(release.groups.values()) == {Suppressed()}


@pytest.mark.parametrize(
    ("question", "voters", "counts", "no_answer", "problem"),
    [
        (ONE_OF_THREE, 5, (2, 2, 0), 0, "add up"),
        (ONE_OF_THREE, 4, (2, 2, 1), 0, "add up"),
        (ONE_OF_THREE, 4, (2, 2), 0, "3 numbers"),
        (ONE_OF_THREE, 9, (9, 0, 0), 0, "only 8 people"),
        (ONE_OF_THREE, 1, (0, 0, 0), 2, "add up"),
        (SOME_OF_THREE, 3, (4, 0, 0), 0, "add up"),
        (SOME_OF_THREE, 3, (1, 1, 0), 0, "add up"),
        (Question("q", Kind.GATHER, "?"), 3, (), 0, "words"),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    question: Question, voters: int, counts: tuple[int, ...], no_answer: int, problem: str
) -> None:
    with pytest.raises(FaultyPaper) as refused:
        count_by_hand(question, voters, counts, no_answer, expected=8)
    assert problem in str(refused.value.parameters["problem"])


def test_numbers_that_can_be_are_taken() -> None:
    assert count_by_hand(ONE_OF_THREE, 8, [3, 2, 1], 2, expected=8) == Counts(8, (3, 2, 1), 2, 8)
    assert count_by_hand(SOME_OF_THREE, 3, [2, 2, 1], 0, expected=8) == Counts(3, (2, 2, 1), 0, 3)


def test_paper_lies_in_the_pool_of_its_group() -> None:
    paper = {
        PartnerGroup.NORTHERN: counted(1, 2, 3),
        PartnerGroup.SOUTHERN: counted(1, 0, 0, no_answer=4),
    }
    assert paper_in("northern", Mode.SPLIT, paper) == counted(1, 2, 3)
    assert paper_in("neither", Mode.SPLIT, paper) is None
    assert paper_in("together", Mode.TOGETHER, paper) == Counts(11, (2, 2, 3), 4, 11)


def test_rounds_are_compared_phones_with_phones_and_paper_with_paper() -> None:
    groups = {"together": Counts(11, (4, 3, 4), 0, 5)}
    earlier = [Release("q", Pass.TODAY, 1, 1, True, Mode.TOGETHER, groups)]
    assert (voters_shown(earlier, "together"), paper_shown(earlier, "together")) == ([6], [5])
    assert (voters_shown(earlier, "northern"), paper_shown(earlier, "northern")) == ([], [])


def test_what_is_too_alike_to_show_has_told_how_many_voted() -> None:
    earlier = [
        Release("q", Pass.TODAY, 1, 1, True, Mode.TOGETHER, {"together": Suppressed.too_alike(6)})
    ]
    assert (voters_shown(earlier, "together"), paper_shown(earlier, "together")) == ([6], [])
