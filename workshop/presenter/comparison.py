"""The payload of a comparison: what an earlier session was shown, beside what this one is."""

from typing import Any

from workshop.domain.insight.comparison import Baseline, Comparison
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Session
from workshop.wording import comparison, say
from workshop.wording.translated import translated


def comparison_payload(
    session: Session, question: Question, release: Release, compared: Comparison | None
) -> dict[str, Any] | None:
    """The comparison of a final release, for wall, desk and phones; None where there is none.

    Takes the session in words, and the question as it was asked: its wording is compared with last
    time's.
    """
    baseline = session.baseline
    if baseline is None or compared is None:
        return None
    old = translated(baseline.plan)
    return {
        "day": comparison.day(baseline.held_on),
        "line": comparison.line(compared, baseline.held_on, question, old.labels, old.threshold),
        "sentences": list(comparison.sentences(compared, question, release, session.plan.labels)),
        "caution": comparison.caution(),
    }


def comparison_lines(told: dict[str, Any]) -> list[str]:
    """All sentences of a comparison, a line each."""
    return [told["line"], *told["sentences"], told["caution"]]


def baseline_payload(baseline: Baseline | None) -> dict[str, Any] | None:
    """The earlier session for the desk: which one it is, and what was agreed there."""
    if baseline is None:
        return None
    agreed = [", ".join(filter(None, (one.what, one.who, one.by))) for one in baseline.agreements]
    title = say("{title}, {day}", title=baseline.plan.title, day=comparison.day(baseline.held_on))
    return {"title": title, "agreements": agreed}
