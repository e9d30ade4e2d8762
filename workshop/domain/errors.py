"""Every refusal, as one small tree. The class name is the stable reason outside clients rely on.

What a person reads for each is in `workshop.wording`.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class Refusal(Exception):
    """A clear no. `parameters` fill the sentence that people read."""

    def __init__(self, **parameters: object) -> None:
        super().__init__(type(self).__name__)
        self.parameters = parameters

    @property
    def reason(self) -> str:
        """The stable noun of the contract."""
        return type(self).__name__


class Malformed(Refusal):
    """The request itself is wrong."""


class NotFound(Refusal):
    """There is no such thing here."""


class NotAdmitted(Refusal):
    """No proof of who may do this, or the wrong one."""


class Conflict(Refusal):
    """The right request at the wrong moment."""


class TooOften(Refusal):
    """The same again too soon; nothing was done; a little later it is right."""


class Unavailable(Refusal):
    """Our fault; nothing was done; trying again is right."""


class MalformedRequest(Malformed):
    """Parameter `at`: the path of the field; `problem`: what is wrong with it."""


class UnknownChoice(Malformed):
    """A position outside the question's choices."""


class TooManyChoices(Malformed):
    """More choices than the question allows, or one twice."""


class TextTooLong(Malformed):
    """A written answer of more than `allowed` characters."""


class TextNotAsked(Malformed):
    """A text for a question that is answered by choosing."""


class FaultyPaper(Malformed):
    """Paper ballots that cannot be; parameter `problem` says why."""


class TooLarge(Malformed):
    """The body is larger than anything this program sends."""


@dataclass(frozen=True)
class Fault:
    """One fault of a plan: `at` is the path of the field (`questions[2].kind`), `message` is for
    people.
    """

    at: str
    message: str


class FaultyPlan(Malformed):
    """Every fault of a plan at once; nothing of it was kept."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))


class NothingInCommon(Malformed):
    """No question of the plan was asked in the session to compare with."""


class FaultyQuestion(Malformed):
    """A question to be added is not sound; parameter `problem`: the first fault and its place."""


class TooLongToRead(Malformed):
    """To read this plan, or the results it comes with, takes more time or memory than any real
    one.
    """


class TooLargeToDraw(Malformed):
    """This session's results are too many for this file."""


class UnknownSession(NotFound):
    """No session has this code (or it has been deleted)."""


class UnknownQuestion(NotFound):
    """The plan has no such question or pass, or it never had that round."""


class UnknownStarterPlan(NotFound):
    """No starter plan has this id."""


class UnknownExport(NotFound):
    """No file of this name is made here."""


class ExportNotInstalled(NotFound):
    """This server lacks what makes this file; `requirements/pdf.txt` has it."""


class UnknownPage(NotFound):
    """No page at this address."""


class UnknownAgreement(NotFound):
    """The session has no such agreement, or not any more."""


class UnknownText(NotFound):
    """The session has no such written answer, or not any more."""


class UnknownDesk(NotFound):
    """The session has no such desk, or not any more."""


class UnknownSeat(NotFound):
    """This phone has no seat of this number: at most `allowed`, and one after the other."""


class NotJoined(NotAdmitted):
    """No participant of this session holds this cookie."""


class WrongKey(NotAdmitted):
    """The key is not one of this session's."""


class ForeignOrigin(NotAdmitted):
    """The request comes from a page of another site."""


class ForeignHost(NotAdmitted):
    """The address asked for is not one we serve (against DNS rebinding)."""


class DoorLocked(NotAdmitted):
    """Nobody new may join at the moment."""


class OpeningRestricted(NotAdmitted):
    """This visitor may not open sessions on this server."""


class WrongPassword(NotAdmitted):
    """This is not the password that opens sessions on this server."""


class SignInFailed(NotAdmitted):
    """The issuer did not say who this is, or not in answer to our question."""


class NotInvited(NotAdmitted):
    """The issuer knows this person, and they are not among those who may open sessions here."""


class RoomFull(NotAdmitted):
    """Parameter `allowed`: how many people a session takes at most."""


class NeedsSlip(NotAdmitted):
    """This session is joined with a slip, or its side changed with another one."""


class UnknownSlip(NotAdmitted):
    """Nobody joins this group with this code: no such slip, a used one or the other side's; never
    which of them.
    """


class QuestionClosed(Conflict):
    """The question is not open for ballots."""


class QuestionOpen(Conflict):
    """A question is open; close it first."""


class AlreadyAsked(Conflict):
    """This question was asked in this pass; a new round is `ask_again`."""


class AskedInTwoWays(Conflict):
    """It asks the same as two questions that were shown in different ways; it could be subtracted
    from either.
    """


class NotAskedYet(Conflict):
    """There is no earlier round to repeat."""


class StaleBallot(Conflict):
    """A later ballot of this phone was already counted."""


class BallotLocked(Conflict):
    """A picture was drawn since; the answer stays as it was counted."""


class StaleVersion(Conflict):
    """Someone else acted first; parameter `version` is the present one."""


class SessionEnded(Conflict):
    """The session is over."""


class NothingToReveal(Conflict):
    """The question is not closed with a result to reveal."""


class NothingToHide(Conflict):
    """The result is not on the wall."""


class NothingToUndo(Conflict):
    """Nothing that can be taken back, or not any more."""


class TooLateForSlips(Conflict):
    """People have joined already: from then on slips stay on or off."""


class TooManySlips(Conflict):
    """More slips than a session may have; parameter `allowed`."""


class TooManyRehearsals(Conflict):
    """As many rehearsals run on this server as may at a time; parameter `allowed`."""


class NothingKept(Conflict):
    """A rehearsal has no files."""


class TooManyAgreements(Conflict):
    """Parameter `allowed`: how many agreements a session keeps."""


class QuestionAsked(Conflict):
    """The question has been asked, so it stays in the plan."""


class LastQuestion(Conflict):
    """A plan keeps one question at least."""


class TooManyQuestions(Conflict):
    """Parameter `allowed`: how many questions a plan holds."""


class TooManyDesks(Conflict):
    """Parameter `allowed`: how many desks a session has at most."""


class OwnDesk(Conflict):
    """A desk cannot close itself: another one can."""


class RateLimited(TooOften):
    """More often than any person would."""


class StoreUnavailable(Unavailable):
    """The ballot or change could not be written to disk."""


class ServerStopping(Unavailable):
    """The server was told to stop: what it has is kept, and nothing more is taken."""


class ServerBusy(Unavailable):
    """Too many wait for the same already."""


class IssuerUnavailable(Unavailable):
    """Who signs people in does not answer."""
