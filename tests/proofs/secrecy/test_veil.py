"""Two attacks with known truth: looking below a veil over several picks, and reading the one text
among the blanks.

Each finds nothing now, and succeeds against the rule as it was, put back here.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fakes import AskingRecord, MemoryBox
from tests.support.trials import trials
from tests.unit.domain.veils import Seen, Veil, behind, known, old_veil, pick, seen
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import TOGETHER, Mode, Policy, at_close
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import NEARLY_NONE, Counts, Reason, Release, Suppressed
from workshop.domain.voting.roll import Mark
from workshop.domain.voting.session import Asking
from workshop.domain.voting.tally import count, final_picture
from workshop.domain.voting.veil import veil
from workshop.facilitation.counting import release_finally

ROOMS = [(5, 4, 2), (6, 6, 3), (8, 5, 2), (9, 5, 3)]  # people, choices, picks
FAVOURITES = {"mild": [1.0, 0.8, 0.6, 0.5, 0.4, 0.3], "strong": [1.0, 0.8, 0.5, 0.2, 0.05, 0.02]}
SESSIONS = trials(40, 300)

FIVE = Policy.for_threshold(5)
GATHER = Question("next", Kind.GATHER, "Which decisions should we talk about?")
REFLECTION = replace(GATHER, kind=Kind.REFLECTION)
ASKING = Asking("id", "next", Pass.TODAY, 1, Mode.TOGETHER, Joined(9, 9, 9))


def voted(question: Question, people: int, liked: Sequence[float], chance: Random) -> Counts:
    """A room in which nearly everyone uses all their picks, as people do."""
    ballots = []
    for _ in range(people):
        by_taste = sorted(
            range(question.choice_count), key=lambda choice: -liked[choice] * chance.random()
        )
        picks = question.max_choices if chance.random() < 0.9 else 1
        ballots.append(Ballot(tuple(sorted(by_taste[:picks]))))
    return count(question, ballots)


@cache
def behind_each(question: Question, people: int, veiling: Veil) -> dict[Seen, Sequence[Counts]]:
    return dict(behind(question, people, veiling))


def told_of(question: Question, truth: Counts, veiling: Veil) -> set[tuple[str, int]]:
    """What a watcher who knows the program is certain of, by the form alone; all of it must be
    true.
    """
    form = seen(veiling(question, truth))
    certain = set(known(form, truth.voters, behind_each(question, truth.voters, veiling)[form]))
    assert all(value in truth.counts for _, value in certain)
    return certain


@pytest.mark.parametrize("liked", FAVOURITES.values(), ids=FAVOURITES)
def test_nobody_learns_of_a_choice_that_nobody_chose_it(liked: list[float]) -> None:
    chance, now, before = Random(7), 0, 0
    for people, choices, picks in ROOMS:
        question = pick(choices, picks)
        for _ in range(SESSIONS):
            truth = voted(question, people, liked, chance)
            now += len(told_of(question, truth, veil))
            before += (NEARLY_NONE, 0) in told_of(question, truth, old_veil)
    assert now == 0
    assert before > 0.05 * SESSIONS * len(
        ROOMS
    )  # as it was: of this many sessions, everyone's answer on a choice


def closed(
    question: Question, texts: Sequence[str], earlier: Sequence[Release] = ()
) -> tuple[Release, list[str]]:
    """What is published of these ballots, and what reaches the desk."""
    tokens = [f"phone {number}" for number in range(len(texts))]
    ballots = {token: Ballot(text=text) for token, text in zip(tokens, texts, strict=True)}
    box = MemoryBox(AskingRecord({token: Mark(TOGETHER, 1) for token in tokens}, ballots))
    reached = release_finally(box, question, ASKING, FIVE, earlier)
    return box.releases()[-1], reached


def closed_as_it_was(question: Question, texts: Sequence[str]) -> tuple[Release, list[str]]:
    """The rule as it was: whoever sent a ballot counts, whether anything is written on it or
    not.
    """
    ballots = [Ballot(text=text) for text in texts]
    policy = replace(FIVE, threshold=question.shown_from(FIVE.threshold))
    verdict = at_close(len(ballots), False, policy, ())
    reached = [] if verdict.withholds else [text for text in texts if text]
    return (
        final_picture(question, ASKING, None, {TOGETHER: verdict}, {TOGETHER: ballots}, {}),
        reached,
    )


@pytest.mark.parametrize(("question", "blanks"), [(GATHER, 4), (REFLECTION, 9), (GATHER, 40)])
def test_one_text_among_blanks_reaches_nobody(question: Question, blanks: int) -> None:
    texts = ["I am afraid of him", *[""] * blanks]
    release, reached = closed(question, texts)
    assert reached == []
    assert release.groups == {TOGETHER: Suppressed()}
    _, as_it_was = closed_as_it_was(question, texts)
    assert as_it_was == ["I am afraid of him"]


@given(
    st.sampled_from([GATHER, REFLECTION]),
    st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=14),
)
def test_i17_fewer_texts_than_may_be_shown_reach_nobody(
    question: Question, texts: list[str]
) -> None:
    """And from there on all of them reach the desk, and their number is told: there was something
    to see.
    """
    release, reached = closed(question, texts)
    written = sorted(filter(None, texts))
    if len(written) < question.shown_from(5):
        assert (release.groups[TOGETHER], reached) == (Suppressed(), [])
    else:
        assert (release.groups[TOGETHER], sorted(reached)) == (Counts(len(written), (), 0), written)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_nothing_is_told_about_who_wrote_none(written: int, blanks: int, others: int) -> None:
    """Two rooms that differ in those who wrote none only are told the same."""
    first, _ = closed(GATHER, [*"t" * written, *[""] * blanks])
    second, _ = closed(GATHER, [*"t" * written, *[""] * others])
    assert first == second
    assert "no_answer" not in str(first.as_payload())


def test_texts_asked_for_again_are_withheld_where_their_number_is_too_near() -> None:
    first, _ = closed(GATHER, [*"abcdef", "", ""])
    near, reached = closed(GATHER, [*"abcdefgh"], [first])
    assert (near.groups[TOGETHER], reached) == (Suppressed(reason=Reason.TOO_NEAR), [])
    same, reached = closed(GATHER, [*"abcdef", *[""] * 3], [first])
    assert (same.groups, len(reached)) == (first.groups, 6)
