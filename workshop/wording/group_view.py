"""The words of a group's view: the end of a sentence ("Most Southern partners …").

Each speaker has whole clauses, so that a translation never has to glue words together.
"""

from collections.abc import Mapping

from workshop.domain.insight.group_view import Run
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.wording import say
from workshop.wording.groups import Labels, sides_in_a_sentence

_SPEAKERS = (PartnerGroup.NORTHERN.value, PartnerGroup.SOUTHERN.value, TOGETHER)

# Steps of the scale → the words of Northern, of Southern, of anyone.
_DECIDES_TODAY: Mapping[Run, tuple[str, str, str]] = {
    (0,): (
        "say they decide, and {southern} are not told in time",
        "say {northern} decide, and do not tell them in time",
        "say {northern} decide, and do not tell {southern} in time",
    ),
    (1,): (
        "say they decide, then tell {southern}",
        "say {northern} decide, then tell them",
        "say {northern} decide, then tell {southern}",
    ),
    (2,): (
        "say they ask {southern}, then decide",
        "say they are asked, then {northern} decide",
        "say {northern} ask {southern}, then decide",
    ),
    (3,): ("say both decide together",) * 3,
    (4,): ("say {southern} decide", "say they decide", "say {southern} decide"),
    (0, 1): (
        "say they decide, and tell {southern} afterwards, or not in time",
        "say they are told, or not even told",
        "say {southern} are told, or not even told",
    ),
    (1, 2): (
        "say they decide, and tell {southern} or ask them first",
        "say {northern} decide, and tell them or ask them first",
        "say {northern} decide, and tell {southern} or ask them first",
    ),
    (2, 3): (
        "say they ask {southern} first, or decide together with them",
        "say they are asked first, or decide together with {northern}",
        "say {southern} are asked first, or both decide together",
    ),
    (3, 4): (
        "say both decide together, or {southern} decide",
        "say both decide together, or they decide themselves",
        "say both decide together, or {southern} decide",
    ),
    (0, 1, 2): (
        "say they decide, with or without asking {southern}",
        "say {northern} decide, with or without asking them",
        "say {northern} decide, with or without asking {southern}",
    ),
}
_DECIDES_SHOULD_BE: Mapping[Run, tuple[str, str, str]] = {
    (0,): (
        "say they should decide, even when {southern} are not told in time",
        "say {northern} should decide, even without telling them in time",
        "say {northern} should decide, even without telling {southern} in time",
    ),
    (1,): (
        "say they should decide, then tell {southern}",
        "say {northern} should decide, then tell them",
        "say {northern} should decide, then tell {southern}",
    ),
    (2,): (
        "say they should ask {southern}, then decide",
        "say they should be asked, then {northern} should decide",
        "say {northern} should ask {southern}, then decide",
    ),
    (3,): ("say both should decide together",) * 3,
    (4,): (
        "say {southern} should decide",
        "say they should decide",
        "say {southern} should decide",
    ),
    (0, 1): (
        "say they should decide, and tell {southern} afterwards, or not in time",
        "say it is enough to be told, or not even told",
        "say {southern} should be told, or not even told",
    ),
    (1, 2): (
        "say they should decide, and tell {southern} or ask them first",
        "say {northern} should decide, and tell them or ask them first",
        "say {northern} should decide, and tell {southern} or ask them first",
    ),
    (2, 3): (
        "say they should ask {southern} first, or decide together with them",
        "say they should be asked first, or decide together with {northern}",
        "say {southern} should be asked first, or both should decide together",
    ),
    (3, 4): (
        "say both should decide together, or {southern} should",
        "say both should decide together, or they themselves should",
        "say both should decide together, or {southern} should",
    ),
    (0, 1, 2): (
        "say they should decide, with or without asking {southern}",
        "say {northern} should decide, with or without asking them",
        "say {northern} should decide, with or without asking {southern}",
    ),
}
_AGREE: Mapping[Run, str] = {
    (0,): "say no",
    (1,): "say rather no",
    (2,): "say rather yes",
    (3,): "say yes",
    (0, 1): "say no, or rather no",
    (1, 2): "say rather no, or rather yes",
    (2, 3): "say yes, or rather yes",
}
_SAFE: Mapping[Run, str] = {
    (0,): "say 1 of 5: not at all",
    (1,): "say 2 of 5",
    (2,): "say 3 of 5: in the middle",
    (3,): "say 4 of 5",
    (4,): "say 5 of 5: completely",
    (0, 1): "say 1 or 2 of 5, towards “not at all”",
    (1, 2): "say 2 or 3 of 5",
    (2, 3): "say 3 or 4 of 5",
    (3, 4): "say 4 or 5 of 5, towards “completely”",
}
_WAY_OUT = {
    Kind.WHO_DECIDES: "say they cannot see how this is decided",
    Kind.AGREE: "would rather not say",
    Kind.SAFE: "would rather not say",
}


def steps_said(question: Question, passing: Pass, run: Run, speaker: str, labels: Labels) -> str:
    """The clause for a run of steps, as `speaker` (a group of a release) would put it."""
    if question.kind is Kind.WHO_DECIDES:
        clauses = _DECIDES_TODAY if passing is Pass.TODAY else _DECIDES_SHOULD_BE
        return _filled(clauses[run][_SPEAKERS.index(speaker)], labels)
    return _filled((_AGREE if question.kind is Kind.AGREE else _SAFE)[run], labels)


def way_out_said(question: Question) -> str:
    """The clause for the way out."""
    return say(_WAY_OUT[question.kind])


def _filled(clause: str, labels: Labels) -> str:
    return say(clause, **sides_in_a_sentence(labels))
