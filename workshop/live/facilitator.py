"""The facilitator's namespace: every verb of the contract."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from workshop.domain.errors import Refusal, UnknownSession
from workshop.live.namespace import AudienceNamespace, cookies, text
from workshop.protocol.audiences import desk_room
from workshop.protocol.verbs import VERBS, perform
from workshop.wording.languages import desk_language, speak


class Lead(NamedTuple):
    """What a facilitator's connection proved: the session and the desk."""

    code: str
    desk_id: str


class FacilitatorNamespace(AudienceNamespace):
    """The facilitators' Socket.IO namespace. Proof: a facilitator's key, given or in the cookie."""

    events = VERBS
    most_at_once = 20

    def admit(self, environ: Mapping[str, Any], auth: Mapping[str, Any]) -> Lead:
        """The session and the desk of this facilitator."""
        code = text(auth, "code").upper()
        key = text(auth, "key") or cookies(environ).get(self._proofs.names.facilitator(code), "")
        return Lead(code, self._facilitation.desks.desk_of(code, key).id)

    def welcome(self, sid: str, admitted: Lead) -> None:
        """Send the present state, turnout and release."""
        self.enter_room(sid, admitted.code)
        self.enter_room(sid, desk_room(*admitted))
        session = self._facilitation.session(admitted.code)
        present = self._presenter.present_for_facilitator(self._facilitation.present(session))
        self._send(sid, "session_changed", present["state"])
        self._send(sid, "turnout_changed", present["turnout"])
        if present["release"]:
            self._send(sid, "results_released", present["release"])

    def answer(self, event: str, admitted: Lead, body: object) -> dict[str, Any]:
        """Do the verb. A refusal is in the desk's language."""
        speak(desk_language(self._facilitation.session(admitted.code).plan.language))
        return {"version": perform(self._facilitation, admitted.code, event, body).version}

    def _refused(self, refusal: Refusal, admitted: Lead | None) -> dict[str, Any]:
        """The refusal with the present version, so that a desk that came too late can try again."""
        answer = super()._refused(refusal, admitted)
        try:
            return answer | {
                "version": self._facilitation.session(admitted.code if admitted else "").version
            }
        except UnknownSession:
            return answer
