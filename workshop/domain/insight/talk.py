"""The discussion guide after a reveal: which prompt fits, who might speak first, what is wished.

It is made of releases, never of tallies.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.domain.insight.balance import balance
from workshop.domain.insight.finding import (
    SIDES,
    Finding,
    Gap,
    finding,
    perception_gap,
    speakers,
    spot,
)
from workshop.domain.insight.wishes import Move, common_ground, wishes
from workshop.domain.voting.question import Kind, Question
from workshop.domain.voting.release import Counts, Reason, Release

SOUTHERN_FIRST = "southern_first"
ANYONE = "anyone"
_UNSEEN = ("way_out", "no_answer")


@dataclass(frozen=True)
class Talk:
    """The discussion guide for one revealed result; `wording.talk` has the words.

    `why_no_gap` is empty where there is a gap (see `Spot.why`; or together). `wishes` are steps by
    group, empty until both passes were shown. `card` is the prompt that fits, `first` who might
    speak first. `balance` is the balanced result beside the plain one, each of a hundred.
    """

    finding: Finding
    gap: Gap | None
    why_no_gap: str
    wishes: Mapping[str, float]
    common: Move | None
    card: str
    first: str
    balance: Mapping[str, Counts] | None


def talk(
    question: Question, release: Release, today: Release | None, should_be: Release | None
) -> Talk:
    """The guide for a revealed release, beside the newest revealed release of each pass."""
    found = finding(question, release)
    wished = wishes(question, today, should_be)
    gap = perception_gap(question, release)
    return Talk(
        finding=found,
        gap=gap,
        why_no_gap="" if gap else why_no_gap(question, release),
        wishes=wished,
        common=common_ground(wished),
        card=card(question, found),
        first=who_first(release),
        balance=balance(question, release),
    )


def why_no_gap(question: Question, release: Release) -> str:
    """Why a release has no gap: together, written, or Northern's first reason, else Southern's."""
    if question.takes_text:
        return "written"
    whys = [spot(question, release.groups[group]).why for group in speakers(release)]
    return next(
        (why for why in ("no_scale", "void", "withheld", "veiled", "off_scale") if why in whys),
        "together",
    )


def card(question: Question, found: Finding) -> str:
    """The key of the prompt card that fits a finding.

    One of: void, withheld (too few answered), kept_back (enough did, and nothing is shown all the
    same), one_withheld, cannot_see (how it is decided) or rather_not_say where a side says so,
    together, no_gap, gap, no_common_view, written.
    """
    says = [seen["says"] for seen in found.parameters["groups"].values()]
    if found.key == "withheld":
        return "withheld" if _too_few_answered(found) else "kept_back"
    if found.key == "void":
        return found.key
    if found.key == "one_shown":
        return "one_withheld"
    if any(said in _UNSEEN for said in says):
        return (
            "cannot_see"
            if question.kind is Kind.WHO_DECIDES and "way_out" in says
            else "rather_not_say"
        )
    return {"same_view": "no_gap", "different_views": "gap"}.get(found.key, found.key)


def _too_few_answered(found: Finding) -> bool:
    return all(seen["why"] == Reason.FEWER_THAN_K for seen in found.parameters["groups"].values())


def who_first(release: Release) -> str:
    """Who might speak first: the Southern voices, unless naming a group could point at a person.

    Where a group is withheld it may be two or three people; where it is veiled, one at most differs
    from the rest; where everyone is one picture, no group is told apart. Then nobody is called on.
    The rule looks at the form in which the groups were published and never at what they said: it
    cannot single out the view that lies further off.
    """
    both = all(isinstance(release.groups.get(side), Counts) for side in SIDES)
    return SOUTHERN_FIRST if both else ANYONE
