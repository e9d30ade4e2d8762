"""The participant's namespace: casts ballots, and learns nothing but state."""

from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

from workshop.domain.errors import Refusal
from workshop.facilitation.service import Facilitation
from workshop.live.namespace import AudienceNamespace, cookies, text
from workshop.protocol.cookies import SEATS, Proofs
from workshop.protocol.messages import BallotForm, read


class Phone(NamedTuple):
    """What a participant's connection proved."""

    code: str
    token: str


def seat(auth: Mapping[str, Any]) -> int:
    """The seat of a shared phone; a number that is none has no cookie, and so no proof."""
    number = auth.get("seat", 1)
    return number if type(number) is int and 1 <= number <= SEATS else 0


class Guests:
    """Recognises participants by their cookie when a connection is made, before any event.

    Connections without one are limited more tightly.
    """

    MOST_COOKIES = 12

    def __init__(self, facilitation: Facilitation, proofs: Proofs) -> None:
        self._facilitation = facilitation
        self._proofs = proofs

    def __call__(self, environ: Mapping[str, Any]) -> Phone | None:
        """The first of the cookies with which somebody has joined."""
        proofs = (
            Phone(code, proof.token) for code, proof in self._proofs.all_among(cookies(environ))
        )
        return next(filter(self._has_joined, islice(proofs, self.MOST_COOKIES)), None)

    def _has_joined(self, phone: Phone) -> bool:
        try:
            return self._facilitation.has_joined(*phone)
        except Refusal:
            return False


class ParticipantNamespace(AudienceNamespace):
    """The participants' Socket.IO namespace.

    Proof: the cookie of this session and seat.

    Somebody who joined and connects without loading another page is counted now: the proof has come
    back.
    """

    events = ("cast_ballot",)

    def admit(self, environ: Mapping[str, Any], auth: Mapping[str, Any]) -> Phone:
        """The participant of this cookie. A code without a proof is checked like any guess."""
        code = text(auth, "code").upper()
        proof = self._proofs.among(cookies(environ), code, seat(auth))
        self._facilitation.session(code) if proof else self._facilitation.session_named(code)
        return Phone(code, self._facilitation.admit(code, proof))

    def welcome(self, sid: str, admitted: Phone) -> None:
        """Send the present state, with this phone's own number."""
        self.enter_room(sid, admitted.code)
        session = self._facilitation.session(admitted.code)
        mark = self._facilitation.mark_of(session, admitted.token)
        self._send_text(sid, "session_changed", self._presenter.text_for_participant(session, mark))
        if revealed := self._facilitation.revealed(session):
            release = self._presenter.release_text_for_participant(session, revealed)
            self._send_text(sid, "results_released", release)

    def answer(self, event: str, admitted: Phone, body: object) -> dict[str, Any]:
        """Cast the ballot; the acknowledgement goes out when it is on disk."""
        form = read(BallotForm, body)
        self._facilitation.votes.check(admitted.token)
        phone = (admitted.code, admitted.token)
        self._facilitation.cast_ballot(*phone, form.place, form.choices, form.number, form.text)
        return {"number": form.number}
