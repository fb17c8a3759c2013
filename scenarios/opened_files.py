"""Files of programmes, practices and conditions that a scenario names: read, and held inside it.

What a file says becomes part of the scenario, so that it is part of the run's key, is stored with
it and is printed in the report, whatever happens to the file later.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from simulation.errors import DoorwaysError
from simulation.files.plain_text import brief
from simulation.files.toml_file import read_toml
from simulation.names import hint

#: What a file may be, by its own word `type`: the kind of intervention, and the key that holds it.
TYPES: Final = ("programme", "practice", "condition")
FILE: Final = "file"
#: Files that ship: any scenario, wherever it lies, can name them as parts/NAME.toml.
PARTS: Final = Path(__file__).parent / "library" / "parts"


def with_file(data: Mapping[str, Any], folder: Path | None, where: str) -> dict[str, Any]:
    """Return an intervention with the file it names read into it.

    Parameters
    ----------
    data
        What the scenario says.
    folder
        Where the scenario lies; None for one that is not a file, which can name none.
    where
        Place in the scenario, for an error.

    Raises
    ------
    DoorwaysError
        When the file cannot be read, is of no known type, or the scenario says another kind.
    """
    if FILE not in data:
        return dict(data)
    path = part_path(data[FILE], folder, where)
    content = read_toml(path, f"{where}, file")
    kind = content.get("type")
    if kind not in TYPES:
        rule = "A file of a scenario says its type."
        raise DoorwaysError(f"file {brief(str(path))}, type", kind, rule, hint(str(kind), TYPES))
    rest = {key: value for key, value in data.items() if key != FILE}
    if rest.setdefault("kind", kind) != kind:
        rule = f"The file {path} is a {kind}."
        raise DoorwaysError(f"{where}, kind", rest["kind"], rule, "Leave the kind out.")
    if kind in rest:
        rule = "It is there twice, in the scenario and in the file."
        raise DoorwaysError(f"{where}, {kind}", str(path), rule, "Keep one of them.")
    return {**rest, kind: content}


def part_path(named: Any, folder: Path | None, where: str) -> Path:
    """Return the path of a file, seen from its scenario; where nothing lies there, of one that ships.

    So a copy of a shipped scenario opens what the original opens, wherever it is put.

    Raises
    ------
    DoorwaysError
        When it is no such path, or the scenario is not a file and names one that does not ship.
    """
    if not isinstance(named, str) or not named.endswith(".toml"):
        rule = "It is the path of a .toml file, seen from the scenario's folder."
        raise DoorwaysError(f"{where}, file", named, rule, "Correct the path.")
    shipped = shipped_file(Path(named))
    if shipped is not None and (folder is None or not _lies(folder / named)):
        return shipped
    if folder is None:
        rule = "Only a scenario that is a file itself can name a file of its own."
        raise DoorwaysError(f"{where}, file", named, rule, "Save the scenario as a file first.")
    return folder / named


def shipped_file(named: Path) -> Path | None:
    """Return the file that ships under a path such as parts/NAME.toml; None where there is none.

    Parameters
    ----------
    named
        Whatever folders of its own stand before it: library/parts/NAME.toml is the same.
    """
    folders = named.parent.parts
    path = PARTS / named.name
    return path if folders and PARTS.parts[-len(folders) :] == folders and path.is_file() else None


def _lies(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Too long a name, say: whoever reads it is told.
        return True
