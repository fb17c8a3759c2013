"""`doorways sensitivity`: which uncertain figures drive a measure, and which would decide."""

import re
from dataclasses import replace
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
    Workers,
    Years,
)
from dashboards.cli.console import messages, output
from dashboards.cli.database import DatabaseOrOut
from dashboards.cli.folder import RESULTS, Folder
from dashboards.cli.guard import STOPPED
from dashboards.cli.progress import Bar
from scenarios import usual
from simulation.runner.execution import Execution, StoppedError

if TYPE_CHECKING:
    from scenarios.sensitivity.request import SensitivityRequest
    from scenarios.sensitivity.result import Sensitivity


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
    workers: Workers = None,
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
    execution = Execution(workers)
    folder, place = _places(request, out, db)
    _deliver(_run(request, place, execution, quiet=quiet), folder, quiet=quiet)


def _places(
    request: "SensitivityRequest", out: Path | None, db: str | None
) -> tuple[Path, str | Path | None]:
    """Check where results go before a long run; return the folder and the store's address."""
    from calibration.beliefs.authorities.load import profile
    from dashboards.report.folder import prepare
    from simulation.store.address import FILE_NAME

    baseline, scenario = request.comparison().arms()
    council = profile(request.authority, request.base_year).name
    folder = prepare(out or RESULTS / _folder_name(council, baseline.name, scenario.name, request))
    own = folder / FILE_NAME if db is None and out is not None else db
    return folder, own


def _folder_name(council: str, baseline: str, scenario: str, request: "SensitivityRequest") -> str:
    """Name a folder after what makes the study, so that another one does not replace it."""
    from dashboards.cli.calibrations import in_words

    words = [council, scenario, *([] if baseline == "baseline" else [f"against {baseline}"])]
    words += ["sensitivity", request.measure, request.of, request.method]
    words += [f"{request.years}y", f"{request.runs}r", f"seed{request.seed}"]
    words += in_words(request.calibration)
    if request.value_of_care_week:
        words.append(f"week{request.value_of_care_week:g}")
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")


def _run(
    request: "SensitivityRequest", db: str | Path | None, execution: Execution, *, quiet: bool
) -> "Sensitivity":
    """Run it behind a progress bar; say how to go on when it is stopped."""
    from dashboards.cli.compiling import announce
    from scenarios.sensitivity.study import study

    bar = Bar("Simulating", quiet=quiet)
    try:
        announce(quiet=quiet)
        with bar:
            return study(request, execution=replace(execution, progress=bar.update), store=db)
    except (KeyboardInterrupt, StoppedError):
        messages().print(
            f"Stopped. {bar.done:,} of {bar.total:,} runs are finished and stored; "
            "the same command runs the rest."
        )
        raise typer.Exit(STOPPED) from None


def _deliver(result: "Sensitivity", folder: Path, *, quiet: bool) -> None:
    from dashboards.cli.sensitivity_table import show
    from dashboards.report.sensitivity import write_all

    charts = write_all(folder, result)
    if quiet:
        return
    console = output()
    show(console, result)
    console.print()
    for what, path in (
        ("Report", folder / "report.html"),
        ("Numbers", folder / "sensitivity.json"),
        ("As a table", folder / "sensitivity.csv"),
        (f"{len(charts)} charts", folder / "charts"),
    ):
        console.print(f"{what:<12}{path}", markup=False, soft_wrap=True)
