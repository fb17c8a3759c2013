"""`doorways measures`: everything a run reports."""

from rich.table import Table

from dashboards.cli.console import output
from dashboards.report.groups import grouped_measures

_KINDS = {
    "flow": "adds up over the years",
    "time": "adds up over the years",
    "money": "adds up over the years",
    "stock": "on 31 March",
    "share": "share on 31 March",
}


def measures() -> None:
    """List every measure with its machine name, unit and meaning."""
    console = output()
    for title, members in grouped_measures():
        table = Table(title=title, title_justify="left", title_style="bold", expand=True)
        table.add_column("Name", no_wrap=True)
        table.add_column("Label")
        table.add_column("Unit")
        table.add_column("Over several years")
        table.add_column("What it counts", ratio=1)
        for m in members:
            table.add_row(m.name, m.label, m.unit, _KINDS[m.kind], m.about)
        console.print(table)
