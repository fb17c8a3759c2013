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
from dashboards.cli.running import SIMULATING, behind_a_bar
from dashboards.cli.tables import table_of
from scenarios import usual
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from scenarios.adopting.order import Candidate, Turn

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
    with behind_a_bar(SIMULATING, Execution(workers), quiet=quiet) as told:
        turns = ordered(request, by, execution=told)
    if not quiet:
        _show(turns, by)


def _show(turns: "Sequence[Turn]", by: str) -> None:
    from scenarios import words
    from simulation.outcomes.measures import BY_NAME, MEASURES

    about = MEASURES[BY_NAME[by]]
    console = output()
    for place, turn in enumerate(turns, 1):
        rows = []
        for one in turn.candidates:
            ends = words.signed_range(one.adds.low, one.adds.high, about.kind)
            adds = f"{words.signed(one.adds.mean, about.kind)} ({ends})"
            rows.append((f"{one.site} of {one.service}", adds, _said(one, turn)))
        columns = {"Site": False, about.label: True, "Beside the first": False}
        console.print(table_of(columns, rows, f"Turn {place}, month {turn.month:.3g}"))
        console.print(_sentence(turn), markup=False)
    console.print(
        "Each number: what it adds to what is open before it, on the same futures, with the 95% interval of "
        "the mean. Sites differ by what the scenario says of them alone: the model has no map of a council."
    )


def _said(one: "Candidate", turn: "Turn") -> str:
    """Say how a site stands beside the one that adds most on average."""
    if one is turn.next:
        return "opens next"
    if one.told_apart:
        return "adds less"
    return "the first on average" if one.apart is None else "cannot be told apart"


def _sentence(turn: "Turn") -> str:
    """Say which site is to open, or that this cannot be told."""
    if turn.next is not None:
        return f"Open {turn.next.site} of {turn.next.service}."
    first = turn.candidates[0]
    if not first.helps:
        return "Which is to open cannot be told: none is seen to help."
    alike = ", ".join(f"{one.site} of {one.service}" for one in turn.alike)
    return f"Which is to open cannot be told: none of these is seen to add more than the others: {alike}."
