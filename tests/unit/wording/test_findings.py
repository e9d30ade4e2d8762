"""Findings, pictures and notes in words: plain, complete, and true of what is shown."""

from dataclasses import replace
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
    SEVERAL,
    TOO_ALIKE,
    TOO_NEAR,
    WAITING,
    WITHHELD,
    counts,
    nearly_all,
    release,
    releases,
)
from workshop.domain.insight.finding import Gap, finding
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Release,
    Shown,
    Suppressed,
    Veiled,
)
from workshop.wording import findings, questions

LABELS = {
    **DEFAULT_LABELS,
    PartnerGroup.NORTHERN: "Funders {x} %(y)s",
    PartnerGroup.SOUTHERN: "Local partners",
}
any_release: Any = st.sampled_from(QUESTIONS).flatmap(
    lambda question: st.tuples(
        st.just(question), releases(question, waiting=False) | releases(question)
    )
)


def told(question: Question, released: Release) -> str:
    return findings.sentence(finding(question, released), question, DEFAULT_LABELS, 5)


GATHER = Question("next", Kind.GATHER, "Which decisions?")


def of(question: Question, passing: Pass = Pass.TODAY, round_number: int = 1, **groups: Any) -> str:
    return told(question, release(question, passing, round_number, **groups))


@given(any_release)
def test_every_release_has_a_finding_sentences_and_notes_in_words(case: Any) -> None:
    question, released = case
    lines = [
        findings.sentence(finding(question, released), question, LABELS, 5),
        *findings.sentences(question, released, LABELS),
        *(findings.note(shown, question, LABELS, 5) for shown in released.groups.values()),
    ]
    for line in lines:
        assert line == "" or line.endswith(".")
        rest = line.replace("Funders {x} %(y)s", "Funders")
        assert not set("{}%") & set(rest)
        assert "None" not in rest.removeprefix("None or nearly none")
        assert "  " not in rest


def test_the_finding_of_the_look() -> None:
    shown: dict[str, Any] = {
        "northern": counts(1, 2, 2, 9, 0, 1),
        "southern": counts(7, 6, 4, 1, 0, 3),
    }
    assert (
        of(DECIDES, **shown)
        == "Most Northern partners say both decide together. Most Southern partners say they are"
        " told, or not even told."
    )


def test_each_side_speaks_for_itself() -> None:
    shown: dict[str, Any] = {
        "northern": counts(9, 1, 1, 0, 0, 1),
        "southern": counts(0, 0, 9, 1, 0, 3),
    }
    assert (
        of(DECIDES, **shown)
        == "Most Northern partners say they decide, and Southern partners are not told in time. "
        "Most Southern partners say they are asked, then Northern partners decide."
    )


def test_no_gap_has_kind_words_of_its_own() -> None:
    shown: dict[str, Any] = {
        "northern": counts(0, 0, 1, 9, 1, 1),
        "southern": counts(0, 0, 1, 8, 1, 3),
    }
    assert (
        of(DECIDES, **shown)
        == "Most Northern partners and most Southern partners see this alike: they say both decide"
        " together."
    )
    assert (
        of(DECIDES, Pass.SHOULD_BE, **shown)
        == "Most Northern partners and most Southern partners wish for the same: they say both"
        " should decide together."
    )


def test_a_withheld_group_is_named_kindly_beside_the_other() -> None:
    shown: dict[str, Any] = {"northern": counts(0, 0, 1, 9, 1, 1), "southern": WITHHELD}
    assert of(DECIDES, **shown).endswith(
        "Fewer than 5 Southern partners answered, so they are not shown."
    )
    assert of(DECIDES, **{**shown, "southern": TOO_NEAR}).endswith(
        "Southern partners are not shown: almost the same number of them answered before, and the"
        " difference would tell about a few people."
    )
    assert of(SEVERAL, northern=counts(4, 3, 2, 2, voters=9), southern=TOO_ALIKE).endswith(
        "Southern partners are not shown: their answers are too much alike, and any number would"
        " tell about single people."
    )


def test_a_picture_that_still_grows_says_so() -> None:
    grown = release(AGREE, northern=counts(1, 1, 1, 14, 0), southern=WAITING)
    growing = Release(**{**vars(grown), "final": False})
    assert (
        told(AGREE, growing)
        == "So far: Most Northern partners say yes. The answers of Southern partners are not shown"
        " yet."
    )


@pytest.mark.parametrize(
    ("question", "groups", "sentence"),
    [
        (
            DECIDES,
            {"northern": WITHHELD, "southern": WITHHELD},
            "Fewer than 5 answered in each of the two groups, so they are not compared.",
        ),
        (
            DECIDES,
            {"northern": WITHHELD, "southern": TOO_NEAR},
            (
                "Fewer than 5 Northern partners answered, so they are not shown. Southern partners"
                " are not shown: almost the same number of them answered before, and the difference"
                " would tell about a few people."
            ),
        ),
        (
            DECIDES,
            {"together": TOO_NEAR},
            (
                "Nothing is shown: almost the same number of people answered before, and the"
                " difference would tell about a few people."
            ),
        ),
        (
            SEVERAL,
            {"together": TOO_ALIKE},
            (
                "Nothing is shown: the answers are too much alike, and any number would tell about"
                " single people."
            ),
        ),
        (
            GATHER,
            {"together": WITHHELD},
            (
                "Fewer than 5 people wrote something. What they wrote was deleted, and nobody has"
                " read it."
            ),
        ),
        (
            replace(GATHER, kind=Kind.REFLECTION),
            {"together": WITHHELD},
            (
                "Fewer than 10 people wrote something. What they wrote was deleted, and nobody has"
                " read it."
            ),
        ),
        (GATHER, {"together": Counts(6, (), 0)}, "Here is what people wrote."),
        (
            SEVERAL,
            {"together": Veiled(6, {"3": NEARLY_NONE}, (None, 3, 2, None))},
            "Among participants, “Budget” is the most frequent choice.",
        ),
        (
            SEVERAL,
            {"together": Veiled(6, {"3": NEARLY_NONE}, (None, None, None, None))},
            "Among participants there is no clear favourite.",
        ),
        (DECIDES, {"together": WITHHELD}, "Fewer than 5 people answered, so nothing is shown."),
        (
            DECIDES,
            {"together": nearly_all(3)},
            "All or nearly all participants say both decide together.",
        ),
        (AGREE, {"together": counts(1, 1, 1, 1, 9)}, "Most participants would rather not say."),
        (
            AGREE,
            {"together": counts(1, 1, 1, 1, 2)},
            "Among participants, “Rather not say” is the most frequent answer.",
        ),
        (
            SAFE,
            {"together": counts(1, 1, 2, 6, 5, 0)},
            "Most participants say 4 or 5 of 5, towards “completely”.",
        ),
        (SAFE, {"together": counts(0, 0, 0, 0, 15, 0)}, "All participants say 5 of 5: completely."),
        (
            FOCUS,
            {"together": counts(5, 3, 3)},
            "Among participants, “Budget” is the most frequent choice.",
        ),
        (
            FOCUS,
            {"together": counts(5, 1, 5)},
            "Among participants, “Budget” and “Hiring” are the most frequent choices.",
        ),
        (FOCUS, {"together": counts(4, 4, 4)}, "Among participants there is no clear favourite."),
        (FOCUS, {"together": counts(0, 0, 0, no_answer=20)}, "All participants gave no answer."),
        (
            FOCUS,
            {"northern": counts(6, 3, 1), "southern": counts(5, 4, 4)},
            "Northern partners and Southern partners chose the same most often: “Budget”.",
        ),
        (
            SEVERAL,
            {"together": Veiled(6, {"0": NEARLY_ALL, "1": NEARLY_ALL}, (None, None, 2, 3))},
            "All or nearly all participants chose each of “Budget” and “Reporting”.",
        ),
    ],
)
def test_what_is_said(question: Question, groups: dict[str, Any], sentence: str) -> None:
    assert of(question, **groups) == sentence


def test_the_picture_in_words_names_what_was_chosen_most_first() -> None:
    shown = release(FOCUS, northern=counts(2, 9, 0, no_answer=1), southern=WITHHELD)
    assert findings.sentences(FOCUS, shown, DEFAULT_LABELS) == [
        "Northern partners, 12 answers: 9 “Reporting”, 2 “Budget”, 1 gave no answer.",
        "Southern partners: not shown, because too few answered.",
    ]


def test_a_veil_is_told_and_the_numbers_behind_it_are_not() -> None:
    veiled = Veiled(6, {"0": NEARLY_ALL, "3": NEARLY_NONE}, (None, 4, 2, None))
    assert findings.sentences(SEVERAL, release(SEVERAL, together=veiled), DEFAULT_LABELS) == [
        "Everyone together, 6 answers: 4 “Reporting”, 2 “Hiring”; "
        "all or nearly all chose “Budget”; none or nearly none chose “Pay”."
    ]
    assert (
        findings.note(veiled, SEVERAL, DEFAULT_LABELS, 5)
        == "All or nearly all chose “Budget”; none or nearly none chose “Pay”."
    )
    silent = nearly_all(NO_ANSWER)
    assert findings.note(silent, DECIDES, DEFAULT_LABELS, 5) == "All or nearly all gave no answer."


def test_notes_say_why_there_are_no_bars() -> None:
    def note(shown: Shown, question: Question = DECIDES) -> str:
        return findings.note(shown, question, DEFAULT_LABELS, 7)

    assert note(WITHHELD) == "Fewer than 7 answered in this group, so it is not shown."
    assert (
        note(WITHHELD, GATHER)
        == "Fewer than 7 people wrote something. What they wrote was deleted, and nobody has"
        " read it."
    )
    assert (
        note(TOO_NEAR)
        == "Almost the same number answered before. The difference would tell about a few people."
    )
    assert (
        note(Suppressed.too_alike(8))
        == "Answers too much alike to show: any number would tell about single people."
    )
    assert (
        note(Veiled(6, {"3": NEARLY_NONE}, (None, 3, 2, None)), SEVERAL)
        == "None or nearly none chose “Pay”; how many chose “Budget” is kept back."
    )
    assert note(WAITING) == "Not shown yet: waiting for enough answers."
    assert note(counts(9, 0, 0, 0, 0, 0)) == ""


def test_the_distance_is_told_in_steps() -> None:
    assert (
        findings.distance(Gap(1.25, -2))
        == "On average the answers of the two groups lie 1.2 steps apart."
    )


@pytest.mark.parametrize("question", [DECIDES, AGREE, SAFE])
def test_every_run_of_steps_can_be_said_by_everyone_in_every_pass(question: Question) -> None:
    assert question.scale
    for first in range(question.scale.steps):
        for last in (first, first + 1):
            if last < question.scale.steps:
                votes = [9 if step in (first, last) else 0 for step in range(question.choice_count)]
                for passing in Pass:
                    for groups in (
                        {"together": counts(*votes)},
                        {"northern": counts(*votes), "southern": WITHHELD},
                    ):
                        assert of(question, passing, **groups).startswith(("All ", "Most "))
    assert len(questions.tones(question)) == question.choice_count
