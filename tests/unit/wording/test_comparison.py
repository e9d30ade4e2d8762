"""What is said of then and now, for each way in which two rooms can differ."""

import pytest

from tests.unit.domain.test_comparison import BUDGET, HIGH, LOW, baseline, release
from workshop.domain.insight.comparison import compare
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.release import Counts, Release, Suppressed
from workshop.wording.comparison import line, sentences

LABELS = {
    PartnerGroup.NORTHERN: "North",
    PartnerGroup.SOUTHERN: "South",
    PartnerGroup.NEITHER: "Neither",
}
MORE = Counts(6, (0, 0, 0, 3, 3, 0), 0)
MIDDLE = Counts(4, (0, 0, 4, 0, 0, 0), 0)


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (
            release(LOW, LOW),
            release(HIGH, HIGH),
            "both groups have moved towards more say for South",
        ),
        (
            release(HIGH, HIGH),
            release(LOW, LOW),
            "both groups have moved towards more say for North",
        ),
        (
            release(LOW, HIGH),
            release(MIDDLE, MIDDLE),
            "the two groups lay 3.0 steps apart; now it is 0.0",
        ),
        (release(LOW, LOW), release(LOW, LOW), "the two groups lay 0.0 steps apart; now it is 0.0"),
        (release(LOW, Suppressed()), release(LOW, LOW), "On 12 March 2025:"),
    ],
)
def test_the_wall_says_in_one_sentence_what_has_changed(
    before: Release, now: Release, words: str
) -> None:
    held = baseline(before)
    compared = compare(held, BUDGET, now)
    assert compared
    assert words in line(compared, held.held_on, BUDGET, LABELS, 3)


def test_a_group_that_differs_by_a_few_is_told_of_in_one_sentence_and_no_number() -> None:
    held = baseline(release(LOW, LOW))
    one, both = release(Counts(5, (5, 0, 0, 0, 0, 0), 0), LOW), release(MORE, MORE)
    some, none = compare(held, BUDGET, one), compare(held, BUDGET, both)
    assert some
    assert none
    assert (
        line(some, held.held_on, BUDGET, LABELS, 3)
        == "On 12 March 2025 almost as many people answered in one group. To protect them, it is"
        " not compared."
    )
    assert list(sentences(some, BUDGET, one, LABELS)) == [
        "North: not compared, for almost as many people answered then.",
        "South: about where it was.",
    ]
    assert (
        line(none, held.held_on, BUDGET, LABELS, 3)
        == "On 12 March 2025 almost as many people answered as now. To protect them, nothing is"
        " compared."
    )
    assert list(sentences(none, BUDGET, both, LABELS)) == []


def test_the_desk_says_it_for_each_group() -> None:
    compared = compare(baseline(release(LOW, Suppressed())), BUDGET, release(HIGH, LOW))
    assert compared
    assert list(sentences(compared, BUDGET, release(HIGH, LOW), LABELS)) == [
        "North: 3.0 steps towards more say for South since then.",
        "South: not compared, for there is no number then or now.",
    ]
    stayed = compare(baseline(release(LOW, HIGH)), BUDGET, release(LOW, HIGH))
    assert stayed
    assert list(sentences(stayed, BUDGET, release(LOW, HIGH), LABELS)) == [
        "North: about where it was.",
        "South: about where it was.",
    ]
