"""Files read back as other programs read them."""

import csv
import io
from typing import Any
from xml.etree import ElementTree

import openpyxl


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def workbook(data: bytes) -> Any:
    """The workbook, formulas as formulas."""
    return openpyxl.load_workbook(io.BytesIO(data))


def page(data: bytes) -> ElementTree.Element:
    """A report as a tree; the page is written so that an XML reader can take it, once the void tags
    are closed.
    """
    text = data.decode()
    for void in ("meta",):
        text = "".join(_closed(part, void) for part in _split(text, void))
    return ElementTree.fromstring(text.replace("<!doctype html>", ""))


def _split(text: str, tag: str) -> list[str]:
    first, *rest = text.split(f"<{tag} ")
    return [first, *(f"<{tag} {part}" for part in rest)]


def _closed(part: str, tag: str) -> str:
    return part.replace(">", "/>", 1) if part.startswith(f"<{tag} ") else part


def texts(tree: ElementTree.Element, path: str) -> list[str]:
    """The whole text of each element at a path."""
    return [" ".join("".join(found.itertext()).split()) for found in tree.iterfind(path)]
