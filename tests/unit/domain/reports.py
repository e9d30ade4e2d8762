"""Reports for tests: made by Hypothesis over a plan of every kind of question, and one by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.unit.domain.releases import (
    AGREE,
    DECIDES,
    FOCUS,
    QUESTIONS,
    SEVERAL,
    WITHHELD,
    counts,
    nearly_all,
    release,
    releases,
)
from workshop.domain.insight.result import Result
from workshop.domain.report import Report
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Pass
from workshop.domain.voting.release import NEARLY_ALL, NEARLY_NONE, Veiled
from workshop.domain.voting.session import Place

DAY = date(2030, 12, 31)
PLAN = Plan("Partnership health check", QUESTIONS, frame="in this partnership")
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text
)

said = texts | st.just("")


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report over PLAN: every result of every question, or none."""
    chosen = draw(st.lists(st.sampled_from(QUESTIONS), max_size=4))
    results = tuple(
        Result.of(question, draw(releases(question, waiting=False))) for question in chosen
    )
    hidden = tuple(
        Place(question.id, Pass.TODAY, 1)
        for question in draw(st.lists(st.sampled_from(QUESTIONS), max_size=2))
    )
    agreed = draw(
        st.lists(st.builds(Agreement, st.just(AGREE.id) | st.none(), texts, said, said), max_size=2)
    )
    return Report("7KQ2M4", draw(st.dates(date(2000, 1, 1))), PLAN, results, hidden, tuple(agreed))


def worded(text: str) -> Report:
    """A report in which every text that a plan or an agreement can bring is this one."""
    questions = (
        replace(DECIDES, text=text),
        replace(
            FOCUS, text=text, choices=(text, f"{text} b", f"{text} c"), rounds=(text, f"{text} d")
        ),
    )
    labels = dict.fromkeys(PLAN.labels, text)
    plan = replace(PLAN, title=text, frame=text, questions=questions, labels=labels)
    shown: dict[str, Any] = {
        "northern": counts(5, 4, 3),
        "southern": counts(9, 1, 1),
        "neither": counts(2, 2, 2),
    }
    results = (
        Result.of(
            questions[0],
            release(DECIDES, northern=counts(1, 2, 5, 8, 0, 1), southern=nearly_all(0)),
        ),
        Result.of(questions[1], release(FOCUS, **shown)),
    )
    agreed = (Agreement(FOCUS.id, text, text, text),)
    return Report("7KQ2M4", DAY, plan, results, (Place(FOCUS.id, Pass.TODAY, 2),), agreed)


def one_of_everything() -> Report:
    """A report with counts, a veil of one and of several choices, a withheld group, a gap and a
    hidden result.
    """
    veiled = Veiled(6, {"0": NEARLY_ALL, "3": NEARLY_NONE}, (None, 4, 2, None))
    results = (
        Result.of(
            DECIDES,
            release(DECIDES, northern=counts(1, 2, 5, 8, 0, 1), southern=counts(7, 6, 4, 1, 0, 3)),
        ),
        Result.of(
            DECIDES, release(DECIDES, Pass.SHOULD_BE, northern=nearly_all(3), southern=WITHHELD)
        ),
        Result.of(
            SEVERAL,
            release(SEVERAL, northern=veiled, southern=counts(9, 1, 2, 3, no_answer=1, voters=12)),
        ),
        Result.of(FOCUS, release(FOCUS, together=counts(60, 20, 1, no_answer=1))),
    )
    return Report("7KQ2M4", DAY, PLAN, results, (Place(AGREE.id, Pass.TODAY, 1),))
