"""`doorways sensitivity`: which uncertain figures drive a measure, and which would decide."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.asked import (
    Authority,
    BaselineName,
    Calibrated,
    Quiet,
    ScenarioName,
    Seed,
    Years,
)
from dashboards.cli.clusters import anywhere
from dashboards.cli.console import output
from dashboards.cli.database import DatabaseOrOut
from dashboards.cli.delivering import tell_where
from dashboards.cli.folder import Folder, called, results_in, store_beside
from dashboards.cli.running import SIMULATING, behind_a_bar
from scenarios import usual
from simulation.runner.execution import USUAL, Execution

if TYPE_CHECKING:
    from scenarios.sensitivity.request import SensitivityRequest
    from scenarios.sensitivity.result import Sensitivity


@anywhere
def sensitivity(
    authority: Authority,
    measure: Annotated[
        str, typer.Option(help="Measure by name; 'doorways measures' lists them.")
    ] = "care_entries",
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
    of: Annotated[str, typer.Option(help="difference or baseline.")] = "difference",
    method: Annotated[str, typer.Option(help="pawn, morris or sobol.")] = "pawn",
    runs: Annotated[int, typer.Option(metavar="N", help="Most runs the method may use.")] = 2000,
    bank: Annotated[
        int, typer.Option(metavar="N", help="With morris, sobol: paired runs for the decision.")
    ] = 400,
    top: Annotated[int, typer.Option(metavar="N", help="With sobol: how many figures.")] = 6,
    value_of_care_week: Annotated[
        float,
        typer.Option(
            metavar="POUNDS", help="What a week of care avoided is worth beyond what it saves."
        ),
    ] = 0,
    years: Years = 5,
    seed: Seed = 1,
    out: Folder = None,
    db: DatabaseOrOut = None,
    execution: Execution = USUAL,
    calibration: Calibrated = None,
    quiet: Quiet = False,
) -> None:
    """Find which uncertain figures drive a measure, and which uncertainty would change the decision.

    Prints tables and writes a report, pictures and every number into a folder. Finished runs are
    stored: Ctrl-C loses none, and asking again runs only what is missing.

    Methods: pawn reads the runs of a comparison, morris moves one figure at a time, sobol splits
    the variance among the strongest figures.
    """
    from dashboards.cli.calibrations import chosen
    from scenarios.sensitivity.request import SensitivityRequest
    from scenarios.sensitivity.study import study

    request = SensitivityRequest(
        authority=authority,
        measure=measure,
        scenario=scenario,
        baseline=baseline,
        of=of,
        method=method,
        runs=runs,
        bank=bank,
        top=top,
        value_of_care_week=value_of_care_week,
        years=years,
        seed=seed,
        calibration=chosen(calibration, db),
    )
    folder = _folder(request, out)
    store = store_beside(folder, out, db)
    with behind_a_bar(SIMULATING, execution, quiet=quiet, stored="runs") as told:
        found = study(request, execution=told, store=store)
    _deliver(found, folder, quiet=quiet)


def _folder(request: "SensitivityRequest", out: Path | None) -> Path:
    """Check what is asked for, and return the folder for it, which can be written into."""
    from calibration.beliefs.authorities.load import profile

    baseline, scenario = request.comparison().arms()
    council = profile(request.authority, request.base_year).name
    return results_in(out, _folder_name(council, baseline.name, scenario.name, request))


def _folder_name(council: str, baseline: str, scenario: str, request: "SensitivityRequest") -> str:
    """Name a folder after what makes the study, so that another one does not replace it."""
    from dashboards.cli.calibrations import in_words

    words = [council, scenario, *([] if baseline == "baseline" else [f"against {baseline}"])]
    words += ["sensitivity", request.measure, request.of, request.method]
    words += [f"{request.years}y", f"{request.runs}r", f"seed{request.seed}"]
    words += in_words(request.calibration)
    if request.value_of_care_week:
        words.append(f"week{request.value_of_care_week:g}")
    return called(words)


def _deliver(result: "Sensitivity", folder: Path, *, quiet: bool) -> None:
    from dashboards.cli.sensitivity_table import show
    from dashboards.report.sensitivity import write_all

    charts = write_all(folder, result)
    if quiet:
        return
    console = output()
    show(console, result)
    files = {"Numbers": "sensitivity.json", "As a table": "sensitivity.csv"}
    files |= {f"{len(charts)} charts": "charts"}
    tell_where(console, folder, {"Report": "report.html"} | files)
