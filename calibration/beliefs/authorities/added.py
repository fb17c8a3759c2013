"""The years that a user added: their cells as published, kept in the user's data directory."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from calibration.beliefs.authorities.base_year import own_folder
from calibration.beliefs.authorities.build import save
from calibration.beliefs.authorities.spelling import Cell
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv

#: Of one year: table, figure, place, cell.
Layers = dict[str, dict[str, dict[str, Cell]]]

_HEADER: Final = ("table", "figure", "place", "cell")
_THING: Final = "added tables"


def cells_path(year: int) -> Path:
    """Return where a year's cells are kept."""
    return own_folder() / f"cells_{year}.csv"


def years() -> tuple[int, ...]:
    """Return the years of which anything was added, oldest first."""
    return tuple(
        sorted(int(path.stem[-4:]) for path in own_folder().glob("cells_[0-9][0-9][0-9][0-9].csv"))
    )


def read_layers(year: int) -> Layers:
    """Return a year's cells, table by table; none where nothing was added.

    Raises
    ------
    DoorwaysError
        When the file is damaged.
    """
    found: Layers = {}
    path = cells_path(year)
    try:
        for row in read_csv(path, _THING) if path.is_file() else ():
            cell: Cell = row["cell"] if row["cell"] in ("c", "x") else float(row["cell"])
            table = found.setdefault(row["table"], {})
            table.setdefault(row["figure"], {})[row["place"]] = cell
    except (KeyError, ValueError, TypeError):
        step = (
            f"Take it away, and add the year again with doorways data add FOLDER --revise {year}."
        )
        raise DoorwaysError(_THING, str(path), "It is damaged.", step) from None
    return found


def write_layers(year: int, layers: Mapping[str, Mapping[str, Mapping[str, Cell]]]) -> None:
    """Keep a year's cells."""
    rows = [
        {"table": table, "figure": name, "place": place, "cell": shown(cell)}
        for table, figures in layers.items()
        for name, places in figures.items()
        for place, cell in places.items()
    ]
    save(cells_path(year), rows, _HEADER)


def shown(cell: Cell) -> str:
    """Return a cell as it is kept and told."""
    return f"{cell:.12g}" if isinstance(cell, float) else cell
