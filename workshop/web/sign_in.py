"""Signing in with OpenID Connect: answers only whether a person may open sessions.

It forgets who asked. State, nonce and PKCE are Authlib's, and are in a signed cookie of this
browser until it comes back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, make_response, redirect, session
from flask.typing import ResponseReturnValue

from workshop.domain.errors import IssuerUnavailable, NotInvited, SignInFailed, UnknownPage
from workshop.server.http.request_slots import release_slot
from workshop.web.access import audience
from workshop.web.opening_access import OpeningAccess

SIGN_IN = "/opening/sign-in"
_SIGNED_IN = "/opening/signed-in"
_ISSUER_SECONDS = 10


@dataclass(frozen=True)
class Issuer:
    """The OpenID Connect issuer, our client there, and who may open sessions.

    With no names listed, everybody may.
    """

    address: str
    client_id: str
    client_secret: str
    allowed: tuple[str, ...]

    def check(self, claims: Mapping[str, Any]) -> None:
        """Raises NotInvited.

        An address counts only if verified by the issuer: anybody can claim one.
        """
        if self.allowed and not (
            claims.get("email_verified") is True and self._names(str(claims.get("email", "")))
        ):
            raise NotInvited()

    def _names(self, email: str) -> bool:
        _, at, domain = email.lower().rpartition("@")
        return bool(at) and (email.lower() in self.allowed or f"@{domain}" in self.allowed)


class SignIn:
    """The OpenID Connect client. Needs the packages of `requirements/oidc.txt`."""

    def __init__(self, app: Flask, issuer: Issuer, public_url: str, key: bytes) -> None:
        from authlib.integrations.flask_client import (
            OAuth,
        )  # an extra: who does not sign in, does not need it

        app.secret_key = key
        app.config |= {
            "SESSION_COOKIE_NAME": "signing_in",
            "SESSION_COOKIE_SAMESITE": "Lax",  # the issuer sends people back by a link
            "SESSION_COOKIE_SECURE": app.config["SECURE_COOKIES"],
            "SESSION_COOKIE_PATH": "/opening",
        }
        self._issuer = issuer
        self._back = public_url + _SIGNED_IN
        self._authlib = OAuth(app).register(
            "issuer",
            server_metadata_url=f"{issuer.address}/.well-known/openid-configuration",
            client_id=issuer.client_id,
            client_secret=issuer.client_secret,
            client_kwargs={
                "scope": "openid email" if issuer.allowed else "openid",
                "code_challenge_method": "S256",
                "default_timeout": _ISSUER_SECONDS,
                "leeway": (
                    0
                    # a token that lasts a minute, as some issuers make them, must not count as
                    # expired
                ),
            },
        )

    def begin(self) -> Response:
        """Send this browser to the issuer. Raises IssuerUnavailable or SignInFailed."""
        with _refusing():
            return make_response(self._authlib.authorize_redirect(self._back))

    def finish(self) -> None:
        """Handle the browser's return. Raises SignInFailed, NotInvited or IssuerUnavailable."""
        try:
            with _refusing():
                self._issuer.check(self._claims())
        finally:
            session.clear()

    def _claims(self) -> Mapping[str, Any]:
        """The claims about the person.

        Only where addresses matter and the token has none is the issuer asked once more.
        """
        address = self._issuer.address
        names_us = {"iss": {"values": [address, f"{address}/"]}}
        token = self._authlib.authorize_access_token(claims_options=names_us)
        claims: dict[str, Any] = token["userinfo"]
        if not self._issuer.allowed or "email" in claims:
            return claims
        more: dict[str, Any] = self._authlib.userinfo(token=token)
        return more if more["sub"] == claims["sub"] else claims


@contextmanager
def _refusing() -> Iterator[None]:
    """Translate errors of the exchange into refusals.

    Their own texts are not passed on: anyone can write those.
    """
    release_slot()  # the issuer takes its time
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        yield
    except RequestException:
        raise IssuerUnavailable() from None
    except (AuthlibBaseError, JoseError, KeyError, RuntimeError, TypeError, ValueError):
        raise SignInFailed() from None


def sign_in_pages(opening: OpeningAccess, sign_in: SignIn | None) -> Blueprint:
    """The two pages of signing in. Without an issuer there are none."""
    pages = Blueprint("sign_in", __name__)

    @pages.get(SIGN_IN)
    @audience("public")
    def begin() -> ResponseReturnValue:
        return _of(sign_in).begin()

    @pages.get(_SIGNED_IN)
    @audience("public")
    def finish() -> ResponseReturnValue:
        _of(sign_in).finish()
        return opening.give_pass(make_response(redirect("/", 303)))

    return pages


def _of(sign_in: SignIn | None) -> SignIn:
    if sign_in is None:
        raise UnknownPage()
    return sign_in
