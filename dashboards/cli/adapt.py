"""`doorways adapt`: which parts of a service are its core, and which can be adapted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
from dashboards.cli.delivering import check_file
from dashboards.cli.running import simulating
from dashboards.cli.tables import CsvFile, write_rows
from scenarios import usual
from simulation.numbers import lasting
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from scenarios.adopting.parts import Judged


def adapt(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
    years: Years = 5,
    replicates: Replicates = 50,
    seed: Seed = 1,
    csv_file: CsvFile = None,
    db: Database = None,
    workers: Workers = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
) -> None:
    """Leave each part of a service out in paired runs, and call it core or adaptable.

    A service says itself what it is made of; a programme's parts are its effects. What goes with each part
    is a judgement, and so is the verdict.
    """
    from dashboards.cli.calibrations import chosen
    from dashboards.report.adapt_sheets import rows_of
    from scenarios.adopting.parts import adapt as judged_in
    from scenarios.funnel.study import refuse_without_services
    from scenarios.request import CompareRequest

    refuse_without_services(scenario)
    check_file(csv_file)
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
        found = judged_in(request, execution=told)
    if write_rows(rows_of(found), csv_file) or quiet:
        return
    _show(found, f"{scenario} in {authority}, {lasting(years, 'year')}, {replicates} pairs")


def _show(found: "Sequence[Judged]", about: str) -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import adapt_sheets

    console = output()
    console.print(sheet_table(adapt_sheets.parts(found), about))
    if all(one.share is None for one in found):
        console.print(adapt_sheets.NOTHING)
    for said in adapt_sheets.judgements(found):
        console.print(said, markup=False)
    console.print(adapt_sheets.READING)
