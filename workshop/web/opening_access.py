"""Access to opening sessions: by this machine, the opening key, a password or signing in."""

import hmac
from dataclasses import dataclass

from flask import Response, request
from itsdangerous import BadSignature, TimestampSigner

from workshop.domain.errors import OpeningRestricted, Refusal, UnknownPage, WrongPassword
from workshop.domain.guess_queue import GuessLimits
from workshop.domain.token_bucket import Rate
from workshop.facilitation.guess_queue import GuessQueue
from workshop.server.http.addresses import is_this_machine
from workshop.server.http.request_slots import release_slot
from workshop.web.access import bearer, cookie_names, give_cookie

PASS_HOURS = 12
PASSWORD_RATE = Rate(a_second=5, at_once=20)
"""The rate of wrong passwords on the whole server."""

PASSWORD_LIMITS = GuessLimits(PASSWORD_RATE, patience_seconds=20.0, places=15)
"""The terms of the queue: few wait, so that each is drawn or refused within seconds."""

_MAY_OPEN = b"may-open"  # all that the pass says: nothing about the person
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


@dataclass(frozen=True)
class OpeningAccess:
    """Decides who may open a session.

    `way` is WORKSHOP_OPENING; `key` is the password, or what is printed at start; `signer` signs
    the cookies.
    """

    way: str
    key: str
    signer: TimestampSigner
    guesses: GuessQueue

    def is_allowed(self) -> bool:
        """Whether this visitor may open a session. Looks at no key: pages must not test keys."""
        return self.way == "anyone" or (self.way == "local" and _is_local()) or self._has_pass()

    def check(self) -> None:
        """Raises OpeningRestricted, or RateLimited where too many passwords are tried."""
        if not self.is_allowed():
            self._check_key(bearer().encode("latin-1"), OpeningRestricted)

    def check_password(self, typed: str) -> None:
        """Raises WrongPassword, RateLimited, or UnknownPage where no password opens anything."""
        if self.way != "password":
            raise UnknownPage()
        self._check_key(typed.strip().encode(), WrongPassword)

    def give_pass(self, response: Response) -> Response:
        """Let this browser open sessions for some hours."""
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
    """Whether the request comes from this machine itself.

    A proxy on this machine makes the whole world look local, so a forwarded request never is.
    """
    is_forwarded = any(header in request.headers for header in _FORWARDED)
    return not is_forwarded and is_this_machine(request.remote_addr or "")
