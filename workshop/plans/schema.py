"""The keys of a plan and their values, as pydantic models; `across` checks several together.

The second argument of `_read` is a field's JSON Schema, for the OpenAPI document: pydantic cannot
know what our own readers check.
"""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationInfo

from workshop.domain.voting.disclosure import DEFAULT_THRESHOLD, THRESHOLDS
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import DEFAULT_LABELS, MOST_QUESTIONS, Plan, Showing
from workshop.domain.voting.question import OWN_WORDS, PICKS, WRITTEN, Kind, Pass, Question
from workshop.plans import fields
from workshop.wording import say
from workshop.wording.languages import LANGUAGES

CHOICES = range(2, 21)
ROUNDS = range(2, 6)
QUESTIONS = range(1, MOST_QUESTIONS + 1)


def _read(read: Callable[..., object], as_json: Any) -> PlainValidator:
    return PlainValidator(read, json_schema_input_type=as_json)


def _text(most: int, least: int = 1) -> Any:
    return Annotated[str, Field(min_length=least, max_length=most)]


def _one_of(*words: str) -> Any:
    return Annotated[str, Field(json_schema_extra={"enum": [*words]})]


Text = Annotated[str, _read(fields.text(fields.TEXT_MOST), _text(fields.TEXT_MOST))]
Note = Annotated[str, _read(fields.note(fields.TEXT_MOST), _text(fields.TEXT_MOST, least=0))]
RoundName = Annotated[str, _read(fields.text(fields.ROUND_MOST), _text(fields.ROUND_MOST))]
Label = Annotated[str, _read(fields.text(fields.LABEL_MOST), _text(fields.LABEL_MOST))]
Id = Annotated[str, _read(fields.question_id, Annotated[str, Field(pattern=f"^{fields.ID}$")])]
Known = Annotated[str, _read(fields.known_language, _one_of(*LANGUAGES))]
Language = Annotated[
    str, _read(fields.language, Annotated[str, Field(pattern=f"^{fields.LANGUAGE}$")])
]


def _choices(value: object, question: ValidationInfo) -> object:
    _check_only_for_choice(value, question)
    if value is None and question.data.get("kind") in OWN_WORDS:
        raise ValueError(
            say("List {least} to {most} choices here.", least=CHOICES[0], most=CHOICES[-1])
        )
    return _first(CHOICES[-1])(value)


def _first(most: int) -> Callable[[object], object]:
    """At most so many of a list: a longer one is a single error, told in `across`."""
    return lambda value: value[:most] if isinstance(value, list) else value


def _passes(value: object, question: ValidationInfo) -> tuple[Pass, ...]:
    if question.data.get("kind") in WRITTEN and value != [Pass.TODAY]:
        raise ValueError(
            say(
                "Take this out: a question of kind “{kind}” is asked once.",
                kind=question.data["kind"],
            )
        )
    return fields.passes(value)


def _max_choices(value: object, question: ValidationInfo) -> int | None:
    _check_only_for_choice(value, question)
    return fields.whole(range(1, CHOICES[-1] + 1))(value)


def _check_only_for_choice(value: object, question: ValidationInfo) -> None:
    if value is not None and question.data.get("kind", Kind.CHOICE) not in OWN_WORDS:
        kinds = {"one": Kind.CHOICE, "other": Kind.PRIORITISE}
        raise ValueError(
            say("Take this out: only questions of kind “{one}” or “{other}” have it.", **kinds)
        )


def _bounds(numbers: range) -> dict[str, Any]:
    return {"minItems": numbers[0], "maxItems": numbers[-1]}


_Passes = Annotated[list[Pass], Field(json_schema_extra=_bounds(range(1, len(Pass) + 1)))]
_Choices = Annotated[list[Text], Field(json_schema_extra=_bounds(CHOICES))] | None
_Rounds = Annotated[list[RoundName], Field(json_schema_extra=_bounds(ROUNDS))]
_MaxChoices = Annotated[int, Field(ge=1, le=CHOICES[-1])]
_Threshold = Annotated[int, Field(ge=THRESHOLDS[0], le=THRESHOLDS[-1])]


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

    id: Id
    kind: Annotated[Kind, _read(fields.kind, Kind)]
    text: Text
    passes: Annotated[tuple[Pass, ...], _read(_passes, _Passes)] = (Pass.TODAY,)
    choices: Annotated[
        list[Text] | None, BeforeValidator(_choices, _Choices), Field(validate_default=True)
    ] = None
    max_choices: Annotated[int | None, _read(_max_choices, _MaxChoices)] = None
    rounds: _Rounds = []

    def as_question(self) -> Question:
        """The question of the domain."""
        choices = tuple(self.choices or ())
        picks = min(PICKS, len(choices)) if self.kind is Kind.PRIORITISE else 1
        most = self.max_choices or picks
        return Question(
            self.id, self.kind, self.text, self.passes, choices, most, tuple(self.rounds)
        )


class AddedQuestionTable(QuestionTable):
    """A question that is added during a session, which gives it an id."""

    id: Id = "added"


class GroupsTable(_Table):
    """`[groups]`: the names of the partner groups."""

    northern: Label = DEFAULT_LABELS[PartnerGroup.NORTHERN]
    southern: Label = DEFAULT_LABELS[PartnerGroup.SOUTHERN]
    neither: Label = DEFAULT_LABELS[PartnerGroup.NEITHER]


class PlanTable(_Table):
    """The whole document."""

    title: Text
    frame: Note = ""
    language: Language = "en"
    second_language: Annotated[str, _read(fields.second_language, _one_of("", *LANGUAGES))] = ""
    threshold: Annotated[int, _read(fields.threshold, _Threshold)] = DEFAULT_THRESHOLD
    results: Annotated[Showing, _read(fields.showing, Showing)] = Showing.LIVE
    groups: GroupsTable = GroupsTable()
    questions: Annotated[
        list[QuestionTable],
        BeforeValidator(_first(QUESTIONS[-1])),
        Field(json_schema_extra=_bounds(QUESTIONS)),
    ]
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
