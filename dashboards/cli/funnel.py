"""`doorways funnel`: of those who come into care, how many a service reaches, and where they are lost."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.asked import (
    STDOUT,
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
from dashboards.cli.console import messages, output, write_out
from dashboards.cli.database import Database
from dashboards.cli.guard import STOPPED
from dashboards.cli.progress import Bar
from scenarios import usual
from simulation.runner.execution import Execution, StoppedError

if TYPE_CHECKING:
    from scenarios.funnel.result import Funnel
    from scenarios.request import CompareRequest

JsonFile = Annotated[
    str | None,
    typer.Option(
        "--json", metavar="FILE", help="Also write every number there; - is standard output."
    ),
]


def funnel(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    baseline: BaselineName = usual.BASELINE,
    years: Years = 5,
    replicates: Replicates = 20,
    seed: Seed = 1,
    json_file: JsonFile = None,
    db: Database = None,
    workers: Workers = None,
    step_days: StepDays = 7,
    quiet: Quiet = False,
    calibration: Calibrated = None,
    central: Central = False,
) -> None:
    """Follow those who come into care through a scenario's services, and show where they are lost.

    Referred, accepted, supported, in time, and how strongly; whom each service supports and how
    that ends. The futures are those of the comparison of the same seed; nothing is stored.
    """
    from dashboards.cli.calibrations import chosen
    from dashboards.report.folder import prepare_file
    from scenarios.funnel.study import refuse_without_services
    from scenarios.request import CompareRequest

    refuse_without_services(scenario)
    if json_file not in (None, STDOUT):
        prepare_file(Path(str(json_file)))
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
    _check(request)
    _deliver(_run(request, Execution(workers), quiet=quiet), json_file, quiet=quiet)


def _check(request: "CompareRequest") -> None:
    """Check what can be checked before a bar appears: council and scenarios."""
    from calibration.beliefs.authorities.load import profile

    request.arms()
    profile(request.authority, request.base_year)


def _run(request: "CompareRequest", execution: Execution, *, quiet: bool) -> "Funnel":
    """Run it behind a progress bar."""
    from dashboards.cli.compiling import announce
    from scenarios.funnel.study import funnel as run

    bar = Bar("Simulating", quiet=quiet)
    try:
        announce(quiet=quiet)
        with bar:
            return run(request, execution=replace(execution, progress=bar.update))
    except (KeyboardInterrupt, StoppedError):
        messages().print("Stopped. Nothing of a funnel is stored; the same command begins again.")
        raise typer.Exit(STOPPED) from None


def _deliver(found: "Funnel", json_file: str | None, *, quiet: bool) -> None:
    from dashboards.cli.funnel_table import show
    from dashboards.report.folder import to_json, write_json

    plain = found.to_dict()
    if json_file == STDOUT:
        write_out(to_json(plain))
    elif json_file is not None:
        write_json(Path(json_file), plain)
    if quiet:
        return
    console = messages() if json_file == STDOUT else output()
    show(console, plain)
    if json_file not in (None, STDOUT):
        console.print(f"\n{'Numbers':<12}{json_file}", markup=False, soft_wrap=True)
