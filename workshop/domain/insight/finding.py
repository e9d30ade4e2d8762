"""The finding of a release: how far apart the groups see a question, and one plain statement of it.

It is made of releases, never of tallies. A withheld group has no view here, and a veiled group only
the one its veil tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from workshop.domain.insight.group_view import View, majority_runs, strength, view, votes
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import Counts, Release, Shown, Suppressed, Veiled

SIDES = (PartnerGroup.NORTHERN.value, PartnerGroup.SOUTHERN.value)
SPEAKERS = (*SIDES, TOGETHER)
"""The groups that are compared, in order; "neither" is a row of the chart only.
"""


@dataclass(frozen=True)
class Gap:
    """How differently the two groups see one question, in steps of its scale.

    `medians` is Southern minus Northern: positive where the South sees it further along the scale.
    """

    distance: float
    medians: float


@dataclass(frozen=True)
class Spot:
    """Where a group stands on the scale: its interpolated median `at`, or `why` it has none.

    In steps. `why`: not_shown (to the room, so far), void, withheld, veiled (all or nearly all
    alike: a view, no number), off_scale (nobody answered on the scale) or no_scale (own choices).
    """

    at: float | None
    why: str = ""


@dataclass(frozen=True)
class Finding:
    """One finding about a release; `wording.findings` has its sentence.

    Keys: void, waiting, withheld, together, one_shown, same_view, both_silent, different_views,
    no_common_view; and written, of answers in words. Parameters: `pass`, `final`, `repeated` and
    `groups`, the view of each side (or of everyone together).
    """

    key: str
    parameters: Mapping[str, Any]


def finding(question: Question, release: Release) -> Finding:
    """The finding of a release. It speaks of the two sides; "neither" is in the chart only."""
    shown = {group: part for group, part in release.groups.items() if group != PartnerGroup.NEITHER}
    views = _made_alike(
        {group: view(question, part) for group, part in shown.items()}, question, shown
    )
    parameters = {
        "pass": release.passing.value,
        "final": release.final,
        "repeated": release.round > 1,
        "groups": {group: seen.as_parameters() for group, seen in views.items()},
    }
    return Finding("void" if _is_void(release) else _key(tuple(views.values())), parameters)


def _is_void(release: Release) -> bool:
    return any(isinstance(part, Suppressed) and part.is_void for part in release.groups.values())


def perception_gap(question: Question, release: Release) -> Gap | None:
    """How far apart Northern and Southern see it; None unless both are shown on the scale.

    The way out and "no answer" are no places on the scale and are left out. `distance` is the
    Wasserstein-1 distance of the two distributions, which on a line of steps is Σ |F(i) − G(i)|
    with F and G the cumulative shares (S. S. Vallender, Calculation of the Wasserstein distance
    between probability distributions on the line, 1974; the same as
    `scipy.stats.wasserstein_distance`): the steps an answer has to move, on average, to turn one
    distribution into the other. `medians` is the difference of the interpolated medians.
    """
    steps = [_steps(question, release.groups.get(side)) for side in SIDES]
    if not all(sum(counts) for counts in steps):
        return None
    northern, southern = steps
    distance = sum(
        abs(f - g) for f, g in zip(_cumulative(northern), _cumulative(southern), strict=True)
    )
    return Gap(distance, interpolated_median(southern) - interpolated_median(northern))


def spot(question: Question, shown: Shown | None) -> Spot:
    """Where a group stands, from what is shown of it; None for a group that was never shown."""
    if question.scale is None:
        return Spot(None, "no_scale")
    match shown:
        case Counts():
            steps = _steps(question, shown)
            return Spot(interpolated_median(steps)) if sum(steps) else Spot(None, "off_scale")
        case Veiled():
            return Spot(None, "veiled")
        case Suppressed():
            return Spot(None, "void" if shown.is_void else "withheld")
        case _:
            return Spot(None, "not_shown")


def speakers(release: Release) -> tuple[str, ...]:
    """The groups of a release whose views are compared, Northern first; or everyone together."""
    return tuple(group for group in SPEAKERS if group in release.groups)


def interpolated_median(counts: Sequence[int]) -> float:
    """The median of answers on steps 0, 1, …, each step an interval of ± ½ filled evenly.

    L + (N/2 − below) / inside, with L the lower bound of the step that holds the middle (the median
    of grouped data: Gnumeric's SSMEDIAN, Python's `statistics.median_grouped`). Where the middle
    falls between two steps with empty ones between them, the midpoint of that stretch, so that the
    scale read backwards has the same median. `counts` must hold at least one answer.
    """
    return (_median_from_below(counts) + len(counts) - 1 - _median_from_below(counts[::-1])) / 2


def _median_from_below(counts: Sequence[int]) -> float:
    half = sum(counts) / 2
    below = 0
    for step, inside in enumerate(counts):
        if inside and below + inside >= half:
            return step - 0.5 + (half - below) / inside
        below += inside
    raise ValueError("no answers, no median")


def _steps(question: Question, shown: Shown | None) -> tuple[int, ...]:
    return (
        shown.counts[: question.scale.steps] if question.scale and isinstance(shown, Counts) else ()
    )


def _cumulative(counts: Sequence[int]) -> Iterator[float]:
    total = sum(counts)
    return (below / total for below in accumulate(counts))


def _made_alike(
    views: Mapping[str, View], question: Question, shown: Mapping[str, Shown]
) -> Mapping[str, View]:
    """Both sides on one run that holds a majority of each, where each has several as narrow."""
    sides = [part for part in shown.values() if isinstance(part, Counts)]
    if (
        question.scale is None
        or len(sides) < 2
        or any(seen.says != "steps" for seen in views.values())
    ):
        return views
    runs = [majority_runs(question.scale, part) for part in sides]
    common = [run for run in runs[0] if all(run in others for others in runs[1:])]
    if not common:
        return views
    return {
        group: View("steps", common[0], strength(votes(part, common[0]), part.voters))
        for group, part in zip(views, sides, strict=True)
    }


def _key(views: Sequence[View]) -> str:
    says = [seen.says for seen in views]
    shown = [one for one in says if one not in ("withheld", "waiting")]
    if not shown:
        return "waiting" if "waiting" in says else "withheld"
    if shown == ["written"]:
        return "written"
    if len(shown) < 2:
        return "together" if len(says) == 1 else "one_shown"
    if "spread" in shown:
        return "no_common_view"
    if len({(seen.says, seen.choices) for seen in views}) > 1:
        return "different_views"
    return "both_silent" if shown[0] in ("way_out", "no_answer") else "same_view"
