"""The desk's socket: every verb of the contract."""

from collections.abc import Mapping
from typing import Any

from workshop.cookies import facilitator_cookie
from workshop.domain.errors import Refusal, UnknownSession
from workshop.live.namespace import AudienceNamespace, cookie, text
from workshop.verbs import VERBS, perform


class FacilitatorNamespace(AudienceNamespace):
    """Proof: a facilitator's key, given or in the cookie."""

    events = VERBS

    def admit(self, environ: Mapping[str, Any], auth: Mapping[str, Any]) -> str:
        """The code of the session this facilitator leads."""
        code = text(auth, "code").upper()
        key = text(auth, "key") or cookie(environ, facilitator_cookie(code))
        return self._facilitation.admit_facilitator(code, key).code

    def welcome(self, sid: str, admitted: str) -> None:
        """The present state, turnout and picture."""
        self.enter_room(sid, admitted)
        session = self._facilitation.session(admitted)
        present = self._presenter.present_for_facilitator(self._facilitation.present(session))
        self._send(sid, "session_changed", present["state"])
        self._send(sid, "turnout_changed", present["turnout"])
        if present["release"]:
            self._send(sid, "results_released", present["release"])

    def answer(self, event: str, admitted: str, body: object) -> dict[str, Any]:
        """Do the verb."""
        return {"version": perform(self._facilitation, admitted, event, body).version}

    def _refused(self, refusal: Refusal, admitted: str | None) -> dict[str, Any]:
        """With the present version, so that a desk that came too late can try again."""
        answer = super()._refused(refusal, admitted)
        try:
            return answer | {"version": self._facilitation.session(admitted or "").version}
        except UnknownSession:
            return answer
