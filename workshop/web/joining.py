"""Joining over HTTP: a browser is counted once it has returned its cookie, and never before.

A join code may be guessed: only who holds a proof of its session is known to know it. From everyone
else it waits in the guess queue, the right one as well.
"""

from contextlib import suppress

from flask import Response, make_response, redirect, request

from workshop.domain.errors import NotAdmitted, Refusal, SessionEnded, UnknownSeat
from workshop.domain.voting.participant import PartnerGroup, PendingJoin, Proof
from workshop.domain.voting.session import Session
from workshop.facilitation.service import Facilitation
from workshop.protocol.cookies import SEATS, Proofs
from workshop.server.http.request_slots import release_slot
from workshop.web.access import give_cookie

JOINED = "joined"
"""The mark in the address after a join whose cookie has not come back yet."""

_DAYS = 7


class Joining:
    """Turns requests of phones into participants."""

    def __init__(self, facilitation: Facilitation, proofs: Proofs) -> None:
        self._facilitation = facilitation
        self._proofs = proofs

    def session(self, code: str) -> Session:
        """The session with this code. Raises UnknownSession, RateLimited."""
        code = code.upper()
        if any(self._proof(code, seat) for seat in range(1, SEATS + 1)):
            return self._facilitation.session(code)
        return self._facilitation.session_named(code, release_slot)

    def admitted(self, code: str, seat: int) -> str:
        """The token of a participant, who joins now if only the cookie's return was missing.

        Raises NotJoined, or why joining failed.
        """
        return self._facilitation.admit(code, self._proof(code, seat), release_slot)

    def token(self, session: Session, seat: int) -> str | None:
        """The token of a participant; None for anyone who is none, or cannot join now."""
        with suppress(Refusal):
            return self.admitted(session.code, seat)
        return None

    def check_seat(self, session: Session, seat: int) -> None:
        """Raises UnknownSeat for a seat that was not offered: seats are taken in order."""
        if not 1 <= seat <= SEATS or (seat > 1 and not self.token(session, seat - 1)):
            raise UnknownSeat(allowed=SEATS)

    def join(
        self, session: Session, seat: int, group: PartnerGroup, slip: str, here: str
    ) -> Response:
        """Join with the proof of this request.

        Without one, set a cookie that holds the wish, and count nobody.
        """
        proof = self._proof(session.code, seat)
        if proof:
            self._facilitation.join(session.code, proof.token, group, slip, release_slot)
            return self._give(
                make_response(redirect(here, 303)), session.code, seat, Proof(proof.token)
            )
        self._facilitation.check_door(session)
        wishing = Proof(self._proofs.new(session.code, seat).token, PendingJoin(group, slip))
        return self._give(
            make_response(redirect(f"{here}?{JOINED}", 303)), session.code, seat, wishing
        )

    def wishes(self, code: str, seat: int) -> bool:
        """Whether the cookie holds a wish."""
        proof = self._proof(code, seat)
        return proof is not None and proof.wish is not None

    def keeps_none(self, code: str, seat: int) -> bool:
        """Whether this browser was given a cookie when it joined, and has not kept it."""
        return JOINED in request.args and self._proof(code, seat) is None

    def with_proof(
        self, page: Response, code: str, seat: int, refused: Refusal | None = None
    ) -> Response:
        """Set a cookie with the first page, so that a phone that joins twice is one participant.

        The answer to "join" may be lost. A wish that was refused for good is taken out of it; who
        is only asked to wait keeps it.
        """
        proof = self._proof(code, seat) or self._proofs.new(code, seat)
        is_over = refused is None or isinstance(refused, NotAdmitted | SessionEnded)
        return self._give(page, code, seat, Proof(proof.token) if is_over else proof)

    def _proof(self, code: str, seat: int) -> Proof | None:
        return self._proofs.among(request.cookies, code, seat)

    def _give(self, response: Response, code: str, seat: int, proof: Proof) -> Response:
        return give_cookie(
            response, self._proofs.names.participant(code, seat), self._proofs.written(proof), _DAYS
        )
