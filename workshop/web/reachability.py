"""By which of our addresses phones have come: to tick off before people arrive.

Whose phone it was is not noted.
"""

from flask import request

from workshop.server.http.addresses import is_this_machine


class Reached:
    """In memory only; after a restart one phone has to be tried again."""

    def __init__(self) -> None:
        self._hosts: dict[str, set[str]] = {}

    def note(self, code: str) -> None:
        """The join page of this session was opened by the present request; this machine itself does
        not count.
        """
        if not is_this_machine(request.remote_addr or ""):
            self._hosts.setdefault(code, set()).add(request.host)

    def by(self, code: str, host: str) -> bool:
        """Whether a phone came by this address (as the Host header has it)."""
        return host in self._hosts.get(code, ())
