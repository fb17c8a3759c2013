"""`doorways portfolio`: which mix of services, in which order, does best for a budget, and how surely."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.delivering import JsonFile, check_file, hand_over, tell_notes
from dashboards.cli.folder import Folder, named_after, results_in
from dashboards.cli.running import simulating
from dashboards.cli.simulated import Simulated, simulates
from simulation.errors import DoorwaysError

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.portfolio.study import Asked
    from scenarios.request import CompareRequest

Members = Annotated[
    list[str],
    typer.Argument(metavar="SCENARIO...", help="Scenarios to choose among, by name or .toml file."),
]
Budget = Annotated[
    str,
    typer.Option(help="What all services may cost together over the period, such as £8m."),
]
Outcome = Annotated[str, typer.Option(help="The measure that is to be better.")]
StepMonths = Annotated[
    float,
    typer.Option(
        help="Each member opens so many months after the one before, in the order that does best; 0: "
        "each when its file says."
    ),
]
Most = Annotated[int | None, typer.Option(help="Members a mix may have; default: all.")]


@simulates(leaving_out=("scenario",), replicates=40)
def portfolio(
    said: Simulated,
    members: Members,
    budget: Budget,
    outcome: Outcome = "weeks_in_care",
    step_months: StepMonths = 0.0,
    most: Most = None,
    out: Folder = None,
    json_file: JsonFile = None,
) -> None:
    """Choose the mix of services that does most for an outcome within a budget, and say how surely.

    Every mix runs on the same futures: what each does, costs, in how many futures it is the best, the
    regret of choosing it, and whether it does more than its members by themselves. Ctrl-C loses
    nothing.
    """
    from dashboards.report.portfolio import STUDY
    from scenarios.portfolio.study import Asked
    from scenarios.portfolio.study import portfolio as run

    asked = Asked(tuple(members), _budget(budget), outcome, step_months, most)
    asked.measure()
    folder = results_in(out, _folder_name(said.request, asked))
    check_file(json_file)
    with simulating(said) as (bar, told):
        found = run(said.request, asked, execution=told, on_stage=bar.name).to_dict()
    write = partial(STUDY.write, folder, found)
    hand_over(found, show, write, folder, STUDY.files, json_file, quiet=said.quiet)


def _budget(text: str) -> float:
    """Return the pounds of a budget as people write it.

    Raises
    ------
    DoorwaysError
        When it is no amount of money.
    """
    from scenarios.amount import amount_of

    found = amount_of(text)
    if found is None or found.is_share:
        rule = "A budget is a number of pounds."
        raise DoorwaysError("budget", text, rule, "Write for example £8m or 7500000.")
    return found.value


def _folder_name(request: "CompareRequest", asked: "Asked") -> str:
    from scenarios.scenario import load_scenario

    opened = (str(request.baseline), *map(str, asked.members))
    worlds = [load_scenario(one).to_toml() for one in opened]
    made = [worlds, asked.budget, asked.outcome, asked.step_months, asked.most]
    return named_after(request, ["portfolio", f"{request.years}y"], made)


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print the answer, every mix, and what the best do together."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import portfolio_sheets

    console.print(portfolio_sheets.headline(found), style="bold", markup=False)
    console.print(portfolio_sheets.searched(found), markup=False)
    console.print(portfolio_sheets.READING, markup=False)
    console.print()
    console.print(sheet_table(portfolio_sheets.mixes(found)))
    console.print()
    for mix, says in portfolio_sheets.together(found):
        console.print(f"{mix}: {says}", markup=False)
    tell_notes(console, found["notes"])
