"""The tables beside the cells that a user added: the register of homes and the statistical neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from calibration.beliefs.authorities import extras
from calibration.beliefs.authorities.base_year import own_folder
from calibration.beliefs.authorities.build import save
from calibration.beliefs.authorities.published_file import Row
from calibration.beliefs.authorities.sources import Known
from simulation.files.csv_text import read_csv

#: Of `forms.BESIDE`; age bands stay those that ship.
TABLES: Final = ("register", "neighbours")
_REGISTER, _NEIGHBOURS = "register.csv", "neighbours.csv"
_NUMBER, _NEAR = "dfe_code", "neighbours"
_THING: Final = "added tables"


@dataclass(frozen=True)
class Beside:
    """What a folder has of them; empty where it has none."""

    register: list[Row]
    neighbours: Mapping[str, str]

    def tables(self) -> tuple[str, ...]:
        """Return the names of those that are there."""
        there = (self.register, self.neighbours)
        return tuple(name for name, one in zip(TABLES, there, strict=True) if one)


def read_beside(folder: Path, known: Known) -> Beside:
    """Read them.

    Raises
    ------
    DoorwaysError
        When one cannot be used.
    """
    return Beside(extras.register_rows(folder, known), extras.neighbours(folder, known))


def keep_beside(found: Beside) -> None:
    """Keep them; what is not there stays as it was."""
    if found.register:
        save(own_folder() / _REGISTER, found.register, tuple(found.register[0]))
    if found.neighbours:
        table = [{_NUMBER: number, _NEAR: text} for number, text in found.neighbours.items()]
        save(own_folder() / _NEIGHBOURS, table, (_NUMBER, _NEAR))


def kept_rows() -> tuple[list[Row], dict[str, str]]:
    """Return the register's rows and the neighbours by number; empty where none were added."""
    register, near = (own_folder() / name for name in (_REGISTER, _NEIGHBOURS))
    rows = read_csv(register, _THING) if register.is_file() else []
    table = read_csv(near, _THING) if near.is_file() else []
    return rows, {row[_NUMBER]: row[_NEAR] for row in table}
