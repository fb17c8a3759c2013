"""A small table of a report, on the terminal."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from dashboards.report.sheets import Sheet


def sheet_table(sheet: Sheet, title: str | None = None) -> Table:
    """Return a table whose columns of words stand to the left and whose others to the right."""
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, title=title, title_justify="left"
    )
    for k, heading in enumerate(sheet.headings):
        table.add_column(heading, justify="left" if sheet.is_worded(k) else "right")
    for row in sheet.rows:
        table.add_row(*row)
    return table
