"""`doorways check england`: whether one simulated year looks like the published one."""

import typer
from rich.table import Table

from dashboards.cli.clusters import anywhere
from dashboards.cli.console import messages, output
from dashboards.cli.guard import BROKEN
from dashboards.cli.running import behind_a_bar
from simulation.runner.execution import USUAL, Execution

_COUNTS_FROM = 10
ROLES = {"fit": "fitted", "hold": "held out"}

check = typer.Typer(help="Check the model against published figures.", no_args_is_help=True)


@check.callback()
def _checks() -> None:
    """Keep `england` a command of its own while it is the only check."""


def figure(value: float) -> str:
    """Write a count in whole numbers and a share or ratio with three decimals."""
    return f"{value:,.0f}" if abs(value) >= _COUNTS_FROM else f"{value:.3f}"


@check.command("england")
@anywhere
def england(execution: Execution = USUAL) -> None:
    """Simulate England's published year and show published beside simulated.

    Leaves with code 1 when fewer than 90% of the fitted targets, or 80% of those held out, are
    inside what is allowed.
    """
    from calibration.checks.england import LEAST, run, share_inside

    with behind_a_bar("Simulating England", execution, quiet=False) as told:
        rows = run(told)
    table = Table(title="England, published beside simulated", title_justify="left", expand=True)
    for heading in ("Target", "Published", "Simulated", "Allowed", "Role", "Verdict"):
        left = heading in ("Target", "Role", "Verdict")
        table.add_column(heading, justify="left" if left else "right")
    for row in rows:
        table.add_row(
            row.target.label,
            figure(row.target.value),
            figure(row.simulated),
            f"{figure(row.low)} to {figure(row.high)}",
            ROLES[row.target.role],
            row.verdict,
            style=None if row.inside else "bold red",
        )
    output().print(table)
    shares = {role: share_inside(rows, role) for role in LEAST}
    output().print(
        f"Inside what is allowed: {shares['fit']:.0%} of the fitted targets, "
        f"{shares['hold']:.0%} of those held out."
    )
    lacking = [ROLES[role] for role, least in LEAST.items() if shares[role] < least]
    if lacking:
        messages().print(f"Too few of those {' and '.join(lacking)} are inside.")
        raise typer.Exit(BROKEN)
