"""The names of a release's groups: the plan's labels, and a name for everyone together."""

from collections.abc import Mapping

from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS
from workshop.wording import say, say_within

Labels = Mapping[PartnerGroup, str]
"""`Plan.labels`: the plan's names of its groups."""


def group_name(group: str, labels: Labels) -> str:
    """The name of a release's group, as beside a bar."""
    return say("Everyone together") if group == TOGETHER else labels[PartnerGroup(group)]


def group_in_a_sentence(group: str, labels: Labels) -> str:
    """The name of a group of a release after "most" or "all"."""
    return say("participants") if group == TOGETHER else within(labels[PartnerGroup(group)])


def sides_in_a_sentence(labels: Labels) -> dict[str, str]:
    """The names of the two sides within a sentence, as the parameters `northern` and `southern`."""
    return {
        side.value: within(labels[side]) for side in (PartnerGroup.NORTHERN, PartnerGroup.SOUTHERN)
    }


def within(label: str) -> str:
    """A label within a sentence: our own labels may change there, a plan's stay."""
    return next((say_within(name) for name in DEFAULT_LABELS.values() if label == say(name)), label)
