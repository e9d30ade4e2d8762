"""The sentences of a finding: what each side says, or what both say alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.domain.insight.finding import Finding
from workshop.domain.voting.disclosure import TOGETHER
from workshop.domain.voting.question import Pass, Question
from workshop.wording import begun, questions, say, withheld
from workshop.wording.group_view import steps_said, way_out_said
from workshop.wording.groups import Labels, group_in_a_sentence, sides_in_a_sentence

_SAY = {
    "all": "All {group} {says}.",
    "nearly_all": "All or nearly all {group} {says}.",
    "most": "Most {group} {says}.",
    "plurality": "Among {group}, {choices} is the most frequent answer.",
}
_CHOSE_ONE = {
    "all": "All {group} chose {choices}.",
    "nearly_all": "All or nearly all {group} chose {choices}.",
    "most": "Most {group} chose {choices}.",
    "plurality": "Among {group}, {choices} is the most frequent choice.",
}
_CHOSE_SEVERAL = {
    "all": "All {group} chose {choices}.",
    "nearly_all": "All or nearly all {group} chose each of {choices}.",
    "most": "Each of {choices} was chosen by most {group}.",
    "plurality": "Among {group}, {choices} are the most frequent choices.",
}
View = Mapping[str, Any]
"""A group's view in a finding's parameters: `says`, `choices`, `by` (see `insight.group_view`)."""


@dataclass(frozen=True)
class FindingText:
    """A finding with what is needed to put it into words."""

    finding: Finding
    question: Question
    labels: Labels
    threshold: int

    def text(self) -> str:
        """The finding in one or two sentences."""
        match self.finding.key:
            case "void":
                return void()
            case "waiting":
                return say("The picture appears once enough people have answered.")
            case "withheld":
                return self._nothing_shown()
            case "written":
                return say("Here is what people wrote.")
            case "same_view":
                return self._same_view()
            case "both_silent" if all(seen["by"] != "plurality" for seen in self._views.values()):
                return self._of_both("Most {northern} and most {southern} {says}.")
            case "no_common_view" if all(seen["says"] == "spread" for seen in self._views.values()):
                return self._no_view_anywhere()
            case _:
                return " ".join(
                    begun(self._statement(group, seen)) for group, seen in self._views.items()
                )

    @property
    def _views(self) -> Mapping[str, View]:
        views: Mapping[str, View] = self.finding.parameters["groups"]
        return views

    def _nothing_shown(self) -> str:
        whys = {group: seen["why"] for group, seen in self._views.items()}
        if TOGETHER in whys:
            return withheld.of_everyone(whys[TOGETHER], self.question, self._least)
        return withheld.of_both(
            {group: group_in_a_sentence(group, self.labels) for group in whys}, whys, self._least
        )

    @property
    def _least(self) -> int:
        return self.question.shown_from(self.threshold)

    def _same_view(self) -> str:
        """The sentence where there is no gap, which is as welcome a finding."""
        if self.question.scale is None:
            return self._of_both("{northern} and {southern} chose the same most often: {choices}.")
        if self.finding.parameters["pass"] == Pass.SHOULD_BE:
            return self._of_both(
                "Most {northern} and most {southern} wish for the same: they {says}."
            )
        return self._of_both("Most {northern} and most {southern} see this alike: they {says}.")

    def _of_both(self, template: str) -> str:
        seen = next(iter(self._views.values()))
        told = say(
            template,
            **sides_in_a_sentence(self.labels),
            says=self._says(TOGETHER, seen),
            choices=self._choices(seen),
        )
        return begun(told)

    def _no_view_anywhere(self) -> str:
        if self.question.scale is None:
            return say("There is no clear favourite in either group.")
        return say(
            "In each group people see this in different ways: no one view is shared by most."
        )

    def _statement(self, group: str, seen: View) -> str:
        name = group_in_a_sentence(group, self.labels)
        match seen["says"]:
            case "withheld":
                return withheld.statement(name, seen["why"], self._least)
            case "waiting":
                return say("The answers of {group} are not shown yet.", group=name)
            case "spread" if self.question.scale is None:
                return say("Among {group} there is no clear favourite.", group=name)
            case "spread":
                return say("Among {group}, no one view is shared by most.", group=name)
            case "favourite":
                templates = _CHOSE_ONE if len(seen["choices"]) == 1 else _CHOSE_SEVERAL
                return say(templates[seen["by"]], group=name, choices=self._choices(seen))
            case _:
                says, choices = self._says(group, seen), self._choices(seen)
                return say(_SAY[seen["by"]], group=name, says=says, choices=choices)

    def _says(self, speaker: str, seen: View) -> str:
        match seen["says"]:
            case "steps":
                passing = Pass(self.finding.parameters["pass"])
                return steps_said(
                    self.question, passing, tuple(seen["choices"]), speaker, self.labels
                )
            case "way_out":
                return way_out_said(self.question)
            case "no_answer":
                return say("gave no answer")
            case _:
                return ""

    def _choices(self, seen: View) -> str:
        words = questions.choices(self.question, self.labels)
        return listed([words[choice] for choice in seen["choices"]])


def listed(words: Sequence[str]) -> str:
    """The words in quotation marks, as a list that ends in "and"."""
    *first, last = [say("“{word}”", word=word) for word in words] or [""]
    return say("{first} and {last}", first=say(", ").join(first), last=last) if first else last


def void() -> str:
    """The sentence about an asking whose ballots nobody can read any more."""
    return say(
        "This vote is void: the server lost the key to its answers, and nobody can read them. Ask"
        " again."
    )
