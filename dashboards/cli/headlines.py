"""`doorways headlines`: each published headline measured again, with no service, its recording, its effect."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.delivering import JsonFile, check_file, hand_over, tell_notes
from dashboards.cli.folder import Folder, named_after, results_in
from dashboards.cli.running import simulating
from dashboards.cli.simulated import Simulated, simulates

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.headlines.published import Windows
    from scenarios.request import CompareRequest

Cohort = Annotated[
    float, typer.Option(help="Whose support began within this many months of the opening; 6 to 24.")
]
Window = Annotated[
    float, typer.Option(help="Months each is followed before and after support began; 6 to 24.")
]


@simulates(leaving_out=("baseline", "years"), replicates=40)
def headlines(
    said: Simulated,
    cohort_months: Cohort = 18,
    window_months: Window = 18,
    out: Folder = None,
    json_file: JsonFile = None,
) -> None:
    """Measure every published headline again, exactly as an uncontrolled study would.

    On the null twin, the recording twin and the service, beside the true effect in the same young people: how
    much of each would have been seen with no service at all. Ctrl-C loses nothing.
    """
    from dashboards.report.headlines import STUDY
    from scenarios.headlines.published import Windows
    from scenarios.headlines.study import bench

    windows = Windows(cohort_months, window_months)
    folder = results_in(out, _folder_name(said.request, windows))
    check_file(json_file)
    with simulating(said) as (_, told):
        found = bench(said.request, windows, execution=told).to_dict()
    write = partial(STUDY.write, folder, found)
    hand_over(found, show, write, folder, STUDY.files, json_file, quiet=said.quiet)


def _folder_name(request: "CompareRequest", windows: "Windows") -> str:
    scenario = request.arms()[1]
    span = f"{windows.cohort_months:g}m {windows.window_months:g}m"
    return named_after(request, [scenario.name, "headlines", span], scenario.to_toml())


def show(console: "Console", found: Mapping[str, Any]) -> None:
    """Print every headline in numbers and in a sentence."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import headlines_sheets

    console.print(
        f"{found['scenario_title']} in {found['authority']}, {found['replicates']} runs",
        style="bold",
        markup=False,
    )
    console.print(headlines_sheets.READING, markup=False)
    for sheet in (headlines_sheets.headlines(found), headlines_sheets.by_window(found)):
        console.print()
        console.print(sheet_table(sheet))
    for name, sentence, circular in headlines_sheets.sentences(found):
        console.print(f"{name}. {sentence} {circular}".rstrip(), markup=False)
    for one in headlines_sheets.contradictions(found):
        console.print(f"Against each other: {one}", markup=False)
    tell_notes(console, found["notes"])
