"""The comparison with an earlier session: what its results file says, beside this one's results.

It knows groups, never persons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workshop.domain.errors import NothingInCommon
from workshop.domain.insight.finding import Gap, perception_gap, speakers, spot
from workshop.domain.insight.picture import has_row
from workshop.domain.insight.result import Result
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Pass, Question
from workshop.domain.voting.release import Counts, Release, Shown, Veiled

EARLIER = "/then"
"""The suffix of a group's name in a chart: the same group, as it answered last time."""


@dataclass(frozen=True)
class Baseline:
    """The earlier session `code` of the day `held_on`: what was revealed, and what was agreed."""

    code: str
    held_on: date
    plan: Plan
    results: tuple[Result, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    def result(self, question: str, passing: Pass) -> Result | None:
        """The newest round of a question and pass, None if it was not shown then."""
        rounds = [
            one for one in self.results if (one.question.id, one.passing) == (question, passing)
        ]
        return max(rounds, key=lambda one: one.round, default=None)


@dataclass(frozen=True)
class Comparison:
    """A result beside the one of last time.

    `why` is empty where they compare, or other_question, other_mode, too_near. `near` are the
    groups in which almost as many people answered then as now: subtracting would tell about a few,
    so they are not compared; too_near where no other is left. `shifts` holds, by group, how many
    steps of the scale its middle has moved since: the interpolated median now − then
    (`finding.interpolated_median`); a group without a median in both has none. `gap` and `gap_then`
    are the perception gaps (`finding.perception_gap`).
    """

    earlier: Result
    why: str
    shifts: Mapping[str, float]
    gap: Gap | None
    gap_then: Gap | None
    near: frozenset[str] = frozenset()

    def beside(self, release: Release) -> dict[str, Shown]:
        """The groups of both, each group of last time below the one of now.

        Where none compare, only those of now.
        """
        groups: dict[str, Shown] = {}
        for group, shown in release.groups.items():
            groups[group] = shown
            before = None if self.why or group in self.near else self.earlier.groups[group]
            if before and has_row(group, shown) and has_row(group, before):
                groups[group + EARLIER] = before
        return groups


def check_comparable(plan: Plan, baseline: Baseline) -> None:
    """Raises NothingInCommon where no question of the plan was asked last time."""
    if not any(
        is_like(question, one.question) for question in plan.questions for one in baseline.results
    ):
        raise NothingInCommon()


def is_like(question: Question, other: Question) -> bool:
    """Whether answers to both can be compared: same question, on the same scale or choices."""
    return _measured(question) == _measured(other)


def compare(
    baseline: Baseline | None, question: Question, release: Release, threshold: int = 0
) -> Comparison | None:
    """The comparison of a final release with last time's; None without one, or while people vote.

    Like with like only: the same scale or choices, and the groups shown in the same mode.
    `threshold` is this session's k; the larger of the two sessions' decides how near is too near.
    """
    earlier = baseline.result(question.id, release.passing) if baseline and release.final else None
    if baseline is None or earlier is None or question.takes_text:
        return None
    if not is_like(question, earlier.question):
        return Comparison(earlier, "other_question", {}, None, None)
    if earlier.mode is not release.mode:
        return Comparison(earlier, "other_mode", {}, None, None)
    near = _near(release.groups, earlier.groups, max(threshold, baseline.plan.threshold))
    compared = [group for group in speakers(release) if group not in near]
    if not compared:
        return Comparison(earlier, "too_near", {}, None, None, near)
    shifts = _shifts(question, compared, release.groups, earlier.groups)
    if len(compared) < len(speakers(release)):
        return Comparison(earlier, "", shifts, None, None, near)
    gaps = perception_gap(question, release), perception_gap(question, earlier.release)
    return Comparison(earlier, "", shifts, *gaps, near)


def _measured(question: Question) -> tuple[object, ...]:
    return question.id, question.kind, question.choices, question.max_choices


def _near(now: Mapping[str, Shown], before: Mapping[str, Shown], threshold: int) -> frozenset[str]:
    """The groups whose voters differ by 1 … k − 1, by phone or on paper: the rule for rounds."""
    return frozenset(
        group
        for group, here in now.items()
        if isinstance(here, Counts | Veiled) and isinstance(there := before[group], Counts | Veiled)
        if any(0 < difference < threshold for difference in _differences(here, there))
    )


def _differences(one: Counts | Veiled, other: Counts | Veiled) -> tuple[int, int]:
    phones = abs((one.voters - one.paper) - (other.voters - other.paper))
    return phones, abs(one.paper - other.paper)


def _shifts(
    question: Question, groups: Sequence[str], now: Mapping[str, Shown], before: Mapping[str, Shown]
) -> dict[str, float]:
    places = {
        group: (spot(question, now[group]).at, spot(question, before[group]).at) for group in groups
    }
    return {
        group: here - there
        for group, (here, there) in places.items()
        if here is not None and there is not None
    }
