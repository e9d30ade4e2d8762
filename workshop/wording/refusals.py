"""The sentences of refusals: what happened and what to do, never a code."""

from workshop.domain.errors import Refusal
from workshop.wording import say

# What a ballot's acknowledgement may refuse.
_MET_BY_BALLOTS = {
    "QuestionClosed": "Voting on this question is closed.",
    "StaleBallot": (
        "An answer from this phone was already counted, and it stays. “Change my answer”"
        " replaces it."
    ),
    "NotJoined": (
        "This phone has not joined the session, or was away too long. Join again with the code on"
        " the screen."
    ),
    "SessionEnded": "This session has ended.",
    "RateLimited": "That was very often in a short time. Wait a moment, then try again.",
    "StoreUnavailable": "It could not be saved just now. Nothing was lost; try again in a moment.",
    "UnknownSession": "There is no session with this code. Check the code on the screen.",
    "ServerStopping": (
        "The server is being stopped just now. Nothing was lost; try again when it is back."
    ),
}
_ON_PHONES = {
    "MalformedRequest": "Invalid request: {at}: {problem}.",
    "UnknownChoice": "This is not one of the choices of the question. Choose again.",
    "TooManyChoices": "Choose at most {allowed}, each once.",
    "TextTooLong": "Say it in at most {allowed} characters.",
    "TextNotAsked": "This question is answered by choosing, not in words.",
    "TooLarge": "This is too large to upload.",
    "UnknownQuestion": "The plan has no such question.",
    "UnknownPage": "There is no page at this address.",
    "ForeignOrigin": (
        "This request comes from another site. Open the page at the address of this workshop."
    ),
    "ForeignHost": (
        "This server is not known under that address. Use one of the addresses printed at its"
        " start."
    ),
    "RoomFull": (
        "A session takes at most {allowed} people, and so many have joined. Ask your facilitator."
    ),
    "DoorLocked": "The door is locked: nobody new can join right now. Ask the facilitator.",
    "NeedsSlip": (
        "You need a slip here: draw one from the hat of your side and type the code on it."
    ),
    "UnknownSlip": (
        "This code does not work here. Check the letters and the group you chose. Each code works"
        " once."
    ),
    "BallotLocked": (
        "The picture on the wall has moved since you answered, so your answer stays as it was"
        " counted."
    ),
    "UnknownSeat": (
        "At most {allowed} people share a phone, one after the other. Choose your number from the"
        " list."
    ),
}
_AT_THE_DESK = {
    "FaultyPlan": "The plan has {count} error(s) and was not saved. Fix them and try again.",
    "FaultyQuestion": "This question cannot be asked: {problem} Mend it and try again.",
    "FaultyPaper": (
        "These paper ballots cannot be counted: {problem}. Count again, and mend the numbers."
    ),
    "NothingInCommon": (
        "This plan and last time's results share no question. Choose the results of the same"
        " questions."
    ),
    "TooLongToRead": (
        "This plan takes too long to read. Nothing was kept; make it simpler or shorter, and try"
        " again."
    ),
    "TooLargeToDraw": (
        "This session has too many results for this file. Take the other files, or print the"
        " report."
    ),
    "ServerBusy": (
        "The server has much to do just now. Nothing was lost; wait a minute, then try again."
    ),
    "UnknownStarterPlan": "There is no starter plan with this name.",
    "UnknownExport": "There is no file with this name.",
    "ExportNotInstalled": (
        "This server makes no PDF. Print the report instead, or ask whoever runs it to add that."
    ),
    "UnknownAgreement": "This agreement is not there any more.",
    "UnknownText": "This text is not there any more.",
    "WrongKey": "This link does not open the session. Use the newest link, in full.",
    "OpeningRestricted": (
        "On this server not everybody may open a session. Its start page says how to."
    ),
    "WrongPassword": (
        "This is not the password. Ask whoever runs this server for it, and mind capitals."
    ),
    "SignInFailed": "Signing in did not work. Go back to the start page and try it once more.",
    "NotInvited": (
        "You are signed in, but your account may not open sessions here. Ask whoever runs this"
        " server."
    ),
    "IssuerUnavailable": "The service that signs people in does not answer. Try again in a moment.",
    "QuestionOpen": "A question is open. Close it first.",
    "AlreadyAsked": "This question was asked already. Use “Ask again” for a new round.",
    "AskedInTwoWays": (
        "This asks the same as two earlier questions: one was shown for each group, the other for"
        " everyone together. Their numbers could be subtracted. Ask one of those two again instead."
    ),
    "NotAskedYet": "This question has not been asked yet. Open it first.",
    "StaleVersion": (
        "Someone else acted first. This is how it stands now; try again if you still want to."
    ),
    "NothingToReveal": "There is no closed result to reveal here.",
    "NothingToHide": "There is no result on the wall to hide.",
    "NothingToUndo": "This can no longer be taken back.",
    "TooLateForSlips": (
        "People have already joined. Open a new session, and decide about slips before anybody"
        " joins."
    ),
    "TooManySlips": "A session has at most {allowed} slips. Make fewer.",
    "TooManyRehearsals": (
        "{allowed} rehearsals run on this server already. End or delete one of them first."
    ),
    "NothingKept": (
        "This is a rehearsal: its answers are made up and nothing of it is kept, so there are no"
        " files."
    ),
    "TooManyAgreements": "A session keeps at most {allowed} agreements. Take one away first.",
    "QuestionAsked": "This question has been asked, so it stays in the plan.",
    "LastQuestion": "A plan needs one question at least. Add another one first.",
    "TooManyQuestions": "A plan holds at most {allowed} questions.",
    "UnknownDesk": "This desk is not there any more.",
    "TooManyDesks": "A session has at most {allowed} desks. Close one of them first.",
    "OwnDesk": "This is the desk you are at. Close it from another desk.",
}
_TEXTS = {**_MET_BY_BALLOTS, **_ON_PHONES, **_AT_THE_DESK}


def met_by_phones() -> dict[str, str]:
    """The sentences of a ballot's refusals, by reason, for the page: sockets know no language."""
    return {reason: say(text) for reason, text in _MET_BY_BALLOTS.items()}


def explain(refusal: Refusal) -> str:
    """The sentence for people."""
    return say(_TEXTS[refusal.reason], **refusal.parameters)
