"""`doorways resources`: posts, beds, carers, training, set-up and running, month by month and by payer."""

from dashboards.cli.asked import Authority, ScenarioName, Years
from dashboards.cli.console import output
from dashboards.cli.tables import CsvFile, write_rows
from scenarios import usual


def resources(
    authority: Authority = usual.AUTHORITY,
    scenario: ScenarioName = usual.SCENARIO,
    years: Years = 5,
    csv_file: CsvFile = None,
) -> None:
    """Show what a scenario takes month by month: posts, beds, carers, training, set-up and running.

    At central prices, by payer; the sums are what a run counts as the cost of services.
    """
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import resources_sheets
    from scenarios.adopting.resources import resources as found_in
    from scenarios.request import CompareRequest

    found = found_in(CompareRequest(authority=authority, scenario=scenario, years=years))
    if write_rows(found.rows(), csv_file):
        return
    console = output()
    console.print(sheet_table(resources_sheets.months(found)))
    console.print(sheet_table(resources_sheets.roles(found)))
    console.print(resources_sheets.headline(found, years))
    console.print(f"{resources_sheets.READING} `--csv FILE` writes it.")
