"""Who may open a session on this server: by being this machine, by the opening key, by a password,
by signing in.
"""

import hmac
from dataclasses import dataclass

from flask import Response, request
from itsdangerous import BadSignature, TimestampSigner

from workshop.domain.errors import OpeningRestricted, Refusal, UnknownPage, WrongPassword
from workshop.domain.guess_queue import Terms
from workshop.domain.token_bucket import Pace
from workshop.facilitation.guess_queue import Line
from workshop.server.http.addresses import is_this_machine
from workshop.server.http.request_slots import release_slot
from workshop.web.access import bearer, cookie_names, give_cookie

PASS_HOURS = 12
GUESSES = Pace(a_second=5, at_once=20)
"""Of everyone together."""

JUDGED = Terms(GUESSES, patience_seconds=20.0, places=15)
"""Few wait, so that within seconds it is drawn whose turn comes; the others hear it late."""

_MAY_OPEN = b"may-open"  # all that the pass says: nothing about the person
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


@dataclass(frozen=True)
class Opening:
    """`way` as WORKSHOP_OPENING has it; `key` is the password, or what is printed at start;
    `signer` signs passes.
    """

    way: str
    key: str
    signer: TimestampSigner
    guesses: Line

    def is_allowed(self) -> bool:
        """Whether this visitor may open a session as they come.

        Looks at no key: pages are no place to try one.
        """
        return self.way == "anyone" or (self.way == "local" and _is_local()) or self._has_pass()

    def check(self) -> None:
        """Raises OpeningRestricted for a visitor who may not, RateLimited where too many passwords
        are tried.
        """
        if not self.is_allowed():
            self._check_key(bearer().encode("latin-1"), OpeningRestricted)

    def check_password(self, typed: str) -> None:
        """Raises WrongPassword, RateLimited, or UnknownPage where no password opens anything."""
        if self.way != "password":
            raise UnknownPage()
        self._check_key(typed.strip().encode(), WrongPassword)

    def give_pass(self, response: Response) -> Response:
        """Let this browser open sessions from now on, for hours."""
        proof = self.signer.sign(_MAY_OPEN).decode()
        return give_cookie(response, cookie_names().opening, proof, PASS_HOURS / 24)

    def _has_pass(self) -> bool:
        try:
            return (
                self.signer.unsign(
                    request.cookies.get(cookie_names().opening, ""), PASS_HOURS * 3600
                )
                == _MAY_OPEN
            )
        except BadSignature:
            return False

    def _check_key(self, given: bytes, wrong: type[Refusal]) -> None:
        def judge() -> None:
            if not hmac.compare_digest(given, self.key.encode()):
                raise wrong()

        if self.way == "password" and given:
            self.guesses.judged(given.decode("latin-1"), judge, wrong, release_slot)
        else:
            judge()  # a key of 120 bits is not guessed


def _is_local() -> bool:
    """A proxy on this machine makes the whole world look local, so a forwarded request never is."""
    is_forwarded = any(header in request.headers for header in _FORWARDED)
    return not is_forwarded and is_this_machine(request.remote_addr or "")
