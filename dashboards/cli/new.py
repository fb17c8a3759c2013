"""`doorways new`: a commented file to start from."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.console import output


def new(
    thing: Annotated[
        str,
        typer.Argument(
            help="What to write: scenario, programme, practice, condition, batch or readiness."
        ),
    ],
    name: Annotated[str, typer.Argument(help="Its name: lower-case words joined by hyphens.")],
) -> None:
    """Write NAME.toml into this folder: a commented file to edit. Nothing is overwritten."""
    from scenarios.new_file import BATCH, READINESS, new_file

    path = new_file(thing, name, Path.cwd())
    console = output()
    console.print(f"Wrote {path.name}. Edit it, then:")
    if thing == READINESS:
        console.print(f"  doorways readiness --answers {path.name}")
        return
    if thing == BATCH:
        console.print(f"  doorways batch run {path.name}")
        return
    console.print(f"  doorways validate {path.name}")
    console.print(f"  doorways describe {path.name}")
    if thing == "scenario":
        console.print(f"  doorways compare --scenario {path.name}")
    else:
        console.print(f'Open it in a scenario:  [[interventions]]  file = "{path.name}"')
