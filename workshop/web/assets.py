"""Static files: served under a versioned path, cached for a year, compressed beforehand.

eventlet's server does not compress.
"""

import hashlib
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from workshop.domain.errors import UnknownPage
from workshop.web.access import audience

_YEAR = 365 * 24 * 3600
_LONGEST_NAME = 200
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class Assets:
    """The files of one folder. `version` changes whenever one of them does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.version = self._fingerprint()

    def url(self, name: str) -> str:
        """The address of a file; relative imports inside modules keep the version."""
        return f"/static/{self.version}/{name}"

    def blueprint(self) -> Blueprint:
        """The view that serves them."""
        pages = Blueprint("assets", __name__)

        @pages.get("/static/<version>/<path:name>")
        @audience("public")
        def asset(version: str, name: str) -> Response:
            if (
                Path(name).suffix not in _TYPES
                or len(name) > _LONGEST_NAME
                or not (self._folder / name).is_file()
            ):
                raise UnknownPage()
            response = self._send(name)
            fresh = f"max-age={_YEAR}, immutable" if version == self.version else "no-cache"
            response.headers["Cache-Control"] = fresh
            response.headers["Vary"] = "Accept-Encoding"
            return response

        return pages

    def _send(self, name: str) -> Response:
        media = _TYPES[Path(name).suffix]
        if "gzip" in request.headers.get("Accept-Encoding", "") and self._is_compressed(name):
            response = send_from_directory(self._folder, name + ".gz", mimetype=media)
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = send_from_directory(self._folder, name, mimetype=media)
        response.headers["Content-Type"] = media
        for name in (
            "ETag",
            "Last-Modified",
            "Content-Disposition",
            "Accept-Ranges",
        ):  # nobody asks again, or for half
            response.headers.pop(name, None)
        return response

    def _is_compressed(self, name: str) -> bool:
        """Whether the compressed copy is current: set-up gives it the same modification time."""
        source, copy = self._folder / name, self._folder / (name + ".gz")
        return copy.is_file() and copy.stat().st_mtime_ns == source.stat().st_mtime_ns

    def _fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self._folder.rglob("*")):
            if path.suffix in _TYPES:
                digest.update(
                    path.relative_to(self._folder).as_posix().encode() + path.read_bytes()
                )
        return digest.hexdigest()[:12]
