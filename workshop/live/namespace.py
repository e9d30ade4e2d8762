"""The base of the three namespaces: proof at connect, and refusals as acknowledgements.

Nothing about anyone reaches the log.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused
from socketio.packet import EVENT
from werkzeug.http import parse_cookie

from workshop.domain.errors import ForeignOrigin, MalformedRequest, Refusal
from workshop.facilitation.service import Facilitation
from workshop.presenter.presenter import Presenter
from workshop.protocol.cookies import Proofs
from workshop.protocol.messages import refusal_payload
from workshop.server.sockets.connection_limits import ConnectionLimits
from workshop.wording.languages import ENGLISH, speak
from workshop.wording.refusals import explain

log = logging.getLogger(__name__)

IsOurs = Callable[[str | None], bool]
"""Whether an Origin header is exactly one of our own addresses; a missing one is not."""


class AudienceNamespace(Namespace):  # type: ignore[misc]  # python-socketio is untyped
    """The Socket.IO namespace of one audience.

    `admitted` remembers, per connection, what it proved.
    """

    events: tuple[str, ...] = ()
    most_at_once = 6
    """Sockets that one proof may hold."""

    def __init__(
        self,
        namespace: str,
        facilitation: Facilitation,
        presenter: Presenter,
        is_ours: IsOurs,
        connections: ConnectionLimits,
        proofs: Proofs,
    ) -> None:
        super().__init__(namespace)
        self._connections = connections
        self._proofs = proofs
        self._facilitation = facilitation
        self._presenter = presenter
        self._is_ours = is_ours
        self._admitted: dict[str, Any] = {}

    def admit(self, environ: Mapping[str, Any], auth: Mapping[str, Any]) -> Any:
        """What this connection proves. Raises a refusal."""
        raise NotImplementedError

    def welcome(self, sid: str, admitted: Any) -> None:
        """Enter the room of the session and send its present state."""
        raise NotImplementedError

    def answer(self, event: str, admitted: Any, body: object) -> dict[str, Any]:
        """Do what the event asks for; the acknowledgement, without `ok`. Raises a refusal."""
        raise NotImplementedError

    def on_connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:
        """Refuse a connection without proof, with the reason; welcome every other."""
        try:
            if not self._is_ours(environ.get("HTTP_ORIGIN")):
                raise ForeignOrigin()
            admitted = self.admit(environ, auth if isinstance(auth, dict) else {})
        except Refusal as refusal:
            raise _refusal(refusal) from None
        self._admitted[sid] = admitted
        self._connections.admit(sid, self.namespace, (self.namespace, admitted), self.most_at_once)
        try:
            self.welcome(sid, admitted)
        except Refusal as refusal:  # the store is away for a moment: whoever is told so tries again
            self.on_disconnect(sid)
            raise _refusal(refusal) from None
        except Exception as error:
            self.on_disconnect(sid)
            log.error("a connection could not be welcomed: %s", error.__class__.__name__)
            raise ConnectionRefused("Incident") from None

    def on_disconnect(self, sid: str, _reason: object = None) -> None:
        """Forget the connection."""
        self._admitted.pop(sid, None)
        self._connections.leave(sid)

    def trigger_event(self, event: str, *args: Any) -> Any:
        """Handle connect and disconnect as usual, and answer every other event, known or not."""
        speak(
            ENGLISH
        )  # this thread may have served a page before, in the language of somebody's phone
        if event in ("connect", "disconnect"):
            return super().trigger_event(event, *args)
        return self._answered(event, *args)

    def _answered(self, event: str, sid: str, *body: object) -> dict[str, Any]:
        try:
            if event not in self.events:
                raise MalformedRequest(at="event", problem="there is no such event here")
            return {
                "ok": True,
                **self.answer(event, self._admitted[sid], body[0] if body else None),
            }
        except Refusal as refusal:
            return self._refused(refusal, self._admitted.get(sid))
        except Exception as error:
            incident = secrets.token_hex(4)
            log.error("incident %s in %s: %s", incident, event, error.__class__.__name__)
            return refusal_payload("Incident", f"Something went wrong here. Incident {incident}.")

    def _refused(self, refusal: Refusal, _admitted: Any) -> dict[str, Any]:
        return refusal_payload(refusal.reason, explain(refusal))

    def _send(self, sid: str, event: str, payload: object) -> None:
        """Send to this one connection; only the broadcaster emits to a room."""
        self.emit(event, payload, to=sid)

    def _send_text(self, sid: str, event: str, payload: str) -> None:
        """Send a payload that is JSON already."""
        connection = self.server.manager.eio_sid_from_sid(sid, self.namespace)
        self.server.eio.send(connection, f'{EVENT}{self.namespace},["{event}",{payload}]')


def _refusal(refusal: Refusal) -> ConnectionRefused:
    return ConnectionRefused(refusal.reason, {"message": explain(refusal)})


def cookies(environ: Mapping[str, Any]) -> Mapping[str, str]:
    """The cookies of the handshake."""
    return parse_cookie(environ.get("HTTP_COOKIE", ""))


def text(auth: Mapping[str, Any], name: str) -> str:
    """A text of the `auth` object; empty where it is missing or no plain text."""
    value = auth.get(name)
    return value if isinstance(value, str) and value.isascii() else ""
