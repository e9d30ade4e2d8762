"""The common parts of the workbook's sheets: cells, widths, print settings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workshop.export.neutral import neutralise

Cell = str | int | float | None
Cells = Sequence[Cell]

_A4, _LINE = 9, 15


@dataclass(frozen=True)
class Book:
    """A workbook being written, and its few cell formats.

    `rtl`: its texts run from right to left.
    """

    book: Any
    rtl: bool
    forms: dict[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Make the formats once: a workbook keeps every one it is given."""
        wrapped = {"text_wrap": True, "valign": "top"}
        forms = {
            "head": {
                "bold": True,
                "bottom": 1,
                "text_wrap": True,
                "valign": "top",
                "bg_color": "#e3edf1",
            },
            "title": {"bold": True, "font_size": 13},
            "bold": {"bold": True, "valign": "top"},
            "soft": {"font_color": "#6b655c"},
            "plain": {"valign": "top"},
            "wrapped": wrapped,
            "left": wrapped | {"align": "left"},
            "percent": {"num_format": "0 %", "valign": "top"},
            "tenths": {"num_format": "0.0", "valign": "top"},
        }
        self.forms.update({name: self.book.add_format(look) for name, look in forms.items()})

    def sheet(self, name: str, widths: Sequence[int]) -> "Sheet":
        """A new sheet with columns of these widths; prints on A4 landscape, one page wide."""
        made = self.book.add_worksheet(name)
        if self.rtl:
            made.right_to_left()
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        made.set_landscape()
        made.set_paper(_A4)
        made.fit_to_pages(1, 0)
        made.set_footer("&L&A&R&P / &N")
        return Sheet(self, made, widths)


@dataclass(frozen=True)
class Sheet:
    """A sheet being written. A text is always written as a text, and None as an empty cell."""

    of: Book
    sheet: Any
    widths: Sequence[int]

    def head(self, titles: Sequence[str], frozen: int = 0) -> None:
        """The first row, frozen and printed on every page; with `frozen`, so many columns, too."""
        self.row(0, titles, "head")
        self.sheet.freeze_panes(1, frozen)
        self.sheet.repeat_rows(0)

    def rows(self, rows: Iterable[Cells], form: str = "wrapped", filtered: int = 0) -> None:
        """The rows below the first, with a filter over so many columns."""
        last = 0
        for last, cells in enumerate(rows, start=1):
            self.row(last, cells, form)
        if filtered:
            self.sheet.autofilter(0, 0, max(last, 1), filtered - 1)

    def row(self, at: int, cells: Cells, form: str) -> None:
        """One row from the first column on, as high as its longest text needs.

        Some programs do not adjust the height.
        """
        lines = max(
            -(-len(str(cell or "")) // width)
            for cell, width in zip(cells, self.widths, strict=False)
        )
        if lines > 1 and form != "plain":
            self.sheet.set_row(at, _LINE * lines)
        for column, cell in enumerate(cells):
            self.cell(at, column, cell, form)

    def cell(self, at: int, column: int, cell: Cell, form: str) -> None:
        """One cell."""
        look = self.of.forms[form]
        if isinstance(cell, str):
            self.sheet.write_string(at, column, neutralise(cell), look)
        elif cell is not None:
            self.sheet.write_number(at, column, cell, look)
