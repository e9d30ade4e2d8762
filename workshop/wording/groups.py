"""Names of the groups of a release: the plan's labels, and a name for everyone together."""

from collections.abc import Mapping

from workshop.domain.disclosure import TOGETHER
from workshop.domain.participant import PartnerGroup
from workshop.wording import say

Labels = Mapping[PartnerGroup, str]
"""`Plan.labels`: what this plan calls its groups."""


def group_name(group: str, labels: Labels) -> str:
    """The name of a group of a release, as it stands beside a bar."""
    return say("Everyone together") if group == TOGETHER else labels[PartnerGroup(group)]


def group_in_a_sentence(group: str, labels: Labels) -> str:
    """The name of a group after "most" or "all"."""
    return say("participants") if group == TOGETHER else labels[PartnerGroup(group)]
