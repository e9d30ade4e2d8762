"""Reachability: by which of our addresses phones have come, for the checklist.

Whose phone it was is not noted.
"""

from flask import request

from workshop.server.http.addresses import is_this_machine


class Reachability:
    """The addresses by which phones came, in memory; after a restart one phone tries again."""

    def __init__(self) -> None:
        self._hosts: dict[str, set[str]] = {}

    def note(self, code: str) -> None:
        """Note that this request opened the session's join page; this machine does not count."""
        if not is_this_machine(request.remote_addr or ""):
            self._hosts.setdefault(code, set()).add(request.host)

    def by(self, code: str, host: str) -> bool:
        """Whether a phone came by this address (as in the Host header)."""
        return host in self._hosts.get(code, ())
