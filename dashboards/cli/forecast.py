"""`doorways forecast`: what a council has to plan for if practice stays as it is."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.asked import (
    Authority,
    BaselineName,
    Calibrated,
    Central,
    Quiet,
    Replicates,
    Seed,
    StepDays,
    Workers,
    Years,
)
from dashboards.cli.database import Database
from dashboards.cli.delivering import (
    JsonFile,
    check_file,
    deliver_json,
    screen,
    tell_notes,
    tell_where,
)
from dashboards.cli.folder import Folder, named_after
from dashboards.cli.running import SIMULATING, stoppable
from scenarios import usual
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.forecast.study import Asked
    from scenarios.request import CompareRequest

Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--lever",
        metavar="LEVER",
        help="What you would change: entries:10-15=+10%, exits:0-9=-5%, unaccompanied=+20%, "
        "placed:childrens_home=-20%; may be repeated.",
    ),
]
FromMonth = Annotated[float, typer.Option(help="Month from which the levers are moved.")]
UnitCostsFile = Annotated[
    Path | None,
    typer.Option(
        "--unit-costs",
        metavar="FILE",
        help="Prices of your own: unit_costs.csv of a forecast or a case, its prices changed.",
    ),
]
Inflation = Annotated[
    float, typer.Option(help="Share by which prices rise a year, for the money of the day: 0.03.")
]
NoRecord = Annotated[
    bool, typer.Option("--no-record", help="Do not make and score forecasts from past years.")
]


def forecast(
    authority: Authority = usual.AUTHORITY,
    baseline: BaselineName = usual.BASELINE,
    lever: Levers = None,
    from_month: FromMonth = 0.0,
    unit_costs: UnitCostsFile = None,
    inflation: Inflation = 0.0,
    no_record: NoRecord = False,
    years: Years = 5,
    replicates: Replicates = 100,
    seed: Seed = 1,
    out: Folder = None,
    json_file: JsonFile = None,
    db: Database = None,
    workers: Workers = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
) -> None:
    """Forecast children by kind of placement, age and area, places to find and spending.

    If practice stays as it is, beside the council's own years since 2018, its neighbours, England, and
    how well such forecasts did for it. Levers show what a change would do on the same futures. Nothing is
    stored.
    """
    from dashboards.cli.calibrations import chosen
    from dashboards.report.folder import prepare
    from dashboards.report.forecast import FILES, write_all
    from scenarios.forecast.study import forecast as run
    from scenarios.request import CompareRequest

    asked = _asked(lever or [], from_month, unit_costs, inflation, with_record=not no_record)
    request = CompareRequest(
        authority=authority,
        baseline=baseline,
        years=years,
        replicates=replicates,
        seed=seed,
        step_days=step_days,
        central=central,
        calibration=chosen(calibration, db),
    )
    folder = prepare(out or _folder(request, asked))
    check_file(json_file)
    with stoppable(SIMULATING, quiet=quiet) as bar, bar:
        execution = replace(Execution(workers), progress=bar.update)
        found = run(request, asked, execution=execution, on_stage=bar.name)
    console = screen(json_file)
    if not quiet:
        show(console, found)
    write_all(folder, found)
    deliver_json(json_file, found)
    if not quiet:
        tell_where(console, folder, FILES)


def _asked(
    levers: list[str], month: float, prices: Path | None, inflation: float, *, with_record: bool
) -> "Asked":
    """Return what a forecast is made with, everything checked that can be before a long run."""
    from scenarios.case.own_prices import read_prices
    from scenarios.forecast.levers import lever_of, planned
    from scenarios.forecast.study import Asked

    moved = tuple(map(lever_of, levers))
    planned(moved, month)
    own = read_prices(prices) if prices else {}
    return Asked(moved, month, own, inflation, with_record)


def _folder(request: "CompareRequest", asked: "Asked") -> Path:
    from scenarios.scenario import load_scenario

    world = load_scenario(str(request.baseline)).to_toml()
    made = [world, [vars(one) for one in asked.levers], asked.month, asked.prices, asked.inflation]
    return named_after(request, ["forecast"], [*made, asked.with_record])


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print the answer, places, children, levers, spending, standing and record."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import forecast_sheets as sheets

    console.print(sheets.headline(found), style="bold", markup=False)
    console.print(sheets.READING, markup=False)
    for sheet in (
        sheets.children(found),
        sheets.places(found),
        sheets.ages(found),
        sheets.levers(found),
        sheets.spending(found),
        sheets.flows(found),
        sheets.standing(found),
        sheets.past(found),
        sheets.record(found),
    ):
        if sheet is not None:
            console.print()
            console.print(sheet_table(sheet))
    console.print()
    for one in sheets.sentences(found):
        console.print(one, markup=False)
    tell_notes(console, found["notes"])
