"""What browsers are served: files of npm packages in `static/vendor/`, and a `.gz` beside each text
file.
"""

import gzip
import os
import re
import shutil
import tempfile
from pathlib import Path

from tools import ROOT, npm
from tools.environment import VENV, complete, fingerprint, stamp_of
from tools.programs import say

STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FACES = f"{FONT}/files/atkinson-hyperlegible-next"
PRINTED = "dejavu-fonts-ttf"  # for pictures to take home: holds Arabic, in a form resvg reads
VENDORED = {
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
    "socket.io.LICENSE.txt": "socket.io-client/LICENSE",
    "atkinson-hyperlegible-next-latin.woff2": f"{FACES}-latin-wght-normal.woff2",
    "atkinson-hyperlegible-next-latin-ext.woff2": f"{FACES}-latin-ext-wght-normal.woff2",
    "atkinson-hyperlegible-next.LICENSE.txt": f"{FONT}/LICENSE",
    "DejaVuSansCondensed.ttf": f"{PRINTED}/ttf/DejaVuSansCondensed.ttf",
    "DejaVuSansCondensed-Bold.ttf": f"{PRINTED}/ttf/DejaVuSansCondensed-Bold.ttf",
    "DejaVuSansCondensed.LICENSE.txt": f"{PRINTED}/LICENSE",
}
COMMENTS = {
    ".js": re.compile(rb"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE),
    ".css": re.compile(rb"/\*.*?\*/\n?", re.DOTALL),
}


def prepare_assets() -> None:
    """Bring `static/vendor/` and the compressed copies up to date."""
    if not all((VENDOR / name).is_file() for name in VENDORED):
        stamp_of("vendor").unlink(missing_ok=True)
    complete("vendor", fingerprint(*npm.NPM_FILES), vendor_assets)
    compress_static()


def vendor_assets() -> None:
    """Fetch the locked packages into a throw-away folder; keep the files that browsers ask for."""
    say("Browser assets")
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENV) as folder:
        npm.install(Path(folder), "--omit=dev")
        for name, source in VENDORED.items():
            shutil.copyfile(Path(folder, "node_modules", source), VENDOR / name)


def compress_static() -> None:
    """Keep a `.gz` beside each text file of `static/`, as no server of ours does; drop orphans."""
    for compressed in STATIC.rglob("*.gz"):
        if not compressed.with_suffix("").is_file():
            compressed.unlink()
    for source in STATIC.rglob("*"):
        if source.suffix in (".css", ".js", ".svg") and source.is_file():
            compress(source)


def compress(source: Path) -> None:
    """Compress when the source's time, which the copy carries, differs: older counts, too, since a
    checkout can turn a file back.
    """
    compressed = source.with_name(source.name + ".gz")
    changed = source.stat().st_mtime_ns
    if compressed.is_file() and compressed.stat().st_mtime_ns == changed:
        return
    # A draft, then put in place at once: a server may be reading.
    draft = source.with_name(source.name + ".draft.gz")
    draft.write_bytes(gzip.compress(without_comments(source), mtime=0))
    os.utime(draft, ns=(changed, changed))
    draft.replace(compressed)


def without_comments(source: Path) -> bytes:
    """Drop our comments, a seventh of what a phone loads; those of others name their makers."""
    text = source.read_bytes()
    is_ours = source.suffix in COMMENTS and VENDOR not in source.parents
    return COMMENTS[source.suffix].sub(b"", text) if is_ours else text
