"""The refusals: every way in which a rule or a request can fail, as one tree of exceptions.

The class name is the stable `reason` that clients rely on. The sentence that people read for each
is in `workshop.wording.refusals`.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class Refusal(Exception):
    """The base of all refusals. `parameters` fill in the sentence that people read."""

    def __init__(self, **parameters: object) -> None:
        super().__init__(type(self).__name__)
        self.parameters = parameters

    @property
    def reason(self) -> str:
        """The stable name that clients receive."""
        return type(self).__name__


class Malformed(Refusal):
    """The request itself is wrong; sending it again will not help."""


class NotFound(Refusal):
    """The thing that was asked for does not exist."""


class NotAdmitted(Refusal):
    """The request brings no proof of who may do this, or the wrong one."""


class Conflict(Refusal):
    """The request is right, but not in the present state."""


class TooOften(Refusal):
    """The request came too soon after others; nothing was done, and trying later works."""


class Unavailable(Refusal):
    """The server could not do it; nothing was done, and trying again is right."""


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
    """The counts of paper ballots cannot be right; parameter `problem` says why."""


class TooLarge(Malformed):
    """The body is larger than anything this program sends."""


@dataclass(frozen=True)
class Fault:
    """One error in a plan: the path `at` (`questions[2].kind`) and a `message` for people."""

    at: str
    message: str


class FaultyPlan(Malformed):
    """The plan has errors: all of them at once; nothing of it was saved."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))


class NothingInCommon(Malformed):
    """No question of the plan was asked in the session to compare with."""


class FaultyQuestion(Malformed):
    """The question to be added has an error; parameter `problem`: the first one and its place."""


class TooLongToRead(Malformed):
    """Reading this plan or results file takes more time or memory than any real one."""


class TooLargeToDraw(Malformed):
    """This session's results are too many for this file."""


class UnknownSession(NotFound):
    """No session has this code (or it has been deleted)."""


class UnknownQuestion(NotFound):
    """The plan does not have this question, pass or round."""


class UnknownStarterPlan(NotFound):
    """No starter plan has this id."""


class UnknownExport(NotFound):
    """No export has this name."""


class ExportNotInstalled(NotFound):
    """This server lacks the package that makes this file; `requirements/pdf.txt` has it."""


class UnknownPage(NotFound):
    """No page at this address."""


class UnknownAgreement(NotFound):
    """The session does not have this agreement, or no longer."""


class UnknownText(NotFound):
    """The session does not have this written answer, or no longer."""


class UnknownDesk(NotFound):
    """The session does not have this desk, or no longer."""


class UnknownSeat(NotFound):
    """This phone has no seat of this number: at most `allowed`, and one after the other."""


class NotJoined(NotAdmitted):
    """No participant of this session holds this cookie."""


class WrongKey(NotAdmitted):
    """The key is not one of this session's."""


class ForeignOrigin(NotAdmitted):
    """The request comes from a page of another site."""


class ForeignHost(NotAdmitted):
    """The Host header names an address that this server does not serve (against DNS rebinding)."""


class DoorLocked(NotAdmitted):
    """New people may not join at the moment."""


class OpeningRestricted(NotAdmitted):
    """This visitor may not open sessions on this server."""


class WrongPassword(NotAdmitted):
    """This is not the password that opens sessions on this server."""


class SignInFailed(NotAdmitted):
    """The issuer did not confirm who this is, or did not answer the request we made."""


class NotInvited(NotAdmitted):
    """The issuer knows this person, who is not among those who may open sessions."""


class RoomFull(NotAdmitted):
    """Parameter `allowed`: how many people a session takes at most."""


class NeedsSlip(NotAdmitted):
    """This session is joined with a slip, or its side changed with another one."""


class UnknownSlip(NotAdmitted):
    """No slip with this code lets its holder join this group.

    There is none, it was used, or it belongs to the other side; the refusal never tells which.
    """


class QuestionClosed(Conflict):
    """The question is not open for ballots."""


class QuestionOpen(Conflict):
    """A question is open; close it first."""


class AlreadyAsked(Conflict):
    """This question was asked in this pass; a new round is `ask_again`."""


class AskedInTwoWays(Conflict):
    """The question repeats two others that were shown in different modes.

    Its result could be subtracted from one of theirs, whichever mode it had.
    """


class NotAskedYet(Conflict):
    """There is no earlier round to repeat."""


class StaleBallot(Conflict):
    """A later ballot of this participant was already counted."""


class BallotLocked(Conflict):
    """A release was drawn since the ballot was cast; the answer stays as it was counted."""


class StaleVersion(Conflict):
    """Somebody else changed the session first; parameter `version` is the present one."""


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
    """More requests than any person would send."""


class StoreUnavailable(Unavailable):
    """The ballot or change could not be written to disk."""


class ServerStopping(Unavailable):
    """The server is shutting down: what it has is saved, and it takes nothing more."""


class ServerBusy(Unavailable):
    """The queue for this kind of work is full."""


class IssuerUnavailable(Unavailable):
    """The OpenID Connect issuer does not answer."""
