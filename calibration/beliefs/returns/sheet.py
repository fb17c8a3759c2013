"""A table as it stands in a file: text in rows and columns, before anything is known of it."""

from dataclasses import dataclass, field


@dataclass
class Grid:
    """Rows of text with the row each stands in, as a spreadsheet or an editor counts them.

    Parameters
    ----------
    name
        What the table is called in messages: its file, and its sheet in a workbook.
    label
        The text that may say the year: names of folders, file and sheet.
    rows
        Every row, the headings among them.
    numbers
        Where each stands, from 1.
    notes
        Rules met in the file as a whole, with words.
    """

    name: str
    label: str
    rows: list[list[str]]
    numbers: list[int]
    notes: list[tuple[str, str]] = field(default_factory=list)
    #: Columns, by position, whose values the workbook holds as numbers.
    numeric: frozenset[int] = frozenset()
    #: The module, where the file itself says it, as XML does.
    module: str = ""
