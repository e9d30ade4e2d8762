"""The messages that clients may send, typed with pydantic; the same for sockets and HTTP."""

from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    ValidationError,
    field_validator,
    model_validator,
)

from workshop.domain.errors import MalformedRequest
from workshop.domain.insight.picture import ChartType
from workshop.domain.voting.agreement import BY_MOST, WHAT_MOST, WHO_MOST, Agreement
from workshop.domain.voting.desk import DESK_NAME_MOST
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.question import Pass
from workshop.domain.voting.session import TEXT_SIZES, Place
from workshop.domain.voting.slips import MOST_SLIPS
from workshop.facilitation.place import PlaceNamed
from workshop.plans.fields import note, text
from workshop.plans.schema import AddedQuestionTable

Form = TypeVar("Form", bound=BaseModel)
Identifier = Annotated[str, Field(min_length=1, max_length=64)]
SlipCount = Annotated[StrictInt, Field(ge=0, le=MOST_SLIPS)]
TextIds = Annotated[list[Identifier], Field(max_length=400)]
People = Annotated[StrictInt, Field(ge=0, le=1000)]
Round = Annotated[StrictInt, Field(ge=1, le=1000)]


def _at_most(characters: int) -> Any:
    """A length for the OpenAPI document: pydantic cannot know what our own readers check."""
    return Field(json_schema_extra={"maxLength": characters})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class BallotForm(_Strict):
    """A ballot, as phones send it."""

    question: Identifier
    passing: Pass = Field(alias="pass")
    round: Round
    choices: Annotated[list[Annotated[StrictInt, Field(ge=0, le=255)]], Field(max_length=200)]
    number: Annotated[StrictInt, Field(ge=1, le=1_000_000)]
    text: Annotated[str, Field(max_length=2000)] = ""
    pad: Annotated[str, Field(max_length=2000)] = (
        ""  # ignored: phones fill every ballot to one length on the wire
    )

    @property
    def place(self) -> Place:
        """The asking it is for."""
        return Place(self.question, self.passing, self.round)


class SessionForm(_Strict):
    """A verb about the whole session."""

    version: Annotated[StrictInt, Field(ge=1)] | None = None


class PlaceForm(SessionForm):
    """A verb about a question; omitted fields default to the question on the wall."""

    question: Identifier | None = None
    passing: Pass | None = Field(default=None, alias="pass")
    round: Round | None = None

    @property
    def at(self) -> PlaceNamed:
        """The place as the use cases take it."""
        return PlaceNamed(self.question, self.passing, self.round)


class SlipsForm(SessionForm):
    """How many slips to make for each side."""

    northern: SlipCount
    southern: SlipCount

    @model_validator(mode="after")
    def _makes_some(self) -> "SlipsForm":
        if not self.northern + self.southern:
            raise ValueError("say how many slips for at least one of the hats")
        return self


class WifiForm(_Strict):
    """The Wi-Fi to print on the join sheet; it is kept nowhere."""

    name: Annotated[str, Field(min_length=1, max_length=32)]
    password: Annotated[str, Field(max_length=63)] = ""

    @field_validator("password")
    @classmethod
    def _is_long_enough(cls, password: str) -> str:
        if 0 < len(password) < 8:
            raise ValueError(
                "a Wi-Fi password has at least 8 characters; leave it empty for an open Wi-Fi"
            )
        return password


class RehearsalForm(_Strict):
    """A rehearsal: with how many simulated phones."""

    phones: Annotated[StrictInt, Field(ge=1, le=100)]


class ExpectPaperForm(SessionForm):
    """How many people of each group vote on paper."""

    northern: People = 0
    southern: People = 0
    neither: People = 0

    @property
    def people(self) -> Joined:
        """The numbers as the use cases take them."""
        return Joined(self.northern, self.southern, self.neither)


class EnterPaperForm(SessionForm):
    """The paper ballots of a group: how many people chose each position."""

    group: PartnerGroup
    voters: People
    counts: Annotated[list[People], Field(max_length=200)]
    no_answer: People = 0


class TimerForm(SessionForm):
    """How long a timer runs."""

    seconds: Annotated[StrictInt, Field(ge=10, le=3600)]


class ChartTypeForm(SessionForm):
    """The chart type of results."""

    form: ChartType


class TextSizeForm(SessionForm):
    """The text size on the wall."""

    size: Annotated[StrictInt, Field(ge=TEXT_SIZES[0], le=TEXT_SIZES[-1])]


class AddQuestionForm(SessionForm):
    """A question to add, in the form of a plan; `id` is not kept.

    `texts` are the written answers it is made of.
    """

    question: Annotated[dict[str, Any], BeforeValidator(lambda given: given, AddedQuestionTable)]
    texts: TextIds = Field(default_factory=list)


class TextsForm(SessionForm):
    """Which written answers; omitted: all of the asking that the room looks at."""

    texts: TextIds | None = None


class RejectTextsForm(SessionForm):
    """Which written answers to delete."""

    texts: TextIds


class RemoveQuestionForm(SessionForm):
    """Which question to remove."""

    question: Identifier


class AgreementForm(SessionForm):
    """An agreement. `question` is omitted where it is about none."""

    question: Identifier | None = None
    what: Annotated[str, AfterValidator(text(WHAT_MOST)), _at_most(WHAT_MOST)]
    who: Annotated[str, AfterValidator(note(WHO_MOST)), _at_most(WHO_MOST)] = ""
    by: Annotated[str, AfterValidator(note(BY_MOST)), _at_most(BY_MOST)] = ""

    @property
    def agreement(self) -> Agreement:
        """The agreement as the use cases take it."""
        return Agreement(self.question, self.what, self.who, self.by)


class AgreementEditForm(AgreementForm):
    """An agreement, rewritten whole."""

    id: Identifier


class AgreementIdForm(SessionForm):
    """Which agreement."""

    id: Identifier


class DeskForm(_Strict):
    """The name of another desk."""

    name: Annotated[str, AfterValidator(text(DESK_NAME_MOST)), _at_most(DESK_NAME_MOST)]


class KeyForm(_Strict):
    """A facilitator's key, to be exchanged for a cookie."""

    key: Annotated[str, Field(min_length=1, max_length=200)]


def read(form: type[Form], body: object) -> Form:
    """The body as this form. Raises MalformedRequest with the path of the first error."""
    try:
        return form.model_validate({} if body is None else body)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in fault["loc"]) or "body"
        raise MalformedRequest(at=at, problem=fault["msg"].lower()) from None


def refusal_payload(reason: str, message: str, **more: Any) -> dict[str, Any]:
    """A refusal in the form of the contract."""
    return {"ok": False, "reason": reason, "message": message, **more}
