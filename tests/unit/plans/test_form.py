"""Every rule of a plan: what is accepted, and what the fault says and where."""

import copy
import re
from collections.abc import Mapping
from typing import Any

import pytest

from workshop.domain.errors import FaultyPlan
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS, Plan, Showing
from workshop.domain.voting.question import OWN_WORDS, WRITTEN, Kind, Pass, Question
from workshop.plans.form import FAULTS_MOST, read_plan
from workshop.wording.languages import speaking

BUDGET = {"id": "budget", "kind": "who_decides", "text": "Who decides on the budget?"}
FOCUS = {"id": "focus", "kind": "choice", "text": "Where to start?", "choices": ["Money", "People"]}


def plan_with(**keys: object) -> dict[str, Any]:
    return {"title": "Check-up", "questions": [copy.deepcopy(BUDGET)], **keys}


def question_with(base: Mapping[str, object] = BUDGET, **keys: object) -> dict[str, Any]:
    return plan_with(questions=[{**base, **keys}])


def faults_in(document: object) -> dict[str, str]:
    with pytest.raises(FaultyPlan) as caught:
        read_plan(document)
    return {fault.at: fault.message for fault in caught.value.faults}


def test_the_plan_of_the_contract_is_read_in_full() -> None:
    plan = read_plan(
        {
            "title": "Partnership health check",
            "frame": "in this partnership, the last 12 months",
            "language": "pt-BR",
            "threshold": 4,
            "results": "reveal",
            "groups": {"northern": "Funders", "southern": "Makers", "neither": "Others"},
            "questions": [
                {**BUDGET, "passes": ["today", "should_be"]},
                {**FOCUS, "choices": ["Budget", "Reporting", "Hiring"], "max_choices": 2},
            ],
            "translations": {
                "fr": {"title": "Bilan", "groups.northern": "Bailleurs", "budget": "Qui décide ?"}
            },
        }
    )
    assert plan == Plan(
        title="Partnership health check",
        frame="in this partnership, the last 12 months",
        language="pt-BR",
        threshold=4,
        results=Showing.REVEAL,
        labels={
            PartnerGroup.NORTHERN: "Funders",
            PartnerGroup.SOUTHERN: "Makers",
            PartnerGroup.NEITHER: "Others",
        },
        questions=(
            Question(
                "budget",
                Kind.WHO_DECIDES,
                "Who decides on the budget?",
                (Pass.TODAY, Pass.SHOULD_BE),
            ),
            Question(
                "focus",
                Kind.CHOICE,
                "Where to start?",
                choices=("Budget", "Reporting", "Hiring"),
                max_choices=2,
            ),
        ),
        translations={
            "fr": {"title": "Bilan", "groups.northern": "Bailleurs", "budget": "Qui décide ?"}
        },
    )


def test_what_is_left_out_has_the_defaults_of_the_contract() -> None:
    plan = read_plan(plan_with(groups={"southern": "Makers"}))
    assert (plan.frame, plan.language, plan.threshold, plan.results) == ("", "en", 5, Showing.LIVE)
    assert plan.labels == {**DEFAULT_LABELS, PartnerGroup.SOUTHERN: "Makers"}
    assert plan.questions[0].passes == (Pass.TODAY,)
    assert read_plan(question_with(FOCUS)).questions[0].max_choices == 1


def test_texts_are_stripped_and_composed() -> None:
    plan = read_plan(plan_with(title="  Cafe\N{COMBINING ACUTE ACCENT} \n", frame="\t"))
    assert (plan.title, plan.frame) == ("Caf\N{LATIN SMALL LETTER E WITH ACUTE}", "")


def test_groups_of_a_translation_may_be_written_as_a_table_of_their_own() -> None:
    plan = read_plan(
        plan_with(translations={"fr": {"groups": {"northern": "Bailleurs"}, "frame": "ici"}})
    )
    assert plan.translations == {"fr": {"groups.northern": "Bailleurs", "frame": "ici"}}


@pytest.mark.parametrize("document", [None, [], "plan", 5, True, [{"title": "x"}]])
def test_what_is_no_table_is_no_plan(document: object) -> None:
    assert faults_in(document) == {"plan": "Write a table of keys and values here."}


def test_an_empty_table_lacks_title_and_questions() -> None:
    assert faults_in({}) == {
        "title": "Give the plan a title.",
        "questions": "Add at least one question.",
    }


def test_an_empty_question_lacks_everything_it_needs() -> None:
    assert set(faults_in(plan_with(questions=[{}]))) == {
        "questions[0].id",
        "questions[0].kind",
        "questions[0].text",
    }


def test_rounds_have_names_that_are_translated_as_other_texts_are() -> None:
    names = {"rounds": [" Before ", "After"]}
    document = question_with(FOCUS, **names) | {"translations": {"fr": {"focus.rounds.1": "Après"}}}
    plan = read_plan(document)
    [question] = plan.questions
    assert question.rounds == ("Before", "After")
    assert [question.round_name(number) for number in (1, 2, 3)] == ["Before", "After", ""]
    assert plan.worded(plan.translations["fr"]).questions[0].rounds == ("Before", "Après")
    assert read_plan(plan.as_document()) == plan
    without: dict[str, Any] = read_plan(question_with(FOCUS)).as_document()
    assert "rounds" not in without["questions"][0]


REFUSED = [
    (
        question_with(rounds=["Before"]),
        "questions[0].rounds",
        "Name 2 to 5 rounds, or none; there are 1",
    ),
    (question_with(rounds=["a", "b", "c", "d", "e", "f"]), "questions[0].rounds", "there are 6"),
    (question_with(rounds=["Before", "x" * 41]), "questions[0].rounds[1]", "Shorten this to 40"),
    (question_with(rounds=["Before", " "]), "questions[0].rounds[1]", "Write something"),
    (question_with(rounds=["Before", 2]), "questions[0].rounds[1]", "in quotes"),
    (
        question_with(rounds=["Before", "Before "]),
        "questions[0].rounds[1]",
        "rounds[0] is called the same",
    ),
    (question_with(rounds="Before"), "questions[0].rounds", "Write a list"),
    (question_with(rounds=None), "questions[0].rounds", "Write a list"),
    (
        plan_with(translations={"fr": {"budget.rounds.0": "Avant"}}),
        "translations.fr.budget.rounds.0",
        "has no",
    ),
    (plan_with(title=""), "title", "Write something"),
    (plan_with(title=" \u200b\t"), "title", "Write something"),
    (plan_with(title=5), "title", "in quotes"),
    (plan_with(title="x" * 501), "title", "Shorten this to 500 characters; it has 501"),
    (plan_with(title="Po\x07wer"), "title", "character at place 3: a control character"),
    (plan_with(title="one\ntwo"), "title", "control character"),
    (plan_with(title="one\u2028two"), "title", "line break"),
    (plan_with(title="\ud83d"), "title", "half a character"),
    (plan_with(title="a\ufffeb"), "title", "no character"),
    (plan_with(frame="x" * 501), "frame", "Shorten"),
    (plan_with(frame=None), "frame", "in quotes"),
    (plan_with(language="english!"), "language", "language tag"),
    (plan_with(language="fr\n"), "language", "language tag"),
    (plan_with(language=5), "language", "language tag"),
    (plan_with(threshold=2), "threshold", "from 3 to 10"),
    (plan_with(threshold=11), "threshold", "from 3 to 10"),
    (plan_with(threshold=True), "threshold", "whole number"),
    (plan_with(threshold="5"), "threshold", "without quotes"),
    (plan_with(threshold=5.0), "threshold", "whole number"),
    (plan_with(results="later"), "results", "“live”"),
    (plan_with(results=["live"]), "results", "“reveal”"),
    (plan_with(groups=[]), "groups", "table"),
    (plan_with(groups={"northern": " "}), "groups.northern", "Write something"),
    (plan_with(groups={"northern": "x" * 81}), "groups.northern", "Shorten this to 80"),
    (
        plan_with(groups={"northern": "A", "southern": "A "}),
        "groups.southern",
        "groups.northern has the same",
    ),
    (
        plan_with(groups={"neither": "Southern partners"}),
        "groups.neither",
        "groups.southern has the same",
    ),
    (plan_with(groups={"nothern": "A"}), "groups.nothern", "Did you mean “northern”?"),
    (plan_with(questions={}), "questions", "list"),
    (plan_with(questions=[]), "questions", "Ask 1 to 200 questions; there are 0."),
    (
        plan_with(questions=[{**BUDGET, "id": f"q{i}"} for i in range(201)]),
        "questions",
        "there are 201",
    ),
    (plan_with(questions=[BUDGET, "x"]), "questions[1]", "table"),
    (plan_with(questions=[BUDGET, BUDGET]), "questions[1].id", "questions[0] has the same"),
    (question_with(id="Budget"), "questions[0].id", "a to z"),
    (question_with(id="x" * 41), "questions[0].id", "1 to 40"),
    (question_with(id=""), "questions[0].id", "1 to 40"),
    (question_with(id="a\n"), "questions[0].id", "a to z"),
    (question_with(id=7), "questions[0].id", "a to z"),
    (question_with(id="title"), "questions[0].id", "Choose another id"),
    (question_with(text=""), "questions[0].text", "Write something"),
    (question_with(text="x" * 501), "questions[0].text", "Shorten"),
    (question_with(passes=[]), "questions[0].passes", "in this order"),
    (question_with(passes=["should_be", "today"]), "questions[0].passes", "in this order"),
    (question_with(passes=["today", "today"]), "questions[0].passes", "once"),
    (question_with(passes="today"), "questions[0].passes", "“today”"),
    (question_with(passes=["tomorrow"]), "questions[0].passes", "“should_be”"),
    (question_with(choices=["a", "b"]), "questions[0].choices", "only questions of kind “choice”"),
    (question_with(max_choices=1), "questions[0].max_choices", "only questions of kind “choice”"),
    (question_with(FOCUS, choices=None), "questions[0].choices", "List 2 to 20 choices"),
    (question_with(FOCUS, choices=["a"]), "questions[0].choices", "there are 1"),
    (
        question_with(FOCUS, choices=[str(i) for i in range(21)]),
        "questions[0].choices",
        "there are 21",
    ),
    (
        question_with(FOCUS, choices=["a", "b", "a "]),
        "questions[0].choices[2]",
        "choices[0] says the same",
    ),
    (question_with(FOCUS, choices=["a", " "]), "questions[0].choices[1]", "Write something"),
    (question_with(FOCUS, choices=["a", 5]), "questions[0].choices[1]", "in quotes"),
    (question_with(FOCUS, choices="ab"), "questions[0].choices", "list"),
    (question_with(FOCUS, max_choices=0), "questions[0].max_choices", "whole number from 1"),
    (question_with(FOCUS, max_choices=3), "questions[0].max_choices", "at most 2"),
    (question_with(FOCUS, max_choices=True), "questions[0].max_choices", "whole number"),
    (question_with(FOCUS, max_choices=None), "questions[0].max_choices", "whole number"),
    (plan_with(translations=[]), "translations", "table"),
    (plan_with(translations={"fr": "x"}), "translations.fr", "table"),
    (plan_with(translations={"f": {}}), "translations.f", "one of the languages"),
    (plan_with(translations={"pt-BR": {}}), "translations.pt-BR", "“pt”"),
    (
        plan_with(translations={"fr": {"focus.9": "x"}}),
        "translations.fr.focus.9",
        "The plan has no “focus.9”",
    ),
    (plan_with(second_language="de"), "second_language", "one of the languages"),
    (plan_with(second_language="en"), "second_language", "in this one already"),
    (plan_with(second_language=[]), "second_language", "one of the languages"),
    (plan_with(language="fr-CA", second_language="fr"), "second_language", "in this one already"),
    (plan_with(second_language=5), "second_language", "one of the languages"),
    (plan_with(translations={"fr": {"title": ""}}), "translations.fr.title", "Write something"),
    (
        plan_with(translations={"fr": {"budgt": "x"}}),
        "translations.fr.budgt",
        "Did you mean “budget”?",
    ),
    (plan_with(translations={"fr": {"zzz": "x"}}), "translations.fr.zzz", "“groups.northern”"),
    (plan_with(tittle="x"), "tittle", "Did you mean “title”?"),
    (plan_with(zzz="x"), "zzz", "Use “title”, “frame”"),
    (question_with(pases=["today"]), "questions[0].pases", "Did you mean “passes”?"),
    (plan_with(**{"\x00" * 90: 1}), "\N{REPLACEMENT CHARACTER}" * 40 + "…", "means nothing here"),
    (plan_with(**{"\ud800": 1}), "plan", "half a character"),
]


@pytest.mark.parametrize(
    ("document", "at", "said"), REFUSED, ids=[f"{at}: {said}" for _, at, said in REFUSED]
)
def test_a_fault_has_its_place_and_says_what_to_do(document: object, at: str, said: str) -> None:
    faults = faults_in(document)
    assert list(faults) == [at]
    assert said in faults[at]


def test_whoever_speaks_french_is_told_of_every_fault_in_french() -> None:
    for document, at, _ in REFUSED:
        english = faults_in(document)
        with speaking("fr"):
            french = faults_in(document)
        assert list(french) == [at]
        assert french[at] != english[at]


@pytest.mark.parametrize("kind", ["who_decide", "poem", "", 5, None, ["agree"]])
def test_an_unknown_kind_lists_the_kinds_there_are(kind: object) -> None:
    said = faults_in(question_with(kind=kind))["questions[0].kind"]
    assert re.findall("“(.+?)”", said)[:4] == ["who_decides", "agree", "safe", "choice"]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in WRITTEN])
@pytest.mark.parametrize("passes", [["today"], ["should_be"], ["today", "should_be"]])
def test_every_kind_may_be_asked_in_every_pass(kind: Kind, passes: list[str]) -> None:
    base = FOCUS if kind in OWN_WORDS else BUDGET
    assert read_plan(question_with(base, kind=kind.value, passes=passes)).questions[
        0
    ].passes == tuple(passes)


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_answered_in_words_is_asked_once(kind: Kind) -> None:
    assert (
        read_plan(question_with(BUDGET, kind=kind.value, passes=["today"])).questions[0].takes_text
    )
    said = faults_in(question_with(BUDGET, kind=kind.value, passes=["today", "should_be"]))[
        "questions[0].passes"
    ]
    assert said == f"Take this out: a question of kind “{kind}” is asked once."


def test_the_limits_themselves_are_allowed() -> None:
    most = {
        **FOCUS,
        "id": "x" * 40,
        "text": "x" * 500,
        "choices": [str(i) * 250 for i in range(10, 30)],
        "max_choices": 20,
    }
    questions = [most, *({**BUDGET, "id": f"q-{i}"} for i in range(199))]
    plan = read_plan(plan_with(title="x" * 500, frame="x" * 500, threshold=10, questions=questions))
    assert (len(plan.questions), plan.questions[0].max_choices, plan.threshold) == (200, 20, 10)
    assert read_plan(plan_with(threshold=3)).threshold == 3


def test_every_fault_is_listed_at_once_whatever_its_nature() -> None:
    faults = faults_in(
        {
            "title": "",
            "colour": "red",
            "threshold": "5",
            "groups": {"northern": "", "southern": "S", "neither": "S"},
            "questions": [
                {"id": "a", "kind": "nonsense", "text": "?", "max_choices": 30},
                {
                    "id": "a",
                    "kind": "choice",
                    "text": "?",
                    "choices": ["x", "", "x"],
                    "max_choices": 9,
                },
                {"id": "b", "kind": "agree", "choices": []},
            ],
            "translations": {"fr": {"c": ""}},
        }
    )
    assert set(faults) == {
        "title",
        "colour",
        "threshold",
        "groups.northern",
        "groups.neither",
        "questions[0].kind",
        "questions[0].max_choices",
        "questions[1].id",
        "questions[1].choices[1]",
        "questions[1].choices[2]",
        "questions[1].max_choices",
        "questions[2].text",
        "questions[2].choices",
        "translations.fr.c",
    }


def test_a_document_made_of_faults_gets_an_answer_of_bounded_size() -> None:
    with pytest.raises(FaultyPlan) as caught:
        read_plan(plan_with(**{f"key{i}": i for i in range(20_000)}))
    assert len(caught.value.faults) == FAULTS_MOST


@pytest.mark.parametrize(
    ("choices", "given", "picks"), [(5, None, 3), (2, None, 2), (5, 4, 4), (5, 1, 1)]
)
def test_priorities_are_three_unless_the_plan_says_otherwise(
    choices: int, given: int | None, picks: int
) -> None:
    question = FOCUS | {
        "kind": "prioritise",
        "choices": [f"Choice {number}" for number in range(choices)],
    }
    plan = read_plan(question_with(question, **({"max_choices": given} if given else {})))
    assert (plan.questions[0].kind, plan.questions[0].max_choices) == (Kind.PRIORITISE, picks)
    assert read_plan(plan.as_document()) == plan
