"""Who may open a session on this server: this machine itself, or whoever holds the opening key."""

import hmac
from dataclasses import dataclass

from flask import request

from workshop.addresses import is_this_machine
from workshop.domain.errors import OpeningRestricted
from workshop.web.access import bearer

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


@dataclass(frozen=True)
class Opening:
    """`who` as WORKSHOP_OPENING has it; `key` is printed at start."""

    who: str
    key: str

    def is_allowed(self) -> bool:
        """Whether this visitor may open a session."""
        return self.who == "anyone" or _is_local() or hmac.compare_digest(bearer().encode(), self.key.encode())

    def check(self) -> None:
        """Raises OpeningRestricted for a visitor who may not."""
        if not self.is_allowed():
            raise OpeningRestricted()


def _is_local() -> bool:
    """A proxy on this machine makes the whole world look local, so a forwarded request never is."""
    is_forwarded = any(header in request.headers for header in _FORWARDED)
    return not is_forwarded and is_this_machine(request.remote_addr or "")
