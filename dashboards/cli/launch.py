"""`doorways launch`: what has to be done before a site opens, and what decides the date."""

from dashboards.cli.asked import Authority, ScenarioName
from dashboards.cli.console import output
from dashboards.cli.tables import CsvFile, write_rows
from scenarios import usual


def launch(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    csv_file: CsvFile = None,
) -> None:
    """Show the process before launch: steps, dates, what each waits for, its cost and how far it can slip.

    Where the scenario says `decided_month`, this is what fixes the month in which it opens.
    """
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import launch_sheets
    from scenarios.adopting.launch import launches, sentences
    from scenarios.request import CompareRequest

    found, year = launches(CompareRequest(authority=authority, scenario=scenario))
    if write_rows(launch_sheets.rows_of(found, year), csv_file):
        return
    console = output()
    for one in found:
        console.print(sheet_table(launch_sheets.steps(one, year), launch_sheets.title(one)))
    for said in sentences(found, year):
        console.print(said)
    console.print(launch_sheets.READING)
