"""`doorways funnel`: of those who come into care, how many a service reaches, and where they are lost."""

from pathlib import Path
from typing import TYPE_CHECKING

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
from dashboards.cli.database import Database
from dashboards.cli.delivering import JsonFile, check_file, deliver_json, screen, tell_where
from dashboards.cli.running import simulating
from scenarios import usual
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from scenarios.funnel.result import Funnel
    from scenarios.request import CompareRequest


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
    that ends. The futures are those of the comparison of the same seed, and
    Ctrl-C loses nothing.
    """
    from dashboards.cli.calibrations import chosen
    from scenarios.funnel.study import funnel as run
    from scenarios.funnel.study import refuse_without_services
    from scenarios.request import CompareRequest

    refuse_without_services(scenario)
    check_file(json_file)
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
    with simulating(Execution(workers), db, quiet=quiet) as (_, told):
        found = run(request, execution=told)
    _deliver(found, json_file, quiet=quiet)


def _check(request: "CompareRequest") -> None:
    """Check what can be checked before a bar appears: council and scenarios."""
    from calibration.beliefs.authorities.load import profile

    request.arms()
    profile(request.authority, request.base_year)


def _deliver(found: "Funnel", json_file: str | None, *, quiet: bool) -> None:
    from dashboards.cli.funnel_table import show

    plain = found.to_dict()
    deliver_json(json_file, plain)
    if quiet:
        return
    console = screen(json_file)
    show(console, plain)
    if json_file is not None and json_file != STDOUT:
        tell_where(console, Path(), {"Numbers": json_file})
