"""`doorways order`: where to start, and in what order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.console import output
from dashboards.cli.running import simulating
from dashboards.cli.simulated import Simulated, simulates

if TYPE_CHECKING:
    from scenarios.adopting.order import Turn

_By = Annotated[
    str, typer.Option(metavar="MEASURE", help="What they are judged by: doorways measures.")
]


@simulates(replicates=50)
def order(said: Simulated, by: _By = "weeks_in_care") -> None:
    """Choose the site that adds most when opened first, then the next, in paired runs.

    Sites that differ are chosen among; a service whose sites are alike counts as one. Only what is seen to
    help, and to add more than all others, is recommended.
    """
    from scenarios.adopting.order import order as ordered
    from scenarios.funnel.study import refuse_without_services

    refuse_without_services(said.request.scenario)
    with simulating(said) as (_, told):
        turns = ordered(said.request, by, execution=told)
    if not said.quiet:
        _show(turns, by)


def _show(turns: "Sequence[Turn]", by: str) -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import order_sheets

    console = output()
    for place, turn in enumerate(turns, 1):
        console.print(sheet_table(order_sheets.turn(turn, by), order_sheets.title(place, turn)))
        console.print(order_sheets.sentence(turn), markup=False)
    console.print(order_sheets.READING)
