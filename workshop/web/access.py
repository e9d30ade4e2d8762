"""Access control for HTTP: proofs, cookies, origins and body limits.

Every view declares its audience; the app refuses to start with one that does not.
"""

import json
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any, Literal, TypeVar

from flask import Flask, Response, current_app, request

from workshop.domain.errors import ForeignOrigin, MalformedRequest, TooLarge
from workshop.domain.voting.session import Session
from workshop.facilitation.service import Facilitation
from workshop.protocol.cookies import CookieNames
from workshop.protocol.json_codec import JsonCodec
from workshop.protocol.limits import BALLOT_BYTES
from workshop.server.http.addresses import ServedAddresses
from workshop.wording.languages import desk_language, speak

AUDIENCES = ("public", "participant", "screen", "facilitator")
FACILITATOR_DAYS = 30

View = TypeVar("View", bound=Callable[..., Any])


def audience(name: str) -> Callable[[View], View]:
    """Declare the audience of a view."""
    assert name in AUDIENCES

    def declare(view: View) -> View:
        view.audience = name  # type: ignore[attr-defined]
        return view

    return declare


def check_audiences(app: Flask) -> None:
    """Raises RuntimeError for a view that declares no audience: it would be open to all."""
    open_doors = [
        name for name, view in app.view_functions.items() if not hasattr(view, "audience")
    ]
    if open_doors:
        raise RuntimeError(f"views without an audience: {', '.join(open_doors)}")


def cookie_names() -> CookieNames:
    """The names of our cookies on this server."""
    return CookieNames(current_app.config["SECURE_COOKIES"])


def admitted_facilitator(facilitation: Facilitation, code: str) -> Session:
    """The session that this request leads, by Bearer key or cookie.

    Raises WrongKey.

    From here on its desk's language is spoken.
    """
    session = facilitation.admit_facilitator(code, facilitator_key(code))
    speak(desk_language(session.plan.language))
    return session


def facilitator_key(code: str) -> str:
    """The facilitator's key of this request, as Bearer or cookie; empty if there is none."""
    return bearer() or request.cookies.get(cookie_names().facilitator(code), "")


def give_cookie(response: Response, name: str, proof: str, days: float) -> Response:
    """Set a proof as a cookie that no script can read and no other site's page can send."""
    age = timedelta(days=days)
    is_secure: bool = current_app.config["SECURE_COOKIES"]
    response.set_cookie(name, proof, max_age=age, httponly=True, samesite="Lax", secure=is_secure)
    return response


def bearer() -> str:
    """The key of the Authorization header, empty if there is none."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def as_json(payload: object) -> Response:
    """An answer in the form in which sockets say the same."""
    return Response(JsonCodec.dumps(payload), mimetype="application/json")


def body(limit: int) -> bytes:
    """The raw body. Raises TooLarge for more bytes than this, before reading them."""
    request.max_content_length = limit
    if (request.content_length or 0) > limit:
        raise TooLarge()
    return request.get_data(cache=True)


def plan_media() -> Literal["toml", "json"]:
    """The format of the plan in this request."""
    return "toml" if request.mimetype == "application/toml" else "json"


def json_body(limit: int) -> Any:
    """The body as JSON, None if it is empty. Raises MalformedRequest or TooLarge."""
    raw = body(limit)
    try:
        return json.loads(raw) if raw.strip() else None
    except (ValueError, RecursionError):
        raise MalformedRequest(at="body", problem="it is not JSON") from None


def form_fields(*numbers: str, every: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a small form, in the types of the JSON one.

    Raises TooLarge.

    `numbers` names the fields that are numbers, `every` those that are lists of them. A field that
    is no number stays text, and is refused by its form.
    """
    body(BALLOT_BYTES)
    fields: dict[str, Any] = {
        name: request.form[name] for name in request.form if name not in every
    }
    fields |= {name: _number(fields[name]) for name in numbers if name in fields}
    return fields | {
        name: [_number(value) for value in request.form.getlist(name)] for name in every
    }


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def guard_origins(app: Flask, addresses: ServedAddresses) -> None:
    """Check the origin of every change of state.

    A request with a cookie must name one of our own pages; none may come from a foreign one.
    """

    @app.before_request
    def check() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        origin = request.headers.get("Origin")
        has_key = bool(bearer()) and request.path.startswith("/api/")
        by_cookie = not has_key and cookie_names().are_ours(request.cookies)
        if (origin is not None or by_cookie) and not addresses.is_ours(origin):
            raise ForeignOrigin()
