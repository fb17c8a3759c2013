"""Options that commands share: what is simulated, and how it runs."""

from pathlib import Path
from typing import Annotated

import typer

#: Stands for standard output where a file is asked for.
STDOUT = "-"

Authority = Annotated[str, typer.Option(help="Council, by name or ONS code, or private:NAME.")]
ScenarioName = Annotated[str, typer.Option(help="Scenario by name, or a .toml file.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=NUMBER",
        help="Turn a number of the scenario, such as later=6; may be repeated. "
        "'doorways describe' lists what can be turned.",
    ),
]
BaselineName = Annotated[str, typer.Option(help="What it is compared with.")]
Years = Annotated[int, typer.Option(help="Years to simulate.")]
Replicates = Annotated[int, typer.Option(help="Paired runs.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same numbers.")]
StepDays = Annotated[float, typer.Option(help="Length of a step in days.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Calibrated = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        help="Joint calibration to draw from, by its key or place, or none; default: the one of "
        "England that ships.",
    ),
]
Central = Annotated[
    bool,
    typer.Option(
        "--central", help="Fix every setting at its central value: what varies is chance alone."
    ),
]
UnitCostsFile = Annotated[
    Path | None,
    typer.Option(
        "--unit-costs",
        metavar="FILE",
        help="Prices of your own: unit_costs.csv of a case or a forecast, its prices changed.",
    ),
]
