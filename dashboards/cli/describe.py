"""`doorways describe`: what a scenario opens, changes and rests on."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.console import write_out


def describe(
    scenario: Annotated[
        str,
        typer.Argument(
            help="Scenario by name, or a .toml file: scenario, programme, practice or condition."
        ),
    ],
) -> None:
    """Describe a scenario: its services, its effects with their evidence, its assumptions."""
    from scenarios.describe import describe as described
    from scenarios.describe import describe_part
    from scenarios.opened_files import shipped_file
    from scenarios.scenario import load_scenario

    path = Path(scenario)
    is_file = path.suffix == ".toml" and (path.is_file() or shipped_file(path) is not None)
    part = describe_part(path) if is_file else ""
    write_out((part or described(load_scenario(scenario))).rstrip() + "\n")
