"""Write a scenario that a command has made into a file of its own."""

from pathlib import Path

from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.files.writing import write_text


def refuse_to_overwrite(path: Path) -> None:
    """Check that a scenario may be written there.

    Raises
    ------
    DoorwaysError
        When it is no .toml file, or is there already.
    """
    if path.suffix != ".toml":
        rule = "A scenario is a .toml file."
        raise DoorwaysError("file", path, rule, "Give a name that ends in .toml.")
    if path.exists() or path.is_symlink():
        rule = "It is there already, and nothing is ever overwritten."
        raise DoorwaysError("file", path, rule, "Choose another name.")


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write a scenario into a new file.

    Raises
    ------
    DoorwaysError
        As `refuse_to_overwrite`.
    """
    refuse_to_overwrite(path)
    write_text(path, scenario.to_toml())
