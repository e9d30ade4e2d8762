"""The screen's namespace: read-only."""

from collections.abc import Mapping
from typing import Any

from workshop.live.namespace import AudienceNamespace, text


class ScreenNamespace(AudienceNamespace):
    """The screens' Socket.IO namespace. Proof: the screen key."""

    most_at_once = 40  # walls, previews at desks, people who follow from afar

    def admit(self, environ: Mapping[str, Any], auth: Mapping[str, Any]) -> str:
        """The code of the session this key opens."""
        return self._facilitation.session_of_screen(text(auth, "key")).code

    def welcome(self, sid: str, admitted: str) -> None:
        """Send the present state, turnout and release."""
        self.enter_room(sid, admitted)
        session = self._facilitation.session(admitted)
        present = self._presenter.present_for_screen(self._facilitation.present(session))
        self._send(sid, "session_changed", present["state"])
        self._send(sid, "turnout_changed", present["turnout"])
        if present["release"]:
            self._send(sid, "results_released", present["release"])
