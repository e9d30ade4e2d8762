"""The talk and the map in words: short, kind, complete, and true of what is shown."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.releases import (
    AGREE,
    DECIDES,
    FOCUS,
    QUESTIONS,
    SAFE,
    WITHHELD,
    counts,
    nearly_all,
    release,
    releases,
)
from workshop.domain.insight.power_map import power_map
from workshop.domain.insight.talk import Talk, talk
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS, Plan
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import Release, Shown
from workshop.wording import power_map as map_words
from workshop.wording import talk as words

LABELS = {
    **DEFAULT_LABELS,
    PartnerGroup.NORTHERN: "Funders {x} %(y)s",
    PartnerGroup.SOUTHERN: "Local partners",
}
two_passes: Any = st.sampled_from(QUESTIONS).flatmap(
    lambda question: st.tuples(
        st.just(question),
        releases(question, waiting=False),
        releases(question, waiting=False) | st.none(),
    )
)


def told(question: Question, today: Release, should_be: Release | None) -> list[str]:
    of = talk(question, today, today, should_be)
    common = words.common(of, question, LABELS)
    return [
        words.prompt(of, question),
        words.first(of, LABELS),
        words.gap(of),
        *words.wishes(of, question, LABELS),
        *([common] if common else []),
    ]


@given(two_passes)
def test_every_talk_has_words_and_they_are_sentences(case: Any) -> None:
    for line in told(*case):
        assert line.endswith((".", "?"))
        rest = line.replace("Funders {x} %(y)s", "Funders")
        assert not set("{}%") & set(rest)
        assert "None" not in rest


@given(two_passes)
def test_every_row_of_the_map_has_words(case: Any) -> None:
    question, today, should_be = case
    for row in power_map(Plan("T", (question,)), [today, *([should_be] if should_be else [])]):
        line, note = map_words.sentence(row, LABELS), map_words.note(row, LABELS)
        assert row.question.text in line
        assert line.endswith(".")
        assert note == "" or note.endswith(".")
        assert "None" not in line + note
        assert bool(map_words.steps_apart(row)) != bool(map_words.reason(row))
        assert row.question.scale
        assert len(map_words.ticks(row.question.kind, row, LABELS)) == row.question.scale.steps


CASES: dict[str, dict[str, Shown]] = {
    "gap": {"northern": counts(0, 1, 2, 9, 0, 1), "southern": counts(7, 6, 4, 1, 0, 3)},
    "no_gap": {"northern": counts(0, 0, 1, 9, 0, 1), "southern": counts(0, 2, 1, 7, 0, 1)},
    "no_common_view": {"northern": counts(3, 2, 3, 3, 3, 3), "southern": counts(7, 0, 0, 0, 0, 0)},
    "cannot_see": {"together": counts(1, 0, 1, 1, 1, 9)},
    "rather_not_say": {"together": counts(1, 0, 1, 1, 1, 1, no_answer=9)},
    "together": {"together": counts(9, 1, 0, 0, 0, 0)},
    "one_withheld": {"northern": counts(9, 1, 0, 0, 0, 0), "southern": WITHHELD},
    "withheld": {"together": WITHHELD},
}


def card_of(passing: Pass, groups: dict[str, Any]) -> tuple[Talk, str]:
    shown = release(DECIDES, passing, **groups)
    of = talk(DECIDES, shown, None, None)
    return of, words.prompt(of, DECIDES)


def test_a_card_is_one_or_two_sentences_of_its_own_that_ask_nobody_for_their_vote() -> None:
    cards = []
    for passing in Pass:
        for key, groups in CASES.items():
            of, text = card_of(passing, groups)
            assert of.card == key
            sentences = re.findall(r"[^.?:]+[.?:]", text)
            assert 1 <= len(sentences) <= 3
            assert len(text) < 170
            assert not re.search(
                r"\byou vote|your vote|your answer|who (said|chose|voted|answered)",
                text,
                re.IGNORECASE,
            )
            cards.append(text)
    assert len(set(cards)) == len(CASES) + 2  # the wishes have a gap and a no-gap of their own


def test_own_choices_have_cards_of_their_own() -> None:
    for key, southern in (("gap", (0, 9, 1)), ("no_gap", (9, 0, 1)), ("no_common_view", (3, 3, 3))):
        shown = release(FOCUS, northern=counts(8, 1, 1), southern=counts(*southern))
        of = talk(FOCUS, shown, shown, None)
        assert of.card == key
        assert "choice" in words.prompt(of, FOCUS) or "choose" in words.prompt(of, FOCUS)
        assert words.prompt(of, FOCUS) != words.prompt(of, DECIDES)


def test_the_gap_is_told_in_words_and_steps_or_with_the_reason_why_not() -> None:
    def gap(**groups: Any) -> str:
        shown = release(DECIDES, **groups)
        return words.gap(talk(DECIDES, shown, shown, None))

    ten, same = counts(0, 0, 0, 10, 0, 0), counts(0, 0, 1, 9, 0, 0)
    assert (
        gap(northern=ten, southern=same) == "The two groups are close: 0.1 steps apart on average."
    )
    assert (
        gap(northern=ten, southern=counts(0, 0, 10, 0, 0, 0))
        == "The two groups are some way apart: 1.0 steps on average."
    )
    assert (
        gap(northern=ten, southern=counts(10, 0, 0, 0, 0, 0))
        == "The two groups are far apart: 3.0 steps on average."
    )
    assert gap(northern=ten, southern=WITHHELD) == "No number: a group is not shown."
    assert gap(northern=ten, southern=nearly_all(0)).startswith(
        "No number: a group answered all or nearly all alike"
    )
    assert gap(together=ten) == "No number: everyone is shown as one group."


def test_southern_voices_are_named_first_and_nobody_where_naming_could_point_at_someone() -> None:
    def first(**groups: Any) -> str:
        shown = release(DECIDES, **groups)
        return words.first(talk(DECIDES, shown, shown, None), DEFAULT_LABELS)

    both = counts(3, 3, 3, 1, 0, 0)
    assert first(northern=both, southern=both).startswith(
        "Southern partners first, then Northern partners."
    )
    for groups in (
        {"northern": both, "southern": WITHHELD},
        {"northern": nearly_all(1), "southern": both},
    ):
        assert "partners" not in first(**groups)
        assert first(**groups).endswith("No group is called on here.")


@pytest.mark.parametrize(
    ("question", "today", "should_be", "said"),
    [
        (
            DECIDES,
            (9, 1, 0, 0, 0, 0),
            (0, 0, 0, 9, 1, 0),
            "3.0 steps towards more say for Southern partners.",
        ),
        (
            DECIDES,
            (0, 0, 0, 0, 9, 0),
            (9, 0, 0, 0, 0, 0),
            "4.0 steps towards more say for Northern partners.",
        ),
        (DECIDES, (0, 0, 0, 9, 1, 0), (0, 0, 0, 8, 2, 0), "about as it is today."),
        (AGREE, (9, 0, 0, 0, 0), (0, 0, 0, 9, 0), "3.0 steps towards “yes”."),
        (SAFE, (9, 0, 0, 0, 0, 0), (0, 0, 9, 0, 0, 0), "2.0 steps towards “completely”."),
    ],
)
def test_a_wish_says_how_far_and_where_to(
    question: Question, today: tuple[int, ...], should_be: tuple[int, ...], said: str
) -> None:
    now = release(question, together=counts(*today))
    wished = release(question, Pass.SHOULD_BE, together=counts(*should_be))
    of = talk(question, now, now, wished)
    assert list(words.wishes(of, question, DEFAULT_LABELS)) == [f"Everyone together: {said}"]
    assert words.common(of, question, DEFAULT_LABELS) == ""


def test_common_ground_is_said_aloud() -> None:
    now = release(DECIDES, northern=counts(9, 1, 0, 0, 0, 0), southern=counts(9, 1, 0, 0, 0, 0))
    wished = release(
        DECIDES,
        Pass.SHOULD_BE,
        northern=counts(0, 9, 0, 0, 0, 0),
        southern=counts(0, 0, 0, 0, 9, 0),
    )
    said = words.common(talk(DECIDES, wished, now, wished), DECIDES, DEFAULT_LABELS)
    assert said == "Common ground: both groups wish to move towards more say for Southern partners."
    same = words.common(talk(DECIDES, now, now, now), DECIDES, DEFAULT_LABELS)
    assert same == "Common ground: both groups wish it to stay about as it is."
    apart = release(
        DECIDES,
        Pass.SHOULD_BE,
        northern=counts(9, 1, 0, 0, 0, 0),
        southern=counts(0, 0, 0, 0, 9, 0),
    )
    differ = words.common(talk(DECIDES, apart, now, apart), DECIDES, DEFAULT_LABELS)
    assert differ == "No common ground yet: the two groups wish for different moves."
