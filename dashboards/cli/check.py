"""`doorways check england`: whether one simulated year looks like the published one."""

import typer
from rich.table import Table

from dashboards.cli.console import messages, output
from dashboards.cli.guard import BROKEN
from dashboards.cli.progress import Bar

_COUNTS_FROM = 10

check = typer.Typer(help="Check the model against published figures.", no_args_is_help=True)


@check.callback()
def _checks() -> None:
    """Keep `england` a command of its own while it is the only check."""


def figure(value: float) -> str:
    """Write a count in whole numbers and a share or ratio with three decimals."""
    return f"{value:,.0f}" if abs(value) >= _COUNTS_FROM else f"{value:.3f}"


@check.command("england")
def england() -> None:
    """Simulate England's published year and show published beside simulated.

    Leaves with code 1 when a row is outside its tolerance.
    """
    from calibration.national_check import run

    with Bar("Simulating England", quiet=False) as bar:
        rows = list(run(bar.update))
    table = Table(title="England, published beside simulated", title_justify="left", expand=True)
    for heading in ("Figure", "Published", "Simulated", "Ratio", "Allowed", "Verdict"):
        table.add_column(heading, justify="left" if heading in ("Figure", "Verdict") else "right")
    for row in rows:
        table.add_row(
            row.label,
            figure(row.published),
            figure(row.simulated),
            f"{row.ratio:.2f}",
            row.tolerance,
            row.verdict,
            style=None if row.inside else "bold red",
        )
    output().print(table)
    outside = sum(not row.inside for row in rows)
    if outside:
        messages().print(f"{outside} of {len(rows)} rows are outside their tolerance.")
        raise typer.Exit(BROKEN)
    output().print(f"All {len(rows)} rows are inside their tolerance.")
