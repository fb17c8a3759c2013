"""A workbook being written: formats, cells with formulas and what they come to, named inputs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

POUNDS: Final = "£#,##0;[Red]-£#,##0"
PENCE: Final = "£#,##0.00"
SHARE: Final = "0.0%"
PLAIN: Final = "#,##0.00"
WHOLE: Final = "0"
#: What may be changed stands out: blue on yellow, as accountants expect; the heading says so in words.
_INPUT: Final = {"font_color": "#0000c0", "bg_color": "#fff8d5", "border": 1}
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "words": {"text_wrap": True, "valign": "top"},
    "total": {"bold": True, "top": 1},
}


class Book:
    """Write cells into one workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    title
        What the file is called in its properties.
    sheets
        What its sheets are called, in order.
    """

    def __init__(self, path: Path, title: str, sheets: Sequence[str]) -> None:
        """Open the workbook; nothing is on disk before `close`."""
        self._book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties({"title": title, "comments": "Synthetic data: no real child."})
        self._book.set_calc_mode("auto")
        self._sheets = {name: self._book.add_worksheet(name) for name in sheets}
        self._formats: dict[tuple[str, str], Any] = {}

    def sheet(self, name: str, widths: tuple[float, ...] = ()) -> "Page":
        """Return a sheet, its columns of some widths."""
        made = self._sheets[name]
        for k, width in enumerate(widths):
            made.set_column(k, k, width)
        return Page(self, made)

    def name(self, name: str, where: str) -> None:
        """Give a cell of the whole book a name that formulas use."""
        self._book.define_name(name, f"={where}")

    def form(self, style: str = "", number: str = "") -> Any:
        """Return a format, made once."""
        key = (style, number)
        if key not in self._formats:
            said = _INPUT if style == "input" else _STYLES.get(style, {})
            self._formats[key] = self._book.add_format(
                {**said, **({"num_format": number} if number else {})}
            )
        return self._formats[key]

    def line_chart(self) -> Any:
        """Return an empty line chart."""
        return self._book.add_chart({"type": "scatter", "subtype": "straight"})

    def close(self) -> None:
        """Write the file."""
        self._book.close()


class Page:
    """Write into one sheet; rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        """Wrap a sheet."""
        self.book, self.sheet = book, sheet

    @property
    def name(self) -> str:
        """Return what the sheet is called."""
        return str(self.sheet.get_name())

    def text(self, row: int, column: int, said: str, style: str = "") -> None:
        """Write words."""
        self.sheet.write_string(row, column, said, self.book.form(style))

    def texts(self, row: int, column: int, said: tuple[str, ...], style: str = "") -> None:
        """Write words side by side."""
        for k, one in enumerate(said):
            self.text(row, column + k, one, style)

    def number(self, row: int, column: int, value: float, form: str = "", style: str = "") -> str:
        """Write a number that is given; return where it stands, for formulas of other sheets."""
        self.sheet.write_number(row, column, value, self.book.form(style, form))
        return self.at(row, column)

    def formula(
        self, row: int, column: int, said: str, value: Any, form: str = "", style: str = ""
    ) -> str:
        """Write a formula and what it comes to now; return where it stands."""
        shown = "" if value is None else value
        self.sheet.write_formula(row, column, f"={said}", self.book.form(style, form), shown)
        return self.at(row, column)

    def at(self, row: int, column: int) -> str:
        """Return a cell as formulas of any sheet name it."""
        return f"'{self.name}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return a range as formulas of any sheet name it."""
        ends = (xl_rowcol_to_cell(*one, row_abs=True, col_abs=True) for one in (first, last))
        return f"'{self.name}'!{':'.join(ends)}"
