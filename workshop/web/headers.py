"""Security headers and compression of phone pages.

Nothing is loaded from elsewhere, framed by others or kept by caches.
"""

import gzip

from flask import Flask, Response, request

_DOCUMENTS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": (
        "same-origin"
    ),  # with no-referrer Chromium sends `Origin: null` on our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Parts of a document obey its policies. Said again with each, they would weigh as much as a phone's
# script.
_PARTS = {"text/css", "text/javascript", "font/woff2"}


def add_headers(app: Flask) -> None:
    """Set the headers on every answer; parts of a document get only those that matter there."""

    @app.after_request
    def harden(response: Response) -> Response:
        is_part = response.mimetype in _PARTS
        policies = (
            {} if is_part else {**_DOCUMENTS, "Content-Security-Policy": _policy(request.host)}
        )
        for name, value in {
            **policies,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }.items():
            response.headers.setdefault(name, value)
        return response


def compress_phone_pages(app: Flask) -> None:
    """Compress pages for phones, and what they ask for without a socket.

    Only those: a page with a key in it would leak it by its length.
    """

    @app.after_request
    def compress(response: Response) -> Response:
        is_phones = request.path[:3].lower() == "/j/"
        is_page = response.mimetype == "text/html" or request.path.endswith("/present.json")
        if (
            is_phones
            and is_page
            and "gzip" in request.headers.get("Accept-Encoding", "")
            and not response.is_streamed
        ):
            response.set_data(gzip.compress(response.get_data(), mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            response.vary.add("Accept-Encoding")
        return response


def _policy(host: str) -> str:
    # ws: is named beside 'self' because older Safari does not count a socket to the same host as
    # 'self'
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
        f" 'self'; connect-src 'self' ws://{host} wss://{host}; form-action 'self'; base-uri"
        " 'none'; frame-ancestors 'none'"
    )
