"""What an examiner reads off SQLite's pages: where each row lies in the file, whatever order the
tables say.

Source of the form: sqlite.org/fileformat2.html, "B-tree Pages" and "Record Format". Only tables
WITHOUT ROWID are read.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INTERIOR, LEAF = 2, 10


@dataclass(frozen=True)
class Cell:
    """A row as it lies in the file: its values, its place, and the first of the pages that it
    overflows into (or 0).
    """

    values: tuple[Any, ...]
    page: int
    offset: int
    overflow: int


def cells(database: Path, table: str) -> list[Cell]:
    """Every row of a table, in the order in which the bytes lie in the file."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
    connection.close()
    content = database.read_bytes()
    return sorted(_Reader(content).rows(root), key=lambda cell: (cell.page, cell.offset))


def order(found: Sequence[Cell], at: int) -> list[object]:
    """One column of the rows, as they lie in the file."""
    return [cell.values[at] for cell in found]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = int.from_bytes(content[16:18], "big")

    def rows(self, page: int) -> Iterator[Cell]:
        start = (page - 1) * self._size
        kind, count = self._content[start], self._number(start + 3, 2)
        assert kind in (INTERIOR, LEAF)
        pointers = start + (12 if kind == INTERIOR else 8)
        for number in range(count):
            offset = self._number(pointers + 2 * number, 2)
            if kind == INTERIOR:
                yield from self.rows(self._number(start + offset, 4))
            yield self._cell(page, offset, 4 if kind == INTERIOR else 0)
        if kind == INTERIOR:
            yield from self.rows(self._number(start + 8, 4))

    def _cell(self, page: int, offset: int, skipped: int) -> Cell:
        length, at = _varint(self._content, (page - 1) * self._size + offset + skipped)
        most, least = (self._size - 12) * 64 // 255 - 23, (self._size - 12) * 32 // 255 - 23
        here = length
        if length > most:
            here = least + (length - least) % (self._size - 4)
            here = here if here <= most else least
        record = self._content[at : at + here] + bytes(length - here)
        return Cell(
            _values(record), page, offset, self._number(at + here, 4) if here < length else 0
        )

    def _number(self, at: int, width: int) -> int:
        return int.from_bytes(self._content[at : at + width], "big")


def _values(record: bytes) -> tuple[object, ...]:
    """What a record holds; of what overflows, zeros."""
    place, at = _varint(record, 0)
    end: int = place
    values: list[str | bytes | int] = []
    while at < end:
        kind, at = _varint(record, at)
        width = {5: 6, 6: 8, 8: 0, 9: 0}.get(kind, kind if kind < 12 else (kind - 12) // 2)
        value = record[place : place + width]
        place += width
        if kind >= 12:
            values.append(value.decode() if kind % 2 else value)
        else:
            values.append(kind - 8 if kind in (8, 9) else int.from_bytes(value, "big"))
    return tuple(values)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number in seven bits a byte, and where it ends. (Those of nine bytes are longer than any
    page.)
    """
    value = 0
    while True:
        byte = content[at]
        value, at = value << 7 | byte & 0x7F, at + 1
        if byte < 0x80:
            return value, at
