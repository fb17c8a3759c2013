"""`doorways figure`: one measure as a figure for a paper, with its numbers, caption and works."""

from typing import Annotated

import typer

from dashboards.cli.console import output
from dashboards.cli.delivering import tell_where
from dashboards.cli.folder import Folder, named_after, results_in
from dashboards.cli.running import SIMULATING, behind_a_bar
from dashboards.cli.simulated import Simulated, simulates

Measured = Annotated[
    str, typer.Option(metavar="NAME", help="Measure by name; 'doorways measures' lists them.")
]
Size = Annotated[
    str, typer.Option("--size", help="column (89 mm) or page (183 mm): as most journals set them.")
]


@simulates()
def figure(
    said: Simulated,
    measure: Measured = "children_looked_after",
    size: Size = "column",
    out: Folder = None,
) -> None:
    """Draw one measure by year at a journal's size: both arms, and the difference in the same futures.

    SVG, PNG (600 dots an inch) and PDF, with the numbers drawn, a caption, and BibTeX of every work they rest
    on. Ctrl-C loses nothing.
    """
    from dashboards.report.journal import FILES, WIDTHS, title, write_all
    from scenarios.frames import frames
    from simulation.names import check_name
    from simulation.outcomes.measures import BY_NAME, MEASURES

    check_name("measure", measure, BY_NAME, "Unknown measure.")
    check_name("size", size, WIDTHS, "A figure is as wide as a column or as a page.")
    scenario = said.request.arms()[1]
    folder = results_in(
        out, named_after(said.request, [scenario.name, "figure", measure, size], scenario.to_toml())
    )
    with behind_a_bar(SIMULATING, said.execution, quiet=said.quiet, stored="runs") as told:
        found = frames(said.request, store=said.db, execution=told)
    about = MEASURES[BY_NAME[measure]]
    write_all(folder, found, about, size)
    if not said.quiet:
        console = output()
        console.print(title(found, about), style="bold", markup=False)
        tell_where(console, folder, FILES | {"Pictures": "charts"})
