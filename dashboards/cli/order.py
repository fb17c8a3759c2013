"""`doorways order`: where to start, and in what order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.asked import (
    Authority,
    BaselineName,
    Calibrated,
    Central,
    Quiet,
    Replicates,
    ScenarioName,
    Seed,
    StepDays,
    Workers,
    Years,
)
from dashboards.cli.console import output
from dashboards.cli.database import Database
from dashboards.cli.running import simulating
from scenarios import usual
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from scenarios.adopting.order import Turn

_By = Annotated[
    str, typer.Option(metavar="MEASURE", help="What they are judged by: doorways measures.")
]


def order(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
    by: _By = "weeks_in_care",
    years: Years = 5,
    replicates: Replicates = 50,
    seed: Seed = 1,
    db: Database = None,
    workers: Workers = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
) -> None:
    """Choose the site that adds most when opened first, then the next, in paired runs.

    Sites that differ are chosen among; a service whose sites are alike counts as one. Only what is seen to
    help, and to add more than all others, is recommended.
    """
    from dashboards.cli.calibrations import chosen
    from scenarios.adopting.order import order as ordered
    from scenarios.funnel.study import refuse_without_services
    from scenarios.request import CompareRequest

    refuse_without_services(scenario)
    request = CompareRequest(
        authority=authority,
        baseline=baseline,
        scenario=scenario,
        years=years,
        replicates=replicates,
        seed=seed,
        step_days=step_days,
        central=central,
        calibration=chosen(calibration, db),
    )
    with simulating(Execution(workers), db, quiet=quiet) as (_, told):
        turns = ordered(request, by, execution=told)
    if not quiet:
        _show(turns, by)


def _show(turns: "Sequence[Turn]", by: str) -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import order_sheets

    console = output()
    for place, turn in enumerate(turns, 1):
        console.print(sheet_table(order_sheets.turn(turn, by), order_sheets.title(place, turn)))
        console.print(order_sheets.sentence(turn), markup=False)
    console.print(order_sheets.READING)
