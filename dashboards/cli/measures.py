"""`doorways measures`: everything a run reports."""

from rich.table import Table

from dashboards.cli.console import output
from dashboards.report.groups import grouped_measures
from scenarios.words import size
from simulation.outcomes.measure import Measure

_KINDS = {
    "flow": "adds up",
    "time": "adds up",
    "money": "adds up",
    "stock": "on 31 March",
    "share": "on 31 March",
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
        table.add_column("Matters beyond")
        for m in members:
            table.add_row(m.name, m.label, m.unit, _KINDS[m.kind], m.about, _size(m))
        console.print(table)
    console.print(
        "Matters beyond: a difference up to this share of the baseline, or this number where that is "
        "larger, is too small to matter. The reasons:"
    )
    for why, names in _reasons().items():
        console.print(f"- {', '.join(names)}: {why}", markup=False)


def _size(m: Measure) -> str:
    return f"{100 * m.size.share:.3g}%, {size(m.size.floor, m.kind)}"


def _reasons() -> dict[str, list[str]]:
    """Return the measures of each reason, in the order of the tables."""
    found: dict[str, list[str]] = {}
    for _, members in grouped_measures():
        for m in members:
            found.setdefault(m.size.why, []).append(m.name)
    return found
