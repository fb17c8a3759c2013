"""`doorways forecast`: what a council has to plan for if practice stays as it is."""

from collections.abc import Mapping
from dataclasses import replace
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

    from scenarios.forecast.study import Asked
    from scenarios.request import CompareRequest

Levers = Annotated[
    list[str] | None,
    typer.Option(
        "--lever",
        metavar="LEVER",
        help="What you would change: entries:10-15=+10%, exits:0-9=-5%, unaccompanied=+20%, "
        "placed:childrens_home=-20%, moves:10-15=-10%, step_down=+50%, moved_to:foster_in_house=+20%; may be repeated.",
    ),
]
FromMonth = Annotated[float, typer.Option(help="Month from which the levers are moved.")]
Inflation = Annotated[
    float,
    typer.Option(
        metavar="SHARE",
        parser=share_of,
        help="Share by which prices rise a year, for the money of the day: 0.03, or 3%.",
    ),
]
Reference = Annotated[
    tuple[str, str] | None,
    typer.Option(
        metavar="FROM TO",
        help="First and last year, each to 31 March, that rates are learnt from. Default: the three to the base year.",
    ),
]
NoRecord = Annotated[
    bool, typer.Option("--no-record", help="Do not make and score forecasts from past years.")
]


@simulates(leaving_out=("scenario",))
def forecast(
    said: Simulated,
    lever: Levers = None,
    from_month: FromMonth = 0.0,
    unit_costs: UnitCostsFile = None,
    inflation: Inflation = 0.0,
    reference: Reference = None,
    no_record: NoRecord = False,
    out: Folder = None,
    json_file: JsonFile = None,
) -> None:
    """Forecast children by kind of placement, age and area, places to find and spending.

    If practice stays as it is, beside the council's own years since 2018, its neighbours, England, and
    how well such forecasts did for it. Levers show what a change would do on the same futures. Ctrl-C loses
    nothing.
    """
    from dashboards.report.forecast import FILES, write_all
    from scenarios.forecast.study import forecast as run

    asked = _asked(lever or [], from_month, unit_costs, inflation, with_record=not no_record)
    asked = replace(asked, reference=_years(reference))
    folder = results_in(out, _folder_name(said.request, asked))
    check_file(json_file)
    with simulating(said) as (bar, told):
        found = run(said.request, asked, execution=told, on_stage=bar.name)
    write = partial(write_all, folder, found)
    hand_over(found, show, write, folder, FILES, json_file, quiet=said.quiet)


def _years(said: tuple[str, str] | None) -> tuple[int, int] | None:
    """Return two years from two words.

    Raises
    ------
    DoorwaysError
        When one is no year.
    """
    from simulation.errors import DoorwaysError

    if said is None:
        return None
    if not all(word.isdecimal() and len(word) < len("10000") for word in said):
        rule = "They are two years, each to 31 March."
        raise DoorwaysError("reference years", " ".join(said), rule, "Write for example 2021 2022.")
    return int(said[0]), int(said[1])


def _asked(
    levers: list[str], month: float, prices: Path | None, inflation: float, *, with_record: bool
) -> "Asked":
    """Return what a forecast is made with, everything checked that can be before a long run."""
    from scenarios.case.own_prices import read_prices
    from scenarios.forecast.levers import lever_of, planned
    from scenarios.forecast.study import Asked
    from simulation.errors import DoorwaysError

    moved = tuple(map(lever_of, levers))
    if month and not moved:
        rule = "It says when levers are moved, and none is."
        raise DoorwaysError("--from-month", f"{month:g}", rule, "Add a --lever, or leave it out.")
    planned(moved, month)
    own = read_prices(prices) if prices else {}
    return Asked(moved, month, own, inflation, with_record)


def _folder_name(request: "CompareRequest", asked: "Asked") -> str:
    from scenarios.scenario import load_scenario

    world = load_scenario(str(request.baseline)).to_toml()
    made = [world, [vars(one) for one in asked.levers], asked.month, asked.prices, asked.inflation]
    made += [asked.reference] if asked.reference else []
    words = ["forecast", f"{request.years}y"]
    return named_after(request, words, [*made, asked.with_record])


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print the answer, places, children, levers, spending, standing and record."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import forecast_sheets as sheets

    console.print(sheets.headline(found), style="bold", markup=False)
    console.print(sheets.reading(found), markup=False)
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
