"""The keys a plan is written with, and what each may hold; what concerns several keys is in `across`."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationInfo

from workshop.domain.disclosure import DEFAULT_THRESHOLD
from workshop.domain.participant import PartnerGroup
from workshop.domain.plan import DEFAULT_LABELS, MOST_QUESTIONS, Plan, Showing
from workshop.domain.question import OWN_WORDS, PICKS, WRITTEN, Kind, Pass, Question
from workshop.plans import fields

CHOICES = range(2, 21)
QUESTIONS = range(1, MOST_QUESTIONS + 1)

Text = Annotated[str, PlainValidator(fields.text(fields.TEXT_MOST))]
Note = Annotated[str, PlainValidator(fields.note(fields.TEXT_MOST))]
Label = Annotated[str, PlainValidator(fields.text(fields.LABEL_MOST))]
Known = Annotated[str, PlainValidator(fields.known_language)]
Language = Annotated[str, PlainValidator(fields.language)]


def _choices(value: object, question: ValidationInfo) -> object:
    _check_only_for_choice(value, question)
    if value is None and question.data.get("kind") in OWN_WORDS:
        raise ValueError(f"List {CHOICES[0]} to {CHOICES[-1]} choices here.")
    return value


def _passes(value: object, question: ValidationInfo) -> tuple[Pass, ...]:
    if question.data.get("kind") in WRITTEN and value != [Pass.TODAY]:
        raise ValueError(f"Take this out: a question of kind “{question.data['kind']}” is asked once.")
    return fields.passes(value)


def _max_choices(value: object, question: ValidationInfo) -> int | None:
    _check_only_for_choice(value, question)
    return fields.whole(range(1, CHOICES[-1] + 1))(value)


def _check_only_for_choice(value: object, question: ValidationInfo) -> None:
    if value is not None and question.data.get("kind", Kind.CHOICE) not in OWN_WORDS:
        raise ValueError(f"Take this out: only questions of kind “{Kind.CHOICE}” or “{Kind.PRIORITISE}” have it.")


def flat(texts: object) -> object:
    """Translations with their groups in one table: `groups.northern`, however TOML wrote it."""
    if not isinstance(texts, dict) or not isinstance(texts.get("groups"), dict):
        return texts
    rest = {key: text for key, text in texts.items() if key != "groups"}
    return rest | {f"groups.{group}": text for group, text in texts["groups"].items()}


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class QuestionTable(_Table):
    """One of `[[questions]]`."""

    id: Annotated[str, PlainValidator(fields.question_id)]
    kind: Annotated[Kind, PlainValidator(fields.kind)]
    text: Text
    passes: Annotated[tuple[Pass, ...], PlainValidator(_passes)] = (Pass.TODAY,)
    choices: Annotated[list[Text] | None, BeforeValidator(_choices), Field(validate_default=True)] = None
    max_choices: Annotated[int | None, PlainValidator(_max_choices)] = None

    def as_question(self) -> Question:
        """The question of the domain."""
        choices = tuple(self.choices or ())
        picks = min(PICKS, len(choices)) if self.kind is Kind.PRIORITISE else 1
        return Question(self.id, self.kind, self.text, self.passes, choices, self.max_choices or picks)


class GroupsTable(_Table):
    """`[groups]`: what the partner groups are called."""

    northern: Label = DEFAULT_LABELS[PartnerGroup.NORTHERN]
    southern: Label = DEFAULT_LABELS[PartnerGroup.SOUTHERN]
    neither: Label = DEFAULT_LABELS[PartnerGroup.NEITHER]


class PlanTable(_Table):
    """The whole document."""

    title: Text
    frame: Note = ""
    language: Language = "en"
    second_language: Annotated[str, PlainValidator(fields.second_language)] = ""
    threshold: Annotated[int, PlainValidator(fields.threshold)] = DEFAULT_THRESHOLD
    results: Annotated[Showing, PlainValidator(fields.showing)] = Showing.LIVE
    groups: GroupsTable = GroupsTable()
    questions: list[QuestionTable]
    translations: dict[Known, Annotated[dict[str, Text], BeforeValidator(flat)]] = {}

    def as_plan(self) -> Plan:
        """The plan of the domain."""
        labels = {group: getattr(self.groups, group.value) for group in PartnerGroup}
        questions = tuple(question.as_question() for question in self.questions)
        return Plan(
            self.title,
            questions,
            self.frame,
            self.language,
            self.threshold,
            self.results,
            labels,
            self.translations,
            self.second_language,
        )
