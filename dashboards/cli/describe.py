"""`doorways describe`: what a scenario opens, changes and rests on."""

from typing import Annotated

import typer

from dashboards.cli.console import write_out


def describe(
    scenario: Annotated[str, typer.Argument(help="Scenario by name, or a .toml file.")],
) -> None:
    """Describe a scenario: its services, its effects with their evidence, its assumptions."""
    from scenarios.describe import describe as described
    from scenarios.scenario import load_scenario

    write_out(described(load_scenario(scenario)).rstrip() + "\n")
