"""`doorways case`: what a scenario costs and saves, whom and when, and what would have to be otherwise."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.asked import UnitCostsFile
from dashboards.cli.delivering import JsonFile, check_file, hand_over, tell_notes
from dashboards.cli.folder import Folder, named_after, results_in
from dashboards.cli.running import simulating
from dashboards.cli.simulated import Simulated, simulates
from dashboards.cli.unread import share_of

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.case.study import Asked
    from scenarios.request import CompareRequest

Outcome = Annotated[
    str, typer.Option(help="Measure of which it is asked what one would have to pay for one.")
]
SetUpDearer = Annotated[
    float,
    typer.Option(
        metavar="SHARE",
        parser=share_of,
        help="Setting up costs this share more than planned, such as 0.24 or 24%.",
    ),
]
RunningDearer = Annotated[
    float,
    typer.Option(
        metavar="SHARE", parser=share_of, help="Running costs this share more than planned."
    ),
]
OffSavings = Annotated[
    float,
    typer.Option(
        metavar="SHARE",
        parser=share_of,
        help="This share is taken off everything saved, such as 0.15 or 15%.",
    ),
]


@simulates()
def case(
    said: Simulated,
    outcome: Outcome = "care_entries",
    unit_costs: UnitCostsFile = None,
    set_up_dearer: SetUpDearer = 0.0,
    running_dearer: RunningDearer = 0.0,
    off_savings: OffSavings = 0.0,
    out: Folder = None,
    json_file: JsonFile = None,
) -> None:
    """Make the case for a scenario: costs and savings by payer and year, and how surely it pays.

    Net present value, benefit-cost ratio, break-even, the price at which each line tips it, and what one
    would have to pay for an outcome; with a workbook whose every sum is a live formula. What has
    run is stored: other prices and corrections take no new run.
    """
    from dashboards.report.case import FILES, write_all
    from scenarios.case.study import case as run

    asked = _asked(outcome, unit_costs, set_up_dearer, running_dearer, off_savings)
    folder = results_in(out, _folder_name(said.request, asked))
    check_file(json_file)
    with simulating(said) as (_, told):
        made = run(said.request, asked, execution=told)
    write = partial(write_all, folder, made)
    hand_over(made.to_dict(), show, write, folder, FILES, json_file, quiet=said.quiet)


def _asked(
    outcome: str, unit_costs: Path | None, set_up: float, running: float, savings: float
) -> "Asked":
    """Return what a case is made with, everything checked that can be before a long run."""
    from scenarios.case.appraise import Corrections
    from scenarios.case.own_prices import read_prices
    from scenarios.case.study import Asked

    prices = read_prices(unit_costs) if unit_costs else {}
    asked = Asked(outcome, Corrections(set_up, running, savings), prices)
    asked.measure()
    return asked


def _folder_name(request: "CompareRequest", asked: "Asked") -> str:
    arms = request.arms()
    made = [[arm.to_toml() for arm in arms], asked.outcome, vars(asked.corrections), asked.prices]
    return named_after(request, [arms[1].name, "case", f"{request.years}y"], made)


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print the answer, what it comes to in each view, and what would have to be otherwise."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import case_sheets

    console.print(case_sheets.headline(found), style="bold", markup=False)
    for label in found["labels"]:
        console.print(label, style="bold", markup=False)
    console.print(case_sheets.READING, markup=False)
    for sheet in (
        case_sheets.results(found),
        case_sheets.by_year(found),
        case_sheets.steps(found),
        case_sheets.switching(found),
    ):
        if sheet.rows:
            console.print()
            console.print(sheet_table(sheet))
    console.print()
    for one in case_sheets.sentences(found):
        console.print(one, markup=False)
    tell_notes(console, found["notes"])
