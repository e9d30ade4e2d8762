"""A plan: the questions of a session in order, the groups' labels, and how results are shown.

`workshop.plans` reads one from TOML or JSON and lists every error; here it is a value that is known
to be sound.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

from workshop.domain.errors import LastQuestion, TooManyQuestions, UnknownQuestion
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.question import Pass, Question

MOST_QUESTIONS = 200
# in place of a language: a plan's own texts, among the translations of one that is read in another
AS_WRITTEN = ""
DEFAULT_LABELS = {
    PartnerGroup.NORTHERN: "Northern partners",
    PartnerGroup.SOUTHERN: "Southern partners",
    PartnerGroup.NEITHER: "Both, neither, rather not say",
}


class Showing(StrEnum):
    """When results are shown: live while people vote, or when the facilitator reveals them."""

    LIVE = "live"
    REVEAL = "reveal"


@dataclass(frozen=True)
class Plan:
    """What a session will ask.

    `threshold` is k of `disclosure`; translations map language → id → text.

    With a `second_language` the wall says everything in two languages.
    """

    title: str
    questions: tuple[Question, ...]
    frame: str = ""
    language: str = "en"
    threshold: int = 5
    results: Showing = Showing.LIVE
    labels: Mapping[PartnerGroup, str] = field(default_factory=lambda: DEFAULT_LABELS)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    second_language: str = ""

    def question(self, question_id: str) -> Question:
        """The question with this id. Raises UnknownQuestion."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise UnknownQuestion(question=question_id)

    def with_question(self, question: Question, after: str | None) -> "Plan":
        """The plan with another question, under an id of its own. Raises TooManyQuestions."""
        if len(self.questions) >= MOST_QUESTIONS:
            raise TooManyQuestions(allowed=MOST_QUESTIONS)
        ids = [each.id for each in self.questions]
        new_id = next(name for number in count(1) if (name := f"added-{number}") not in ids)
        at = ids.index(after) + 1 if after in ids else len(ids)
        added = replace(question, id=new_id)
        return replace(self, questions=(*self.questions[:at], added, *self.questions[at:]))

    def without_question(self, question_id: str) -> "Plan":
        """The plan without this question and its translations.

        Raises UnknownQuestion, LastQuestion.
        """
        gone = self.question(question_id)
        if len(self.questions) == 1:
            raise LastQuestion()
        texts = {
            language: {
                key: text
                for key, text in translated.items()
                if key.partition(".")[0] != question_id
            }
            for language, translated in self.translations.items()
        }
        rest = tuple(each for each in self.questions if each is not gone)
        return replace(self, questions=rest, translations=texts)

    def worded(self, texts: Mapping[str, str]) -> "Plan":
        """The same plan with other texts, as far as `texts` has any.

        The keys: `title`, `frame`, `groups.<group>`, a question's id, for its choices
        `<id>.<position>`, for the names of its rounds `<id>.rounds.<position>`.
        """
        return replace(
            self,
            title=texts.get("title", self.title),
            frame=texts.get("frame", self.frame),
            labels={
                group: texts.get(f"groups.{group.value}", label)
                for group, label in self.labels.items()
            },
            questions=tuple(question.worded(texts) for question in self.questions),
        )

    def texts(self) -> dict[str, str]:
        """Everything the plan says in its own language, under the keys of `worded`."""
        labels = {f"groups.{group.value}": label for group, label in self.labels.items()}
        asked = {key: text for question in self.questions for key, text in question.texts().items()}
        return {"title": self.title, "frame": self.frame, **labels, **asked}

    def written_in(self, language: str) -> "Plan":
        """The same plan, written in a language it is translated into.

        These texts and its own change places; what was not translated stays as it is. A plan that
        is in this language already, or has no translation into it, is returned as it came.
        """
        if language == self.language or language not in self.translations:
            return self
        into = self.translations[language]
        was = {key: text for key, text in self.texts().items() if key in into}
        others = {other: texts for other, texts in self.translations.items() if other != language}
        return replace(
            self.worded(into),
            language=language,
            translations={self.language: was, **others},
            second_language=(
                self.language if self.second_language == language else self.second_language
            ),
        )

    def steps(self) -> Iterator[tuple[Question, Pass]]:
        """Every question in each of its passes, in the order they are asked."""
        return ((question, passing) for question in self.questions for passing in question.passes)

    def as_document(self) -> dict[str, object]:
        """The same plan in the form of the contract, as JSON and the store keep it."""
        return {
            "title": self.title,
            "frame": self.frame,
            "language": self.language,
            "second_language": self.second_language,
            "threshold": self.threshold,
            "results": self.results.value,
            "groups": {group.value: label for group, label in self.labels.items()},
            "questions": [_question_document(question) for question in self.questions],
            "translations": {
                language: dict(texts) for language, texts in self.translations.items()
            },
        }


def _question_document(question: Question) -> dict[str, object]:
    document: dict[str, object] = {
        "id": question.id,
        "kind": question.kind.value,
        "text": question.text,
        "passes": [passing.value for passing in question.passes],
    }
    if question.choices:
        document |= {"choices": list(question.choices), "max_choices": question.max_choices}
    if question.rounds:
        document |= {"rounds": list(question.rounds)}
    return document
