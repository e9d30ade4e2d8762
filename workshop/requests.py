"""What clients may send, typed and nothing beyond; the same for the sockets and for HTTP."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError, field_validator, model_validator

from workshop.domain.errors import MalformedRequest
from workshop.domain.question import Pass
from workshop.domain.session import Place, Session
from workshop.domain.slips import MOST_SLIPS
from workshop.facilitation import At, Facilitation

Form = TypeVar("Form", bound=BaseModel)
Identifier = Annotated[str, Field(min_length=1, max_length=64)]
SlipCount = Annotated[StrictInt, Field(ge=0, le=MOST_SLIPS)]
Round = Annotated[StrictInt, Field(ge=1, le=1000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class BallotForm(_Strict):
    """A ballot as phones send it."""

    question: Identifier
    passing: Pass = Field(alias="pass")
    round: Round
    choices: Annotated[list[Annotated[StrictInt, Field(ge=0, le=255)]], Field(max_length=200)]
    number: Annotated[StrictInt, Field(ge=1, le=1_000_000)]
    pad: Annotated[str, Field(max_length=1000)] = ""  # ignored: phones fill every ballot to one length on the wire

    @property
    def place(self) -> Place:
        """The asking it is for."""
        return Place(self.question, self.passing, self.round)


class SessionForm(_Strict):
    """A verb about the whole session."""

    version: Annotated[StrictInt, Field(ge=1)] | None = None


class PlaceForm(SessionForm):
    """A verb about a question; what is left out is what the room looks at."""

    question: Identifier | None = None
    passing: Pass | None = Field(default=None, alias="pass")
    round: Round | None = None

    @property
    def at(self) -> At:
        """The place as the use cases take it."""
        return At(self.question, self.passing, self.round)


class SlipsForm(SessionForm):
    """How many slips to make for each hat."""

    northern: SlipCount
    southern: SlipCount

    @model_validator(mode="after")
    def _makes_some(self) -> "SlipsForm":
        if not self.northern + self.southern:
            raise ValueError("say how many slips for at least one of the hats")
        return self


class WifiForm(_Strict):
    """A Wi-Fi to print on the join sheet; it is kept nowhere."""

    name: Annotated[str, Field(min_length=1, max_length=32)]
    password: Annotated[str, Field(max_length=63)] = ""

    @field_validator("password")
    @classmethod
    def _is_long_enough(cls, password: str) -> str:
        if 0 < len(password) < 8:
            raise ValueError("a Wi-Fi password has at least 8 characters; leave it empty for an open Wi-Fi")
        return password


class RehearsalForm(_Strict):
    """A rehearsal with so many simulated phones."""

    phones: Annotated[StrictInt, Field(ge=1, le=100)]


class KeyForm(_Strict):
    """A facilitator's key, exchanged for a cookie."""

    key: Annotated[str, Field(min_length=1, max_length=200)]


_ABOUT_PLACES: dict[str, Callable[..., Session]] = {
    "show_question": Facilitation.show_question,
    "open_question": Facilitation.open_question,
    "close_question": Facilitation.close_question,
    "reveal_results": Facilitation.reveal_results,
    "hide_results": Facilitation.hide_results,
    "ask_again": Facilitation.ask_again,
}
_ABOUT_SESSIONS: dict[str, Callable[..., Session]] = {
    "lock_door": Facilitation.lock_door,
    "unlock_door": Facilitation.unlock_door,
    "blank_screen": Facilitation.blank_screen,
    "unblank_screen": Facilitation.unblank_screen,
    "show_code": Facilitation.show_code,
    "hide_code": Facilitation.hide_code,
    "drop_slips": Facilitation.drop_slips,
    "end_session": Facilitation.end_session,
    "undo": Facilitation.undo,
}
MAKE_SLIPS = "make_slips"
VERBS = (*_ABOUT_PLACES, *_ABOUT_SESSIONS, MAKE_SLIPS)
"""Everything a facilitator can do to a session, by the names of the contract."""


def perform(facilitation: Facilitation, code: str, verb: str, body: object) -> Session:
    """Do a facilitator's verb. Raises MalformedRequest with the path of the first fault, or the verb's refusals."""
    if verb in _ABOUT_PLACES:
        about = read(PlaceForm, body)
        return _ABOUT_PLACES[verb](facilitation, code, about.at, about.version)
    if verb == MAKE_SLIPS:
        wanted = read(SlipsForm, body)
        return facilitation.make_slips(code, wanted.northern, wanted.southern, wanted.version)
    return _ABOUT_SESSIONS[verb](facilitation, code, read(SessionForm, body).version)


def read(form: type[Form], body: object) -> Form:
    """The body as this form. Raises MalformedRequest with the path of the first fault."""
    try:
        return form.model_validate({} if body is None else body)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in fault["loc"]) or "body"
        raise MalformedRequest(at=at, problem=fault["msg"].lower()) from None


def refusal_payload(reason: str, message: str, **more: Any) -> dict[str, Any]:
    """A refusal in the form of the contract."""
    return {"ok": False, "reason": reason, "message": message, **more}
