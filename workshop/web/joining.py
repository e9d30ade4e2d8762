"""How a browser becomes a participant: it is counted once it has brought its proof back, and never
before.

A join code may be guessed: only who holds a proof of its session is known to know it. From everyone
else it is judged in line, the right one as well.
"""

from contextlib import suppress

from flask import Response, make_response, redirect, request

from workshop.domain.errors import NotAdmitted, Refusal, SessionEnded, UnknownSeat
from workshop.domain.voting.participant import PartnerGroup, Proof, Wish
from workshop.domain.voting.session import Session
from workshop.facilitation.service import Facilitation
from workshop.protocol.cookies import SEATS, Proofs
from workshop.server.http.request_slots import release_slot
from workshop.web.access import give_cookie

JOINED = "joined"
"""What the address says after a join whose proof has not come back yet."""

_DAYS = 7


class Joining:
    """What the phones' pages ask about who holds them."""

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
        """The token of a participant, who joins now if that was all that was missing.

        Raises NotJoined, or why not.
        """
        return self._facilitation.admit(code, self._proof(code, seat), release_slot)

    def token(self, session: Session, seat: int) -> str | None:
        """The same of somebody who may be none, or cannot join now."""
        with suppress(Refusal):
            return self.admitted(session.code, seat)
        return None

    def check_seat(self, session: Session, seat: int) -> None:
        """Raises UnknownSeat for a number nobody was offered: seats are taken one after the
        other.
        """
        if not 1 <= seat <= SEATS or (seat > 1 and not self.token(session, seat - 1)):
            raise UnknownSeat(allowed=SEATS)

    def join(
        self, session: Session, seat: int, group: PartnerGroup, slip: str, here: str
    ) -> Response:
        """Join with the proof that was brought; without one, give one that holds the wish, and
        count nobody.
        """
        proof = self._proof(session.code, seat)
        if proof:
            self._facilitation.join(session.code, proof.token, group, slip, release_slot)
            return self._give(
                make_response(redirect(here, 303)), session.code, seat, Proof(proof.token)
            )
        self._facilitation.check_door(session)
        wishing = Proof(self._proofs.new(session.code, seat).token, Wish(group, slip))
        return self._give(
            make_response(redirect(f"{here}?{JOINED}", 303)), session.code, seat, wishing
        )

    def wishes(self, code: str, seat: int) -> bool:
        """Whether a wish lies in the proof."""
        proof = self._proof(code, seat)
        return proof is not None and proof.wish is not None

    def keeps_none(self, code: str, seat: int) -> bool:
        """Whether this browser was given a proof when it joined, and has not kept it."""
        return JOINED in request.args and self._proof(code, seat) is None

    def with_proof(
        self, page: Response, code: str, seat: int, refused: Refusal | None = None
    ) -> Response:
        """A proof comes with the first page: a phone whose answer to "join" is lost joins again as
        the same one.

        A wish that was refused for good is taken out of it; who is only asked to wait keeps it.
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
