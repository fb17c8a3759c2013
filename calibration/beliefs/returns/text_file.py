"""Read a table saved as text: its encoding, its separator and its rows."""

import codecs
import csv
import io
from collections.abc import Callable
from typing import Final

from calibration.beliefs.returns.files import Source
from calibration.beliefs.returns.sheet import Grid
from simulation.errors import DoorwaysError

_SEPARATORS: Final = (",", ";", "\t", "|")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: How many rows are looked at for headings.
FIRST: Final = 20


def read_text_table(source: Source, known: Callable[[list[str]], int]) -> Grid:
    """Return the rows of a text file.

    Parameters
    ----------
    known
        How many cells of a row are headings of the return; the separator that gives most is used.

    Raises
    ------
    DoorwaysError
        When it is no text.
    """
    text, notes = _decoded(source)
    separator = max(_SEPARATORS, key=lambda one: _headings(text, one, known))
    if separator != ",":
        notes.append(("separator", f"Values are separated by {separator!r}."))
    rows, lines = _rows(text, separator, csv.QUOTE_MINIMAL)
    if lines != len(rows):
        notes.append(("broken_lines", f"{lines:,} lines make {len(rows):,} rows."))
        rows, lines = _rows(text, separator, csv.QUOTE_NONE)
        rows = [[cell.strip().strip('"') for cell in row] for row in rows]
    filled = [number for number, row in enumerate(rows) if row]
    return Grid(
        name=source.name,
        label=source.name,
        rows=[rows[number] for number in filled],
        numbers=[number + 1 for number in filled],
        notes=notes,
    )


def _decoded(source: Source) -> tuple[str, list[tuple[str, str]]]:
    content, notes = source.content, []
    if content.startswith(codecs.BOM_UTF8):
        content, notes = content[len(codecs.BOM_UTF8) :], [("byte_mark", "UTF-8 with a mark.")]
    if content.startswith(_UTF16):
        return _tried(source, content, "utf-16"), [("encoding", "It is Unicode (UTF-16).")]
    if content[1:200:2].count(0) > len(content[1:200:2]) / 2:
        said = [("encoding", "It is Unicode (UTF-16) without a mark.")]
        return _tried(source, content, "utf-16-le"), said
    try:
        return content.decode("utf-8"), notes
    except UnicodeDecodeError:
        # Never with a sign in place of what cannot be read: two children would become one.
        text = _tried(source, content, "cp1252")
        return text, [*notes, ("encoding", "It is read as Windows-1252.")]


def _tried(source: Source, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        rule = "It is no text in UTF-8, UTF-16 or Windows-1252."
        step = "Open it in a spreadsheet and save it as CSV UTF-8."
        raise DoorwaysError("file", source.name, rule, step) from None


def _headings(text: str, separator: str, known: Callable[[list[str]], int]) -> int:
    start = "\n".join(text[:100_000].splitlines()[:FIRST])
    rows, _ = _rows(start, separator, csv.QUOTE_NONE)
    return max((known(row) for row in rows), default=0)


def _rows(text: str, separator: str, quoting: int) -> tuple[list[list[str]], int]:
    """Return rows and how many lines they took; a row that cannot be parsed ends in no row."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        # A quotation mark that is never closed takes in more than a value may hold.
        return rows, -1
    return rows, reader.line_num
