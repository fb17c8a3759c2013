"""A small table of a report, on the terminal."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from dashboards.report.sheets import Sheet


def sheet_table(sheet: Sheet) -> Table:
    """Return a table whose first column is words and whose others are numbers."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    last = len(sheet.headings) - 1
    for k, heading in enumerate(sheet.headings):
        words = k == 0 or (k == last and sheet.worded)
        table.add_column(heading, justify="left" if words else "right")
    for row in sheet.rows:
        table.add_row(*row)
    return table
