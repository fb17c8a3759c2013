"""`doorways scenarios`: the what-ifs that ship."""

from rich.table import Table

from agents.words import capital
from dashboards.cli.console import output


def scenarios() -> None:
    """List the scenarios that ship, with their twins.

    A path to a scenario file (.toml) can be given wherever a scenario's name is asked for.
    """
    from scenarios.scenario import TWINS, list_scenarios

    table = Table(expand=True)
    table.add_column("Name", no_wrap=True)
    table.add_column("Title")
    table.add_column("Opens", justify="right")
    for one in list_scenarios():
        if one.twin_of:
            kind = one.name.removeprefix(f"{one.twin_of}-")
            table.add_row(f"  {one.name}", f"its {kind} twin", "")
        else:
            table.add_row(one.name, one.title, str(len(one.interventions)))
    console = output()
    console.print(table)
    for says in TWINS.values():
        console.print(f"{capital(says)}.")
    console.print("Use: doorways compare --scenario NAME, or a path to a .toml file of your own.")
    console.print("Look inside one: doorways describe NAME")
