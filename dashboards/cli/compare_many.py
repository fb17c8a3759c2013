"""`doorways compare --authorities`: one scenario in many councils, all at once or in waves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.delivering import check_file, hand_over, tell_notes
from dashboards.cli.folder import called, of_runs, results_in, store_beside
from dashboards.cli.loading import loading_meanwhile
from dashboards.cli.running import SIMULATING, behind_a_bar
from scenarios.many.design import Design
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.many.rollout import Rollout
    from scenarios.request import CompareRequest

#: Runs of each council when nobody says how many: there are many councils.
USUAL_RUNS = 20

Authorities = Annotated[
    str | None,
    typer.Option(
        metavar="WHICH",
        help="In many councils instead of one: all, a region, 'neighbours of NAME', names between "
        "commas, or a .csv or .txt file.",
    ),
]
RolloutOption = Annotated[
    Design, typer.Option("--rollout", help="With --authorities: who begins when.")
]
Waves = Annotated[int, typer.Option(help="With --rollout phased or stepped-wedge: how many waves.")]
StepMonths = Annotated[float, typer.Option(help="Months from one wave to the next.")]


@dataclass(frozen=True)
class Asked:
    """Hold what was asked for of many councils."""

    authorities: str
    rollout: "Rollout"
    out: Path | None
    json: str | None
    db: str | None


def compare_many(
    request: "CompareRequest", asked: Asked, execution: Execution, *, quiet: bool
) -> None:
    """Compare in many councils, and print and write what comes of it."""
    from dashboards.report.many import STUDY
    from scenarios.many.study import compare_many as run
    from scenarios.many.which import councils_of

    councils = councils_of(asked.authorities, request.base_year)
    asked.rollout.delays(councils)
    folder = results_in(asked.out, _folder_name(request, asked, len(councils)))
    check_file(asked.json)
    store = store_beside(folder, asked.out, asked.db)
    with behind_a_bar(SIMULATING, execution, quiet=quiet, stored="runs") as told:
        loading = loading_meanwhile(told)
        found = run(request, councils, asked.rollout, execution=loading, store=store).to_dict()
    write = partial(STUDY.write, folder, found)
    hand_over(found, show, write, folder, STUDY.files, asked.json, quiet=quiet)


def refuse_with_one(asked: Mapping[str, bool]) -> None:
    """Check that nothing was asked for that only one council can have, or only many.

    Parameters
    ----------
    asked
        By option: whether it was said.

    Raises
    ------
    DoorwaysError
        When something was.
    """
    for option, said in asked.items():
        if said:
            raise DoorwaysError(
                "option",
                option,
                "It cannot be said together with, or without, --authorities.",
                "Leave it out, or see 'doorways compare --help'.",
            )


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print all together, who gains, and each council."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import many_sheets

    console.print(many_sheets.headline(found), style="bold", markup=False)
    console.print(many_sheets.READING, markup=False)
    for sheet in (
        many_sheets.total(found),
        many_sheets.gains(found),
        many_sheets.groups(found),
        many_sheets.councils(found),
    ):
        console.print()
        console.print(sheet_table(sheet))
    tell_notes(console, found["notes"])


def _folder_name(request: "CompareRequest", asked: Asked, many: int) -> str:
    """Name a folder after what makes the comparison, so that another one does not replace it."""
    from simulation.runner.spec import digest

    baseline, scenario = request.arms()
    words = [f"{many} councils", digest([asked.authorities])[:6], scenario.name]
    words += [f"against {baseline.name}"] if baseline.name != "baseline" else []
    rollout = asked.rollout
    if rollout.design is not Design.AT_ONCE:
        words.append(f"{rollout.design.value} {rollout.waves} by {rollout.step_months:g}")
    words += [f"{request.years}y", *of_runs(request)]
    words.append(digest([arm.to_toml() for arm in (baseline, scenario)])[:6])
    return called(words)
