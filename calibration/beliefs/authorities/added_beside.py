"""The tables beside the cells that a user added: the register of homes and the statistical neighbours."""

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


def keep_beside(folder: Path, known: Known) -> None:
    """Keep what a folder has of them; what it has not stays as it was."""
    own_folder().mkdir(parents=True, exist_ok=True)
    if rows := extras.register_rows(folder, known):
        save(own_folder() / _REGISTER, rows, tuple(rows[0]))
    if near := extras.neighbours(folder, known):
        table = [{_NUMBER: number, _NEAR: text} for number, text in near.items()]
        save(own_folder() / _NEIGHBOURS, table, (_NUMBER, _NEAR))


def kept_rows() -> tuple[list[Row], dict[str, str]]:
    """Return the register's rows and the neighbours by number; empty where none were added."""
    register, near = (own_folder() / name for name in (_REGISTER, _NEIGHBOURS))
    rows = read_csv(register, _THING) if register.is_file() else []
    table = read_csv(near, _THING) if near.is_file() else []
    return rows, {row[_NUMBER]: row[_NEAR] for row in table}
