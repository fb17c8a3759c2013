"""`doorways launch`: what has to be done before a site opens, and what decides the date."""

from typing import TYPE_CHECKING

from dashboards.cli.asked import Authority, ScenarioName
from dashboards.cli.console import output
from dashboards.cli.tables import CsvFile, pounds, table_of, write_rows
from scenarios import usual

if TYPE_CHECKING:
    from scenarios.adopting.launch import Launch

#: Columns, and whether they are set to the right.
_COLUMNS = {
    "Step": False,
    "Months": True,
    "Begins": False,
    "Ends": False,
    "Can slip": True,
    "Cost": True,
}


def launch(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    csv_file: CsvFile = None,
) -> None:
    """Show the process before launch: steps, dates, what each waits for, its cost and how far it can slip.

    Where the scenario says `decided_month`, this is what fixes the month in which it opens.
    """
    from scenarios.adopting.launch import launches, sentences
    from scenarios.request import CompareRequest

    found, year = launches(CompareRequest(authority=authority, scenario=scenario))
    rows = [one.row(step, year) for one in found for step in one.steps]
    if write_rows(rows, csv_file):
        return
    console = output()
    for one in found:
        console.print(_table(one, year))
    for said in sentences(found, year):
        console.print(said)
    console.print(
        "Lengths and shares of the cost are judgements with ranges that add up to what councils "
        "published (6 to 18 months in all: I01-I03, A21, A37, C19): figures launch_... of the register, "
        "which [parameters] of a scenario can set."
    )


def _table(one: "Launch", year: int) -> object:
    rows = []
    for step in one.steps:
        row = one.row(step, year)
        slips = "moves the opening" if step.critical else f"{step.slack:g} months"
        span = f"{step.months:g} ({row['months_low']:g}-{row['months_high']:g})"
        rows.append(
            (row["what"], span, row["begins"], row["ends"], slips, pounds(step.cost)),
        )
    return table_of(_COLUMNS, rows, f"{one.site.name} of {one.site.service}")
