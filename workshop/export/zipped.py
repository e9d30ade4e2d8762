"""ZIP files with one folder: equal bytes for equal files, dated with the session's day."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workshop.domain.report import Report

_UNIX, _READABLE = 3, 0o100644 << 16  # else they would tell the system the server runs on
_LONGEST = (
    60  # bytes of a title within a name: some systems take 143 in all, and folders lie in folders
)


@dataclass(frozen=True)
class File:
    """A name within the folder, and the bytes."""

    name: str
    content: bytes


def zipped(folder: str, files: Iterable[File], day: date) -> bytes:
    """The bytes of a ZIP with this folder."""
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for file in sorted(files, key=lambda file: file.name):
            entry = ZipInfo(
                f"{folder}/{file.name}", (max(day.year, 1980), day.month, day.day, 0, 0, 0)
            )
            entry.compress_type, entry.create_system, entry.external_attr = (
                ZIP_DEFLATED,
                _UNIX,
                _READABLE,
            )
            archive.writestr(entry, file.content)
    return whole.getvalue()


def folder_name(report: Report) -> str:
    """`<title>-<day>-<code>`, in letters that every file system takes."""
    return file_stem(report.plan.title, report.opened_on, report.code)


def file_stem(title: str, day: date, code: str) -> str:
    """The same of its parts. Letters of any script stay; everything else becomes a dash."""
    speaking = re.sub(r"[\W_]+", "-", normalize("NFC", title)).strip("-")
    short = speaking.encode()[:_LONGEST].decode(errors="ignore").strip("-")
    return "-".join(filter(None, (short, day.isoformat(), code)))
