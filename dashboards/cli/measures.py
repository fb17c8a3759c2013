"""`doorways measures`: everything a run reports."""

from rich.table import Table

from dashboards.cli.console import output
from dashboards.report.groups import grouped_measures
from scenarios.words import size
from simulation.outcomes.measures import Measure

_KINDS = {
    "flow": "adds up over the years",
    "time": "adds up over the years",
    "money": "adds up over the years",
    "stock": "on 31 March",
    "share": "share on 31 March",
}


def measures() -> None:
    """List every measure with its machine name, unit, meaning and the size that matters."""
    console = output()
    for title, members in grouped_measures():
        table = Table(title=title, title_justify="left", title_style="bold", expand=True)
        table.add_column("Name", no_wrap=True)
        table.add_column("Label")
        table.add_column("Unit")
        table.add_column("Over several years")
        table.add_column("What it counts", ratio=1)
        table.add_column("Size that matters, and why", ratio=1)
        for m in members:
            table.add_row(m.name, m.label, m.unit, _KINDS[m.kind], m.about, _size(m))
        console.print(table)


def _size(m: Measure) -> str:
    share = f"{100 * m.size.share:.3g}% of the baseline"
    return f"{share}, at least {size(m.size.floor, m.kind)}. {m.size.why}"
