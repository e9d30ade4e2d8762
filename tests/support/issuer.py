"""An OpenID Connect issuer of our own, on this machine: small, and as strict as a real one with
whoever asks it.
"""

import base64
import hashlib
import secrets
import threading
import time
from types import TracebackType
from typing import Any

from flask import Flask, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "workshop", "a secret of the client"


class Issuer:
    """Signs in at once whoever comes, as `person` says.

    `forged` changes what tokens claim, `key` who signs them.
    """

    def __init__(self, back: str) -> None:
        self.person: dict[str, Any] = {"email": "amina@partner.example", "email_verified": True}
        self.forged: dict[str, Any] = {}
        self.in_token = True
        self.asked: list[dict[str, str]] = []
        self._own_key = self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self._back = back
        self._codes: dict[str, dict[str, str]] = {}
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Issuer":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def settings(self, **more: str) -> dict[str, str]:
        """How a server is told to sign people in here."""
        return {
            "WORKSHOP_OPENING": "oidc",
            "WORKSHOP_OIDC_ISSUER": self.address,
            "WORKSHOP_OIDC_CLIENT_ID": CLIENT_ID,
            "WORKSHOP_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            **more,
        }

    def as_it_was(self) -> None:
        """Honest again, for the next test."""
        self.person = {"email": "amina@partner.example", "email_verified": True}
        self.forged, self.in_token, self.key = {}, True, self._own_key
        self.asked.clear()

    def _app(self) -> Flask:
        app = Flask("issuer", static_folder=None)
        app.add_url_rule("/.well-known/openid-configuration", view_func=self._metadata)
        app.add_url_rule(
            "/keys",
            view_func=lambda: {"keys": [self._own_key.as_dict(private=False)]},
            endpoint="keys",
        )
        app.add_url_rule("/authorize", view_func=self._authorize)
        app.add_url_rule("/token", view_func=self._token, methods=["POST"])
        app.add_url_rule(
            "/userinfo", view_func=lambda: {"sub": "s-1", **self.person}, endpoint="userinfo"
        )
        return app

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _authorize(self) -> Any:
        asked = request.args.to_dict()
        self.asked.append(asked)
        assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT_ID, self._back)
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        return redirect(f"{self._back}?code={code}&state={asked['state']}")

    def _token(self) -> Any:
        asked = self._codes.pop(request.form["code"], None)
        verifier = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        client = request.authorization
        assert client
        assert (client.username, client.password) == (CLIENT_ID, CLIENT_SECRET)
        if asked is None or proof != asked["code_challenge"]:
            return {"error": "invalid_grant"}, 400
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT_ID, "sub": "s-1", "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"]} | (self.person if self.in_token else {}) | self.forged
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": "at", "token_type": "Bearer", "expires_in": 60, "id_token": signed}
