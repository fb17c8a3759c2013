"""`doorways trial`: how often an evaluation of some design finds what is there, and what is not."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.delivering import JsonFile, check_file, deliver_json, screen, tell_notes
from dashboards.cli.running import simulating
from dashboards.cli.simulated import Simulated, simulates
from scenarios.trial.names import Design, Pool

if TYPE_CHECKING:
    from scenarios.trial.design import Trial
    from scenarios.trial.result import Found


@simulates(leaving_out=("authority", "years", "replicates"))
def trial(
    said: Simulated,
    design: Annotated[
        Design, typer.Option(help="How authorities come to have the service.")
    ] = Design.STEPPED_WEDGE,
    pool: Annotated[
        Pool,
        typer.Option(help="Any authorities, or those a programme lets in: whose number rose most."),
    ] = Pool.NATIONAL,
    authorities: Annotated[int, typer.Option(help="How many take part.")] = 5,
    outcome: Annotated[str, typer.Option(help="What is counted, week by week.")] = "care_entries",
    step_months: Annotated[
        float, typer.Option(help="Of a stepped wedge: months between steps, 3, 6, 9 or 12.")
    ] = 6,
    replications: Annotated[int, typer.Option(help="How many trials are run.")] = 200,
    json_file: JsonFile = None,
) -> None:
    """Run an evaluation many times on simulated authorities, where the truth is known.

    Power, bias and coverage of each analysis an evaluator would use, against the true effect; with a null twin
    (NAME-null) its false-positive rate. Finished trials are stored: Ctrl-C loses none.
    """
    from scenarios.funnel.study import refuse_without_services
    from scenarios.trial.design import Trial

    refuse_without_services(said.request.scenario)
    asked = Trial(design, pool, authorities, outcome, step_months)
    check_file(json_file)
    found = _run(said, asked, replications).to_dict()
    _deliver(found, json_file, quiet=said.quiet)


def _run(said: Simulated, asked: "Trial", replications: int) -> "Found":
    """Run what is not stored behind a progress bar; say how to go on when it is stopped."""
    from scenarios.trial.study import run_trials

    with simulating(said, "Trials", "trials") as (_, told):
        return run_trials(said.request, asked, replications, told)


def _deliver(found: Mapping[str, Any], json_file: str | None, *, quiet: bool) -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import trial_sheets

    deliver_json(json_file, found)
    if quiet:
        return
    console = screen(json_file)
    console.print(trial_sheets.about(found), style="bold", markup=False)
    console.print(sheet_table(trial_sheets.analyses(found)))
    console.print(trial_sheets.truth(found), markup=False)
    tell_notes(console, found["notes"])
