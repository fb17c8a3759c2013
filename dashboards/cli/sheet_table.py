"""A small table of a report, on the terminal."""

from rich.box import SIMPLE_HEAD
from rich.console import JustifyMethod
from rich.table import Table

from dashboards.report.sheets import Sheet


def sheet_table(sheet: Sheet, title: str | None = None, *, whole: bool = False) -> Table:
    """Return a table whose columns of words stand to the left and whose others to the right.

    Parameters
    ----------
    whole
        No cell but those of the first column is broken over lines.
    """
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        title=title,
        title_justify="left",
        title_style="bold",
    )
    for k, heading in enumerate(sheet.headings):
        side: JustifyMethod = "left" if sheet.is_worded(k) else "right"
        table.add_column(heading, justify=side, no_wrap=whole and k > 0)
    for row in sheet.rows:
        table.add_row(*row)
    return table
